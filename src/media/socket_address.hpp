#pragma once

#include <cstdint>
#include <netinet/in.h>
#include <optional>
#include <string>
#include <vector>

namespace rufwerk::media {

/// An IPv4 or IPv6 address with its port, numeric only: media never waits for a name server.
class SocketAddress {
  public:
    SocketAddress() = default;
    /// Nothing when `ip` is not a numeric address.
    static std::optional<SocketAddress> parse(std::string const& ip, int port);

    bool known() const { return family() != AF_UNSPEC; }
    int family() const { return any_.sin6_family; }
    int port() const { return ntohs(any_.sin6_port); }
    void set_port(int port) { any_.sin6_port = htons(static_cast<std::uint16_t>(port)); }
    bool wildcard() const;
    bool loopback() const;
    std::string ip() const;

    sockaddr* data() { return reinterpret_cast<sockaddr*>(&any_); }
    sockaddr const* data() const { return reinterpret_cast<sockaddr const*>(&any_); }
    socklen_t size() const { return family() == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6); }
    static constexpr socklen_t room() { return sizeof(sockaddr_in6); }
    sockaddr_in const& ipv4() const { return reinterpret_cast<sockaddr_in const&>(any_); }
    sockaddr_in6 const& ipv6() const { return any_; }

    bool same_ip(SocketAddress const& other) const;
    friend bool operator==(SocketAddress const& a, SocketAddress const& b) {
        return a.any_.sin6_port == b.any_.sin6_port && a.same_ip(b);
    }

  private:
    sockaddr_in6 any_{};  // family and port lie at the same place in sockaddr_in
};

/// The local address from which the kernel would reach `far`; nothing without a route.
std::optional<SocketAddress> local_address_toward(SocketAddress const& far);

/// This machine's addresses of `family`, at most `limit`; loopback last, link-local IPv6 left out (it needs a
/// zone).
std::vector<SocketAddress> interface_addresses(int family, std::size_t limit);

}  // namespace rufwerk::media

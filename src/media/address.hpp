#pragma once

#include <netinet/in.h>
#include <optional>
#include <string>

namespace rufwerk::media {

/// An IPv4 or IPv6 address with a port, as sockets want it.
struct Address {
    sockaddr_storage storage{};
    socklen_t length = 0;

    sockaddr const& generic() const { return reinterpret_cast<sockaddr const&>(storage); }
    sockaddr& generic() { return reinterpret_cast<sockaddr&>(storage); }
    bool same_as(Address const& other) const;
    /// The same but another port.
    Address with_port(int port) const;
    bool is_v6() const { return storage.ss_family == AF_INET6; }
};

/// `host` numeric; nothing when it is none, is 0.0.0.0 or ::, or the port is not 1..65535: there is nowhere
/// to send to.
std::optional<Address> sendable_address(std::string const& host, int port);
/// The same for binding: 0.0.0.0 and port 0 are allowed.
std::optional<Address> bindable_address(std::string const& host, int port);

}  // namespace rufwerk::media

#include "media/address.hpp"

#include <arpa/inet.h>
#include <cstring>

namespace rufwerk::media {

bool Address::same_as(Address const& other) const {
    if (storage.ss_family != other.storage.ss_family) return false;
    if (is_v6()) {
        auto const& a = reinterpret_cast<sockaddr_in6 const&>(storage);
        auto const& b = reinterpret_cast<sockaddr_in6 const&>(other.storage);
        return a.sin6_port == b.sin6_port && std::memcmp(&a.sin6_addr, &b.sin6_addr, sizeof a.sin6_addr) == 0;
    }
    auto const& a = reinterpret_cast<sockaddr_in const&>(storage);
    auto const& b = reinterpret_cast<sockaddr_in const&>(other.storage);
    return a.sin_port == b.sin_port && a.sin_addr.s_addr == b.sin_addr.s_addr;
}

Address Address::with_port(int port) const {
    auto other = *this;
    auto const network = htons(static_cast<std::uint16_t>(port));
    if (is_v6())
        reinterpret_cast<sockaddr_in6&>(other.storage).sin6_port = network;
    else
        reinterpret_cast<sockaddr_in&>(other.storage).sin_port = network;
    return other;
}

std::optional<Address> bindable_address(std::string const& host, int port) {
    Address address;
    auto& v4 = reinterpret_cast<sockaddr_in&>(address.storage);
    auto& v6 = reinterpret_cast<sockaddr_in6&>(address.storage);
    if (::inet_pton(AF_INET, host.c_str(), &v4.sin_addr) == 1) {
        v4.sin_family = AF_INET;
        address.length = sizeof v4;
    } else if (::inet_pton(AF_INET6, host.c_str(), &v6.sin6_addr) == 1) {
        v6.sin6_family = AF_INET6;
        address.length = sizeof v6;
    } else {
        return std::nullopt;
    }
    return address.with_port(port);
}

std::optional<Address> sendable_address(std::string const& host, int port) {
    if (port < 1 || port > 65535 || host == "0.0.0.0" || host == "::") return std::nullopt;
    return bindable_address(host, port);
}

}  // namespace rufwerk::media

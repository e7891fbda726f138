#include "media/socket_address.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cstring>
#include <ifaddrs.h>
#include <net/if.h>
#include <sys/socket.h>
#include <unistd.h>

namespace rufwerk::media {

std::optional<SocketAddress> SocketAddress::parse(std::string const& ip, int port) {
    SocketAddress address;
    auto& v4 = reinterpret_cast<sockaddr_in&>(address.any_);
    if (inet_pton(AF_INET, ip.c_str(), &v4.sin_addr) == 1) {
        v4.sin_family = AF_INET;
    } else if (inet_pton(AF_INET6, ip.c_str(), &address.any_.sin6_addr) == 1) {
        address.any_.sin6_family = AF_INET6;
    } else {
        return std::nullopt;
    }
    address.set_port(port);
    return address;
}

bool SocketAddress::wildcard() const {
    if (family() == AF_INET) return ipv4().sin_addr.s_addr == INADDR_ANY;
    return IN6_IS_ADDR_UNSPECIFIED(&any_.sin6_addr);
}

bool SocketAddress::loopback() const {
    if (family() == AF_INET) return ntohl(ipv4().sin_addr.s_addr) >> 24 == 127;
    return IN6_IS_ADDR_LOOPBACK(&any_.sin6_addr);
}

std::string SocketAddress::ip() const {
    char text[INET6_ADDRSTRLEN] = "";
    if (family() == AF_INET) inet_ntop(AF_INET, &ipv4().sin_addr, text, sizeof text);
    if (family() == AF_INET6) inet_ntop(AF_INET6, &any_.sin6_addr, text, sizeof text);
    return text;
}

bool SocketAddress::same_ip(SocketAddress const& other) const {
    if (family() != other.family()) return false;
    if (family() == AF_INET) return ipv4().sin_addr.s_addr == other.ipv4().sin_addr.s_addr;
    return std::memcmp(&any_.sin6_addr, &other.any_.sin6_addr, sizeof any_.sin6_addr) == 0;
}

std::optional<SocketAddress> local_address_toward(SocketAddress const& far) {
    auto const fd = ::socket(far.family(), SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return std::nullopt;
    auto target = far;
    if (target.port() == 0) target.set_port(9);
    SocketAddress local;
    auto room = SocketAddress::room();
    // connect() on a datagram socket only asks the routing table; nothing is sent.
    auto const found =
        ::connect(fd, target.data(), target.size()) == 0 && ::getsockname(fd, local.data(), &room) == 0;
    ::close(fd);
    if (!found) return std::nullopt;
    return local;
}

std::vector<SocketAddress> interface_addresses(int family, std::size_t limit) {
    ifaddrs* first = nullptr;
    if (::getifaddrs(&first) != 0) return {};
    std::vector<SocketAddress> all;
    for (auto const* one = first; one != nullptr; one = one->ifa_next) {
        if (one->ifa_addr == nullptr || (one->ifa_flags & IFF_UP) == 0) continue;
        if (one->ifa_addr->sa_family != family) continue;
        SocketAddress address;
        std::memcpy(address.data(), one->ifa_addr,
                    family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6));
        if (family == AF_INET6 && IN6_IS_ADDR_LINKLOCAL(&address.ipv6().sin6_addr)) continue;
        all.push_back(address);
    }
    ::freeifaddrs(first);
    std::ranges::stable_partition(all, [](auto const& one) { return !one.loopback(); });
    if (all.size() > limit) all.resize(limit);
    return all;
}

}  // namespace rufwerk::media

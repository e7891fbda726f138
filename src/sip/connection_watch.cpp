#include "sip/connection_watch.hpp"

#include "sip/source_guard.hpp"

#include <algorithm>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>

namespace rufwerk::sip {
namespace {

constexpr int descriptors_most = 65'536;

bool leads_to(int descriptor, std::string const& host, int port) {
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    if (::getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) != 0) return false;
    Address address;
    int peer_port = 0;
    if (peer.ss_family == AF_INET) {
        auto const& v4 = reinterpret_cast<sockaddr_in const&>(peer);
        address.bytes[10] = address.bytes[11] = 0xff;
        std::memcpy(address.bytes.data() + 12, &v4.sin_addr, 4);
        peer_port = ntohs(v4.sin_port);
    } else if (peer.ss_family == AF_INET6) {
        auto const& v6 = reinterpret_cast<sockaddr_in6 const&>(peer);
        std::memcpy(address.bytes.data(), &v6.sin6_addr, 16);
        peer_port = ntohs(v6.sin6_port);
    }
    if (peer_port != port || text_of(address) != host) return false;
    tcp_info info{};
    size = sizeof info;
    return ::getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 &&
           info.tcpi_state == TCP_ESTABLISHED;
}

}  // namespace

bool ConnectionWatch::is_open(std::string const& host, int port) {
    auto const known = descriptors_.find({host, port});
    if (known != descriptors_.end()) {
        if (leads_to(known->second, host, port)) return true;
        descriptors_.erase(known);
        return false;
    }
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    auto const last = static_cast<int>(std::min<rlim_t>(files.rlim_cur, descriptors_most));
    for (int descriptor = 0; descriptor < last; ++descriptor) {
        if (!leads_to(descriptor, host, port)) continue;
        descriptors_[{host, port}] = descriptor;
        return true;
    }
    return false;
}

}  // namespace rufwerk::sip

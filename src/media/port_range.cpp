#include "media/port_range.hpp"

#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace rufwerk::media {

UdpSocket UdpSocket::bind(SocketAddress const& address) {
    UdpSocket bound{::socket(address.family(), SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (bound.fd_ < 0) return {};
    auto const on = 1;
    if (address.family() == AF_INET6) ::setsockopt(bound.fd_, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    if (::bind(bound.fd_, address.data(), address.size()) != 0) return {};
    return bound;
}

UdpSocket::UdpSocket(UdpSocket&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}
UdpSocket& UdpSocket::operator=(UdpSocket&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
}
UdpSocket::~UdpSocket() {
    if (fd_ >= 0) ::close(fd_);
}

PortRange::PortRange(int first, int last) {
    for (auto port = first + first % 2; port + 1 <= last; port += 2)
        free_.push_back(port);
}

PortRange::Pair::~Pair() {
    rtp_ = UdpSocket{};
    rtcp_ = UdpSocket{};
    range_->give_back(port_);
}

std::unique_ptr<PortRange::Pair> PortRange::open(SocketAddress address, Rtcp rtcp) {
    for (auto attempt = 0; attempt < 64; ++attempt) {
        auto port = 0;
        {
            std::lock_guard const lock{mutex_};
            if (free_.empty()) return nullptr;
            port = free_.front();
            free_.pop_front();
        }
        address.set_port(port);
        auto media = UdpSocket::bind(address);
        address.set_port(port + 1);
        auto control = rtcp == Rtcp::own_socket ? UdpSocket::bind(address) : UdpSocket{};
        if (media.fd() >= 0 && (rtcp == Rtcp::muxed || control.fd() >= 0))
            return std::make_unique<Pair>(this, port, std::move(media), std::move(control));
        give_back(port);  // another program has it; it goes to the end of the line
    }
    return nullptr;
}

std::size_t PortRange::free() const {
    std::lock_guard const lock{mutex_};
    return free_.size();
}

void PortRange::give_back(int port) {
    std::lock_guard const lock{mutex_};
    free_.push_back(port);
}

}  // namespace rufwerk::media

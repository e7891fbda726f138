#pragma once

#include "media/socket_address.hpp"

#include <deque>
#include <memory>
#include <mutex>

namespace rufwerk::media {

/// A bound, non-blocking datagram socket; closed with its owner.
class UdpSocket {
  public:
    UdpSocket() = default;
    /// Not open (`fd() < 0`) when the address cannot be bound.
    static UdpSocket bind(SocketAddress const& address);
    UdpSocket(UdpSocket&& other) noexcept;
    UdpSocket& operator=(UdpSocket&& other) noexcept;
    ~UdpSocket();
    int fd() const { return fd_; }

  private:
    explicit UdpSocket(int fd) : fd_{fd} {}
    int fd_ = -1;
};

/// The even RTP ports of [first, last], each with the odd one above for RTCP (RFC 3550 11). Given out oldest
/// first, so that late packets of a call that ended do not reach the next one. Thread-safe.
class PortRange {
  public:
    PortRange(int first, int last);

    /// A pair of bound sockets; gives its port back when it goes.
    class Pair {
      public:
        Pair(PortRange* range, int port, UdpSocket rtp, UdpSocket rtcp)
            : range_{range}, port_{port}, rtp_{std::move(rtp)}, rtcp_{std::move(rtcp)} {}
        ~Pair();
        Pair(Pair const&) = delete;
        Pair& operator=(Pair const&) = delete;
        int port() const { return port_; }
        int rtp() const { return rtp_.fd(); }
        int rtcp() const { return rtcp_.fd(); }

      private:
        PortRange* range_;
        int port_;
        UdpSocket rtp_;
        UdpSocket rtcp_;
    };
    enum class Rtcp { own_socket, muxed };
    /// Binds on `address` (its port is ignored). Null when none of up to 64 free ports can be bound.
    std::unique_ptr<Pair> open(SocketAddress address, Rtcp rtcp);
    std::size_t free() const;

  private:
    void give_back(int port);

    mutable std::mutex mutex_;
    std::deque<int> free_;
};

}  // namespace rufwerk::media

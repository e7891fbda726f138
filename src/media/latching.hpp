#pragma once

#include "media/socket_address.hpp"

#include <cstdint>

namespace rufwerk::media {

/// Symmetric RTP (RFC 4961) for peers behind NAT: the SDP's address until the first packet comes, then that
/// packet's source. Another source is a stranger until the known one has been silent, or the SDP says anew.
class Latching {
  public:
    static constexpr std::int64_t silence_us = 3'000'000;

    /// From an offer or answer: where to send, and whoever comes next is taken. The same address again (a
    /// session refresh) changes nothing.
    void set_signalled(SocketAddress const& address);
    /// Whether RTP from `source` is this leg's; a true answer may have latched it.
    bool accept(SocketAddress const& source, std::int64_t now_us);
    bool latched() const { return latched_; }
    /// Where to send; not `known()` before the SDP or a packet named it.
    SocketAddress const& target() const { return target_; }

  private:
    SocketAddress signalled_;
    SocketAddress target_;
    bool latched_ = false;
    std::int64_t heard_us_ = 0;
};

}  // namespace rufwerk::media

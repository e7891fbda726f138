#pragma once

#include "media/rtp_packet.hpp"

#include <cstdint>

namespace rufwerk::media {

/// What is seen of the stream a leg receives: loss by RFC 3550 A.1 and A.3, jitter by A.8. 8 kHz clock.
class RtpStream {
  public:
    void received(RtpPacket const& packet, std::int64_t now_us);

    bool started() const { return started_; }
    std::uint32_t ssrc() const { return ssrc_; }
    std::uint64_t packets() const { return packets_; }
    /// Never negative: a duplicate does not make up for a loss.
    std::uint64_t lost() const;
    double jitter_ms() const { return jitter_ / 8.0; }
    std::uint32_t jitter_timestamp_units() const { return static_cast<std::uint32_t>(jitter_); }
    /// Extended highest sequence number received (RFC 3550 6.4.1).
    std::uint32_t highest_sequence() const { return cycles_ + highest_; }
    /// Fraction lost since the last call, in 1/256 (RFC 3550 A.3).
    std::uint8_t take_fraction_lost();

  private:
    void start(RtpPacket const& packet);

    bool started_ = false;
    std::uint32_t ssrc_ = 0;
    std::uint16_t highest_ = 0;
    std::uint32_t cycles_ = 0;
    std::uint32_t base_ = 0;
    std::uint64_t packets_ = 0;
    std::uint64_t packets_of_source_ = 0;
    std::uint64_t lost_of_earlier_sources_ = 0;
    std::uint64_t expected_at_report_ = 0;
    std::uint64_t received_at_report_ = 0;
    std::int64_t transit_ = 0;
    double jitter_ = 0;
};

}  // namespace rufwerk::media

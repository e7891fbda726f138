#pragma once

#include "media/rtp_packet.hpp"

namespace rufwerk::media {

/// What RTCP reports of a received stream: loss by sequence numbers (RFC 3550 A.3) and interarrival jitter
/// (A.8), at 8 kHz.
class ReceiveStatistics {
  public:
    /// `arrived`: in units of the timestamp (8 kHz).
    void take(RtpPacket const& packet, std::uint32_t arrived);

    std::uint64_t received() const { return received_total_; }
    std::uint64_t lost() const;
    double jitter_ms() const { return static_cast<double>(jitter_) / 16.0 / 8.0; }
    std::uint32_t ssrc() const { return ssrc_; }
    bool heard() const { return started_; }

    /// One report block (RFC 3550 6.4.1, 24 bytes); the fraction lost counts from the call before.
    void write_report_block(std::uint8_t* out);

  private:
    std::int64_t expected() const { return started_ ? extended_highest_ - base_ + 1 : 0; }
    void restart(RtpPacket const& packet);

    bool started_ = false;
    std::uint32_t ssrc_ = 0;
    std::int64_t base_ = 0;
    std::int64_t extended_highest_ = 0;
    std::int64_t received_ = 0;
    std::uint64_t received_total_ = 0;
    std::uint64_t lost_before_ = 0;
    std::int64_t expected_reported_ = 0;
    std::int64_t received_reported_ = 0;
    std::uint32_t transit_ = 0;
    std::uint32_t jitter_ = 0;  // times 16, as RFC 3550 A.8 keeps it
};

}  // namespace rufwerk::media

#pragma once

#include "media/rtp_packet.hpp"

#include <cstdint>
#include <optional>

namespace rufwerk::media {

/// The one stream that a leg's receiver hears, whatever feeds it: one SSRC, a sequence without holes of our
/// making and a timestamp that only grows, over music, talk and music again. The marker stands at each join
/// (RFC 3551 4.1: start of a talkspurt), so that the receiver's jitter buffer adapts there.
class RtpSender {
  public:
    /// `seed`: random bits for SSRC, first sequence and timestamp (RFC 3550 5.1).
    explicit RtpSender(std::uint64_t seed);

    /// The next feed is another one: join it to what was sent.
    void begin_feed() { joined_ = false; }
    /// The header for a relayed packet of the far leg: keeps its spacing, so that loss and order stay
    /// visible. Nothing for a latecomer from before the join.
    std::optional<RtpPacket> relay(RtpPacket const& packet, std::int64_t now_us);
    /// A packet of the feed that is not passed on leaves no hole in the sequence.
    void skip(RtpPacket const& packet);
    /// The header for a frame of our own of `samples`; `skipped` samples were left out before it.
    RtpPacket frame(std::uint32_t samples, std::uint32_t skipped, std::int64_t now_us);

    /// The header for a packet of a telephone event that lasts `samples` so far: all of one event carry the
    /// timestamp of its beginning (RFC 4733 2.2.1), the first has the marker.
    RtpPacket event(bool first, std::uint32_t samples, std::int64_t now_us);

    void sent(std::size_t payload_bytes);
    std::uint32_t ssrc() const { return ssrc_; }
    std::uint64_t packets() const { return packets_; }
    std::uint32_t octets() const { return octets_; }
    /// RTP timestamp that belongs to `now_us`, for sender reports.
    std::uint32_t timestamp_at(std::int64_t now_us) const;

  private:
    std::uint32_t next_timestamp(std::int64_t now_us) const;
    void advance(std::uint16_t sequence, std::uint32_t timestamp, std::uint32_t samples, std::int64_t now_us);

    std::uint32_t ssrc_;
    std::uint16_t highest_;      // last sequence sent
    std::uint32_t timestamp_;    // of the packet with that sequence
    std::uint32_t samples_ = 0;  // that it carried
    std::int64_t sent_us_ = 0;
    bool anything_sent_ = false;
    bool joined_ = false;
    std::uint32_t feed_ssrc_ = 0;
    std::uint16_t feed_base_ = 0;  // first sequence of ours in this feed
    std::uint16_t feed_highest_ = 0;
    std::uint16_t sequence_offset_ = 0;
    std::uint32_t timestamp_offset_ = 0;
    std::uint64_t packets_ = 0;
    std::uint32_t octets_ = 0;
};

}  // namespace rufwerk::media

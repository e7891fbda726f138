#include "media/rtp_sender.hpp"

#include <algorithm>

namespace rufwerk::media {
namespace {
constexpr int jump_max = 1000;  // sequence numbers; more is a feed that started anew
std::int16_t distance(std::uint16_t to, std::uint16_t from) {
    return static_cast<std::int16_t>(static_cast<std::uint16_t>(to - from));
}
}  // namespace

RtpSender::RtpSender(std::uint64_t seed)
    : ssrc_{static_cast<std::uint32_t>(seed >> 32)},
      highest_{static_cast<std::uint16_t>(seed & 0x7FFF)},
      timestamp_{static_cast<std::uint32_t>(seed >> 16)} {}

std::uint32_t RtpSender::timestamp_at(std::int64_t now_us) const {
    if (!anything_sent_) return timestamp_;
    return timestamp_ + static_cast<std::uint32_t>((now_us - sent_us_) * 8 / 1000);
}

std::uint32_t RtpSender::next_timestamp(std::int64_t now_us) const {
    if (!anything_sent_) return timestamp_;
    auto const passed = static_cast<std::uint32_t>(std::max<std::int64_t>(0, now_us - sent_us_) * 8 / 1000);
    return timestamp_ + std::max(passed, samples_);
}

void RtpSender::advance(std::uint16_t sequence, std::uint32_t timestamp, std::uint32_t samples,
                        std::int64_t now_us) {
    highest_ = sequence;
    timestamp_ = timestamp;
    samples_ = samples;
    sent_us_ = now_us;
    anything_sent_ = true;
}

std::optional<RtpPacket> RtpSender::relay(RtpPacket const& packet, std::int64_t now_us) {
    auto const step = distance(packet.sequence, feed_highest_);
    auto const join = !joined_ || packet.ssrc != feed_ssrc_ || step > jump_max || step < -jump_max;
    if (join) {
        joined_ = true;
        feed_ssrc_ = packet.ssrc;
        feed_highest_ = packet.sequence;
        feed_base_ = static_cast<std::uint16_t>(highest_ + 1);
        sequence_offset_ = static_cast<std::uint16_t>(feed_base_ - packet.sequence);
        timestamp_offset_ = next_timestamp(now_us) - packet.timestamp;
    }
    auto out = packet;
    out.ssrc = ssrc_;
    out.sequence = static_cast<std::uint16_t>(packet.sequence + sequence_offset_);
    if (distance(out.sequence, feed_base_) < 0) return std::nullopt;
    auto const newest = join || step > 0;
    if (newest) {
        // A far end that sets its clock back in mid-stream would make our timestamp fall; it is joined anew.
        auto const ahead = static_cast<std::int32_t>(packet.timestamp + timestamp_offset_ - timestamp_);
        if (anything_sent_ && ahead < 0) timestamp_offset_ = next_timestamp(now_us) - packet.timestamp;
        feed_highest_ = packet.sequence;
    }
    out.timestamp = packet.timestamp + timestamp_offset_;
    out.marker = packet.marker || join;
    if (newest)
        advance(out.sequence, out.timestamp, static_cast<std::uint32_t>(packet.payload.size()), now_us);
    return out;
}

void RtpSender::skip(RtpPacket const& packet) {
    if (!joined_ || packet.ssrc != feed_ssrc_ || distance(packet.sequence, feed_highest_) <= 0) return;
    feed_highest_ = packet.sequence;
    --sequence_offset_;
}

RtpPacket RtpSender::frame(std::uint32_t samples, std::uint32_t skipped, std::int64_t now_us) {
    RtpPacket out;
    out.ssrc = ssrc_;
    out.sequence = static_cast<std::uint16_t>(highest_ + 1);
    out.marker = !joined_ || skipped > 0;
    out.timestamp = joined_ ? timestamp_ + samples_ + skipped : next_timestamp(now_us);
    joined_ = true;
    feed_ssrc_ = ~ssrc_;
    advance(out.sequence, out.timestamp, samples, now_us);
    return out;
}

RtpPacket RtpSender::event(bool first, std::uint32_t samples, std::int64_t now_us) {
    RtpPacket out;
    out.ssrc = ssrc_;
    out.sequence = static_cast<std::uint16_t>(highest_ + 1);
    out.marker = first;
    out.timestamp = first ? next_timestamp(now_us) : timestamp_;
    if (first) {
        begin_feed();
        advance(out.sequence, out.timestamp, samples, now_us);
    }
    highest_ = out.sequence;
    samples_ = samples;
    return out;
}

void RtpSender::sent(std::size_t payload_bytes) {
    ++packets_;
    octets_ += static_cast<std::uint32_t>(payload_bytes);
}

}  // namespace rufwerk::media

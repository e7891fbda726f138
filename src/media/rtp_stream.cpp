#include "media/rtp_stream.hpp"

#include <algorithm>
#include <cmath>

namespace rufwerk::media {
namespace {
// RFC 3550 A.1: a jump beyond this is a sender that started anew, not loss.
constexpr int dropout_max = 3000;
constexpr int misorder_max = 100;
}  // namespace

void RtpStream::start(RtpPacket const& packet) {
    if (started_) lost_of_earlier_sources_ = lost();
    started_ = true;
    ssrc_ = packet.ssrc;
    highest_ = packet.sequence;
    base_ = packet.sequence;
    cycles_ = 0;
    packets_of_source_ = 0;
    expected_at_report_ = 0;
    received_at_report_ = 0;
    transit_ = 0;
}

void RtpStream::received(RtpPacket const& packet, std::int64_t now_us) {
    auto const step = static_cast<std::uint16_t>(packet.sequence - highest_);
    if (!started_ || packet.ssrc != ssrc_ || (step >= dropout_max && step <= 65536 - misorder_max)) {
        start(packet);
    } else if (step < dropout_max) {
        if (packet.sequence < highest_) cycles_ += 65536;
        highest_ = packet.sequence;
    }
    ++packets_;
    ++packets_of_source_;
    // The difference is taken modulo 2^32, as the timestamp wraps.
    auto const arrival = static_cast<std::uint32_t>(now_us * 8 / 1000);
    auto const transit = static_cast<std::int32_t>(arrival - packet.timestamp);
    if (packets_of_source_ > 1) {
        auto const change = static_cast<std::int32_t>(static_cast<std::uint32_t>(transit) -
                                                      static_cast<std::uint32_t>(transit_));
        // A new timestamp base within the stream (hold, re-INVITE) says nothing about the network.
        if (std::abs(static_cast<double>(change)) < 8000)
            jitter_ += (std::abs(static_cast<double>(change)) - jitter_) / 16;
    }
    transit_ = transit;
}

std::uint64_t RtpStream::lost() const {
    if (!started_) return 0;
    auto const expected = std::uint64_t{highest_sequence()} - base_ + 1;
    return lost_of_earlier_sources_ + (expected > packets_of_source_ ? expected - packets_of_source_ : 0);
}

std::uint8_t RtpStream::take_fraction_lost() {
    if (!started_) return 0;
    auto const expected = std::uint64_t{highest_sequence()} - base_ + 1;
    auto const expected_now = expected - std::min(expected, expected_at_report_);
    auto const received_now = packets_of_source_ - received_at_report_;
    expected_at_report_ = expected;
    received_at_report_ = packets_of_source_;
    if (expected_now == 0 || received_now >= expected_now) return 0;
    return static_cast<std::uint8_t>(
        std::min<std::uint64_t>(255, ((expected_now - received_now) << 8) / expected_now));
}

}  // namespace rufwerk::media

#include "media/receive_statistics.hpp"

#include <algorithm>

namespace rufwerk::media {
namespace {
/// A jump this large is another stream or a restart, not loss.
constexpr int dropout_limit = 3000;
}  // namespace

void ReceiveStatistics::restart(RtpPacket const& packet) {
    if (started_) lost_before_ = lost();
    started_ = true;
    ssrc_ = packet.ssrc;
    base_ = extended_highest_ = packet.sequence;
    received_ = received_reported_ = expected_reported_ = 0;
}

void ReceiveStatistics::take(RtpPacket const& packet, std::uint32_t arrived) {
    auto const step =
        static_cast<std::int16_t>(packet.sequence - static_cast<std::uint16_t>(extended_highest_));
    bool const another = !started_ || packet.ssrc != ssrc_ || step > dropout_limit || step < -dropout_limit;
    auto const transit = arrived - packet.timestamp;
    if (another) {
        restart(packet);
    } else {
        extended_highest_ = std::max(extended_highest_, extended_highest_ + step);
        auto const difference = static_cast<std::int32_t>(transit - transit_);
        auto const magnitude =
            static_cast<std::uint32_t>(difference < 0 ? -static_cast<std::int64_t>(difference) : difference);
        jitter_ += magnitude - ((jitter_ + 8) >> 4U);
    }
    transit_ = transit;
    ++received_;
    ++received_total_;
}

std::uint64_t ReceiveStatistics::lost() const {
    return lost_before_ + static_cast<std::uint64_t>(std::max<std::int64_t>(0, expected() - received_));
}

void ReceiveStatistics::write_report_block(std::uint8_t* out) {
    auto const expected_now = expected();
    auto const expected_since = expected_now - expected_reported_;
    auto const lost_since = expected_since - (received_ - received_reported_);
    expected_reported_ = expected_now;
    received_reported_ = received_;
    auto const fraction = expected_since <= 0 || lost_since <= 0 ? 0 : (lost_since << 8U) / expected_since;
    write_u32(out, ssrc_);
    auto const total = std::clamp<std::int64_t>(expected_now - received_, -0x800000, 0x7FFFFF);
    write_u32(out + 4, static_cast<std::uint32_t>(std::min<std::int64_t>(fraction, 255)) << 24U |
                           (static_cast<std::uint32_t>(total) & 0xFFFFFFU));
    write_u32(out + 8, static_cast<std::uint32_t>(extended_highest_));
    write_u32(out + 12, jitter_ >> 4U);
    write_u32(out + 16, 0);
    write_u32(out + 20, 0);
}

}  // namespace rufwerk::media

#include "media/telephone_event.hpp"

#include "media/byte_order.hpp"

#include <algorithm>
#include <string_view>

namespace rufwerk::media {
namespace {
constexpr std::string_view digits = "0123456789*#ABCD";
constexpr std::size_t seen_max = 4;
constexpr std::int64_t slot_us = 20'000;
constexpr std::int64_t late_us_max = 60'000;
}  // namespace

std::optional<TelephoneEvent> TelephoneEvent::parse(std::span<std::uint8_t const> payload) {
    if (payload.size() < size) return std::nullopt;
    return TelephoneEvent{payload[0], (payload[1] & 0x80) != 0, read_u16(&payload[2])};
}

std::array<std::uint8_t, TelephoneEvent::size> TelephoneEvent::write() const {
    std::array<std::uint8_t, size> bytes{event, static_cast<std::uint8_t>((end ? 0x80 : 0) | volume)};
    write_u16(&bytes[2], duration);
    return bytes;
}

std::optional<char> digit_of(std::uint8_t event) {
    if (event >= digits.size()) return std::nullopt;
    return digits[event];
}

std::optional<std::uint8_t> event_of(char digit) {
    auto const place = digits.find(digit);
    if (place == std::string_view::npos) return std::nullopt;
    return static_cast<std::uint8_t>(place);
}

std::optional<char> DigitReceiver::received(RtpPacket const& packet) {
    auto const event = TelephoneEvent::parse(packet.payload);
    auto const digit = event ? digit_of(event->event) : std::nullopt;
    if (!digit) return std::nullopt;
    auto const same = [&](Seen const& it) {
        return it.ssrc == packet.ssrc && it.timestamp == packet.timestamp;
    };
    if (std::ranges::any_of(seen_, same)) return std::nullopt;
    seen_.push_back({packet.ssrc, packet.timestamp});
    if (seen_.size() > seen_max) seen_.pop_front();
    return digit;
}

bool DigitSender::add(std::string const& digits) {
    if (digits_.size() - digit_ + digits.size() > digits_max) return false;
    digits_.erase(0, digit_);
    digit_ = 0;
    digits_ += digits;
    return true;
}

std::optional<DigitSender::Turn> DigitSender::next(std::int64_t now_us) {
    // A leg on hold pauses them: what is late goes on from here, not in a burst.
    if (due_us_ == 0 || now_us - due_us_ > late_us_max) due_us_ = now_us;
    if (ended() || now_us < due_us_) return std::nullopt;
    due_us_ += slot_us;
    Turn turn;
    if (slot_ < tone_packets) {
        auto const last = slot_ + 1 == tone_packets;
        auto const duration = static_cast<std::uint16_t>((slot_ + 1) * packet_samples);
        turn.due = Due{{*event_of(digits_[digit_]), last, duration}, slot_ == 0, last ? 3 : 1};
    }
    if (++slot_ == slots_of_digit) {
        slot_ = 0;
        ++digit_;
    }
    return turn;
}

}  // namespace rufwerk::media

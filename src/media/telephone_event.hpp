#pragma once

#include "media/rtp_packet.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>

/// DTMF digits as telephone events, RFC 4733.
namespace rufwerk::media {

/// RFC 4733 2.3: the payload of one event packet.
struct TelephoneEvent {
    static constexpr std::size_t size = 4;
    static constexpr std::uint8_t volume = 10;  // -10 dBm0

    std::uint8_t event = 0;
    bool end = false;
    std::uint16_t duration = 0;  // samples at 8 kHz since the RTP timestamp

    /// Nothing for what is shorter than an event.
    static std::optional<TelephoneEvent> parse(std::span<std::uint8_t const> payload);
    std::array<std::uint8_t, size> write() const;
};

/// RFC 4733 3.2: 0 to 9, *, # and A to D are the events 0 to 15.
std::optional<char> digit_of(std::uint8_t event);
std::optional<std::uint8_t> event_of(char digit);

/// Tells each digit once, at the first packet of it that arrives: its other packets carry the same timestamp,
/// so neither a lost beginning nor a lost end nor a latecomer matters.
class DigitReceiver {
  public:
    std::optional<char> received(RtpPacket const& packet);

  private:
    struct Seen {
        std::uint32_t ssrc;
        std::uint32_t timestamp;
    };
    std::deque<Seen> seen_;  // the last few: latecomers of an earlier digit
};

/// Digits to send, each 100 ms long and followed by a pause of 100 ms, by absolute time: a packet each 20 ms
/// and the end three times (RFC 4733 2.5.1.4).
class DigitSender {
  public:
    static constexpr std::size_t digits_max = 64;
    static constexpr std::uint16_t packet_samples = 160;
    static constexpr int tone_packets = 5;
    static constexpr int slots_of_digit = 10;  // of 20 ms: tone, then pause

    /// Only digits that event_of knows; the clock goes on. False: more than 64 would wait, none is added.
    bool add(std::string const& digits);
    struct Due {
        TelephoneEvent event;
        bool first;  // of its digit: takes a new timestamp and the marker
        int copies;  // how often it is sent
    };
    struct Turn {
        std::optional<Due> due;  // nothing in a pause
    };
    /// What is to be sent now, if the time of a slot has come. The first call starts the clock.
    std::optional<Turn> next(std::int64_t now_us);
    bool ended() const { return digit_ >= digits_.size(); }

  private:
    std::string digits_;
    std::size_t digit_ = 0;
    int slot_ = 0;
    std::int64_t due_us_ = 0;
};

}  // namespace rufwerk::media

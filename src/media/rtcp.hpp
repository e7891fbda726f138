#pragma once

#include "media/rtp_sender.hpp"
#include "media/rtp_stream.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

/// RFC 3550 6: sender and receiver reports.
namespace rufwerk::media::rtcp {

constexpr std::int64_t interval_us = 5'000'000;
constexpr std::size_t size_max = 256;

/// What a compound packet of the peer says to us.
struct Seen {
    std::optional<std::uint32_t> sender_report;  // middle 32 bits of its NTP time
    struct Report {
        std::uint32_t ssrc;
        std::uint8_t fraction_lost;
        std::uint32_t jitter;
    };
    std::optional<Report> about_us;  // the report block whose SSRC is `ours`
    bool bye = false;
};
/// Nothing when any part is not well-formed (RFC 3550 A.2).
std::optional<Seen> read(std::span<std::uint8_t const> datagram, std::uint32_t ours);

/// When the peer's last sender report came, for LSR and DLSR.
struct LastSenderReport {
    std::uint32_t ntp_middle = 0;
    std::int64_t at_us = 0;
};

/// Writes SR (or RR when nothing was sent) with SDES CNAME to `out` (at least size_max); returns its length.
/// `ntp` is 64-bit NTP time of now.
std::size_t write_report(std::span<std::uint8_t> out, RtpSender const& sender, RtpStream& stream,
                         LastSenderReport const& last, std::uint64_t ntp, std::int64_t now_us,
                         std::string_view cname);

/// NTP time of a Unix time in microseconds.
std::uint64_t ntp_of(std::int64_t unix_us);

}  // namespace rufwerk::media::rtcp

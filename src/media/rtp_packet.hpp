#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace rufwerk::media {

/// RFC 3550 5.1. Views into the datagram; nothing is copied.
struct RtpPacket {
    static constexpr std::size_t header_size = 12;

    bool marker = false;
    std::uint8_t payload_type = 0;
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 0;
    std::uint32_t ssrc = 0;
    std::span<std::uint8_t> payload;  // without CSRCs, header extension and padding

    /// Nothing for what is not version 2 or is shorter than it claims.
    static std::optional<RtpPacket> parse(std::span<std::uint8_t> datagram);
    /// Writes the 12 bytes of a plain header (no CSRC, no extension) of this packet to `at`.
    void write_header(std::uint8_t* at) const;
};

/// RFC 5761 4: with rtcp-mux the second byte tells RTCP (192..223) from RTP.
bool is_rtcp(std::span<std::uint8_t const> datagram);

}  // namespace rufwerk::media

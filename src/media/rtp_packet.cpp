#include "media/rtp_packet.hpp"

#include "media/byte_order.hpp"

namespace rufwerk::media {

std::optional<RtpPacket> RtpPacket::parse(std::span<std::uint8_t> datagram) {
    if (datagram.size() < header_size || datagram[0] >> 6 != 2) return std::nullopt;
    auto start = header_size + 4 * (datagram[0] & 0x0F);
    auto end = datagram.size();
    if (start > end) return std::nullopt;
    if ((datagram[0] & 0x10) != 0) {
        if (end - start < 4) return std::nullopt;
        start += 4 + 4 * std::size_t{read_u16(&datagram[start + 2])};
        if (start > end) return std::nullopt;
    }
    if ((datagram[0] & 0x20) != 0) {
        auto const padding = std::size_t{datagram[end - 1]};
        if (padding == 0 || padding > end - start) return std::nullopt;
        end -= padding;
    }
    RtpPacket packet;
    packet.marker = (datagram[1] & 0x80) != 0;
    packet.payload_type = datagram[1] & 0x7F;
    packet.sequence = read_u16(&datagram[2]);
    packet.timestamp = read_u32(&datagram[4]);
    packet.ssrc = read_u32(&datagram[8]);
    packet.payload = datagram.subspan(start, end - start);
    return packet;
}

void RtpPacket::write_header(std::uint8_t* at) const {
    at[0] = 0x80;
    at[1] = static_cast<std::uint8_t>((marker ? 0x80 : 0) | payload_type);
    write_u16(at + 2, sequence);
    write_u32(at + 4, timestamp);
    write_u32(at + 8, ssrc);
}

bool is_rtcp(std::span<std::uint8_t const> datagram) {
    return datagram.size() >= 2 && datagram[0] >> 6 == 2 && datagram[1] >= 192 && datagram[1] <= 223;
}

}  // namespace rufwerk::media

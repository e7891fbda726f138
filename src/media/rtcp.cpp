#include "media/rtcp.hpp"

#include "media/byte_order.hpp"

#include <algorithm>
#include <cstring>

namespace rufwerk::media::rtcp {
namespace {

constexpr std::uint8_t type_sr = 200;
constexpr std::uint8_t type_rr = 201;
constexpr std::uint8_t type_sdes = 202;
constexpr std::uint8_t type_bye = 203;
constexpr std::size_t block_size = 24;

void read_part(std::span<std::uint8_t const> part, std::uint32_t ours, Seen& seen) {
    auto const type = part[1];
    auto const count = part[0] & 0x1F;
    if (type == type_bye) seen.bye = true;
    if (type != type_sr && type != type_rr) return;
    auto at = std::size_t{type == type_sr ? 28U : 8U};
    if (type == type_sr && part.size() >= at) seen.sender_report = read_u32(&part[10]);
    for (auto i = 0; i < count && at + block_size <= part.size(); ++i, at += block_size) {
        if (read_u32(&part[at]) != ours) continue;
        seen.about_us = Seen::Report{ours, part[at + 4], read_u32(&part[at + 12])};
    }
}

std::size_t write_block(std::uint8_t* at, RtpStream& stream, LastSenderReport const& last,
                        std::int64_t now_us) {
    write_u32(at, stream.ssrc());
    auto const fraction = stream.take_fraction_lost();
    auto const lost = static_cast<std::uint32_t>(std::min<std::uint64_t>(stream.lost(), 0x7FFFFF));
    write_u32(at + 4, static_cast<std::uint32_t>(fraction) << 24 | lost);
    write_u32(at + 8, stream.highest_sequence());
    write_u32(at + 12, stream.jitter_timestamp_units());
    write_u32(at + 16, last.ntp_middle);
    auto const delay = last.ntp_middle == 0 ? 0 : (now_us - last.at_us) * 65536 / 1'000'000;
    write_u32(at + 20, static_cast<std::uint32_t>(delay));
    return block_size;
}

std::size_t write_cname(std::uint8_t* at, std::uint32_t ssrc, std::string_view cname) {
    auto const length = std::min<std::size_t>(cname.size(), 64);
    auto const total = (8 + 2 + length + 1 + 3) / 4 * 4;
    std::memset(at, 0, total);
    at[0] = 0x81;
    at[1] = type_sdes;
    write_u16(at + 2, static_cast<std::uint32_t>(total / 4 - 1));
    write_u32(at + 4, ssrc);
    at[8] = 1;
    at[9] = static_cast<std::uint8_t>(length);
    std::memcpy(at + 10, cname.data(), length);
    return total;
}

}  // namespace

std::optional<Seen> read(std::span<std::uint8_t const> datagram, std::uint32_t ours) {
    if (datagram.size() < 8) return std::nullopt;
    Seen seen;
    while (!datagram.empty()) {
        if (datagram.size() < 4 || datagram[0] >> 6 != 2) return std::nullopt;
        auto const size = (std::size_t{read_u16(&datagram[2])} + 1) * 4;
        if (size > datagram.size()) return std::nullopt;
        read_part(datagram.first(size), ours, seen);
        datagram = datagram.subspan(size);
    }
    return seen;
}

std::size_t write_report(std::span<std::uint8_t> out, RtpSender const& sender, RtpStream& stream,
                         LastSenderReport const& last, std::uint64_t ntp, std::int64_t now_us,
                         std::string_view cname) {
    auto* const at = out.data();
    auto const is_sender = sender.packets() > 0;
    auto size = std::size_t{8};
    write_u32(at + 4, sender.ssrc());
    if (is_sender) {
        write_u32(at + 8, static_cast<std::uint32_t>(ntp >> 32));
        write_u32(at + 12, static_cast<std::uint32_t>(ntp));
        write_u32(at + 16, sender.timestamp_at(now_us));
        write_u32(at + 20, static_cast<std::uint32_t>(sender.packets()));
        write_u32(at + 24, sender.octets());
        size = 28;
    }
    if (stream.started()) size += write_block(at + size, stream, last, now_us);
    at[0] = static_cast<std::uint8_t>(0x80 | (stream.started() ? 1 : 0));
    at[1] = is_sender ? type_sr : type_rr;
    write_u16(at + 2, static_cast<std::uint32_t>(size / 4 - 1));
    return size + write_cname(at + size, sender.ssrc(), cname);
}

std::uint64_t ntp_of(std::int64_t unix_us) {
    constexpr std::uint64_t from_1900_to_1970_s = 2'208'988'800;
    auto const us = static_cast<std::uint64_t>(unix_us);
    return (us / 1'000'000 + from_1900_to_1970_s) << 32 | ((us % 1'000'000) << 32) / 1'000'000;
}

}  // namespace rufwerk::media::rtcp

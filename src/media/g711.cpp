#include "media/g711.hpp"

#include <array>

namespace rufwerk::media::g711 {
namespace {

using Table = std::array<std::uint8_t, 256>;

constexpr std::int16_t expand_alaw(std::uint8_t code) {
    auto const bits = static_cast<std::uint8_t>(code ^ 0x55);
    auto const segment = (bits >> 4) & 7;
    auto value = ((bits & 0x0F) << 4) + 8;
    if (segment > 0) value = (value + 0x100) << (segment - 1);
    return static_cast<std::int16_t>((bits & 0x80) != 0 ? value : -value);
}

constexpr std::int16_t expand_ulaw(std::uint8_t code) {
    auto const bits = static_cast<std::uint8_t>(~code);
    auto const value = ((((bits & 0x0F) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
    return static_cast<std::int16_t>((bits & 0x80) != 0 ? -value : value);
}

constexpr int segment_of(int value, int lowest_end) {
    auto segment = 0;
    for (auto end = lowest_end; segment < 8 && value > end; end = (end << 1) | 1)
        ++segment;
    return segment;
}

constexpr std::uint8_t compress_alaw(std::int16_t sample) {
    auto value = sample >> 3;
    auto const mask = value >= 0 ? 0xD5 : 0x55;
    if (value < 0) value = -value - 1;
    auto const segment = segment_of(value, 0x1F);
    if (segment >= 8) return static_cast<std::uint8_t>(0x7F ^ mask);
    auto const mantissa = (segment < 2 ? value >> 1 : value >> segment) & 0x0F;
    return static_cast<std::uint8_t>(((segment << 4) | mantissa) ^ mask);
}

constexpr std::uint8_t compress_ulaw(std::int16_t sample) {
    auto value = sample >> 2;
    auto const mask = value < 0 ? 0x7F : 0xFF;
    if (value < 0) value = -value;
    value = (value > 8159 ? 8159 : value) + 33;
    auto const segment = segment_of(value, 0x3F);
    if (segment >= 8) return static_cast<std::uint8_t>(0x7F ^ mask);
    return static_cast<std::uint8_t>(((segment << 4) | ((value >> (segment + 1)) & 0x0F)) ^ mask);
}

constexpr Table make_alaw_to_ulaw() {
    Table table{};
    for (auto code = 0; code < 256; ++code)
        table[code] = compress_ulaw(expand_alaw(static_cast<std::uint8_t>(code)));
    return table;
}

constexpr Table make_ulaw_to_alaw() {
    Table table{};
    for (auto code = 0; code < 256; ++code)
        table[code] = compress_alaw(expand_ulaw(static_cast<std::uint8_t>(code)));
    return table;
}

constexpr auto alaw_to_ulaw_table = make_alaw_to_ulaw();
constexpr auto ulaw_to_alaw_table = make_ulaw_to_alaw();

}  // namespace

std::uint8_t encode_alaw(std::int16_t sample) { return compress_alaw(sample); }
std::uint8_t encode_ulaw(std::int16_t sample) { return compress_ulaw(sample); }
std::int16_t decode_alaw(std::uint8_t code) { return expand_alaw(code); }
std::int16_t decode_ulaw(std::uint8_t code) { return expand_ulaw(code); }

void alaw_to_ulaw(std::span<std::uint8_t> codes) {
    for (auto& code : codes)
        code = alaw_to_ulaw_table[code];
}

void ulaw_to_alaw(std::span<std::uint8_t> codes) {
    for (auto& code : codes)
        code = ulaw_to_alaw_table[code];
}

}  // namespace rufwerk::media::g711

#pragma once

#include <cstdint>

/// Big-endian numbers in packets.
namespace rufwerk::media {

inline std::uint16_t read_u16(std::uint8_t const* at) {
    return static_cast<std::uint16_t>(at[0] << 8 | at[1]);
}
inline std::uint32_t read_u32(std::uint8_t const* at) {
    return static_cast<std::uint32_t>(read_u16(at)) << 16 | read_u16(at + 2);
}
inline void write_u16(std::uint8_t* at, std::uint32_t value) {
    at[0] = static_cast<std::uint8_t>(value >> 8);
    at[1] = static_cast<std::uint8_t>(value);
}
inline void write_u32(std::uint8_t* at, std::uint32_t value) {
    write_u16(at, value >> 16);
    write_u16(at + 2, value & 0xFFFF);
}

}  // namespace rufwerk::media

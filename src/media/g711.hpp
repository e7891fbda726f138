#pragma once

#include <cstdint>
#include <span>

/// ITU-T G.711: A-law and µ-law, by tables made at compile time.
namespace rufwerk::media::g711 {

std::uint8_t encode_alaw(std::int16_t sample);
std::uint8_t encode_ulaw(std::int16_t sample);
std::int16_t decode_alaw(std::uint8_t code);
std::int16_t decode_ulaw(std::uint8_t code);

void alaw_to_ulaw(std::span<std::uint8_t> codes);
void ulaw_to_alaw(std::span<std::uint8_t> codes);

}  // namespace rufwerk::media::g711

#include "media/wav.hpp"

#include "media/g711.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <string_view>

namespace rufwerk::media {
namespace {

using Bytes = std::span<std::uint8_t const>;

constexpr int chunks_max = 1'000;
constexpr std::uint32_t tag_pcm = 1;
constexpr std::uint32_t tag_float = 3;
constexpr std::uint32_t tag_alaw = 6;
constexpr std::uint32_t tag_ulaw = 7;
constexpr std::uint32_t tag_extensible = 0xFFFE;
// What follows the tag in the GUID of every wave format's subtype (mmreg.h).
constexpr std::array<std::uint8_t, 14> subtype_tail = {0, 0, 0,    0, 0x10, 0,    0x80,
                                                       0, 0, 0xAA, 0, 0x38, 0x9B, 0x71};

std::uint32_t little(Bytes bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = bytes.size(); i > 0; --i)
        value = value << 8 | bytes[i - 1];
    return value;
}

bool named(Bytes four, std::string_view name) { return std::memcmp(four.data(), name.data(), 4) == 0; }

struct Format {
    std::uint32_t tag = 0;
    std::uint32_t channels = 0;
    std::uint32_t rate_hz = 0;
    std::uint32_t bits = 0;

    std::size_t sample_bytes() const { return bits / 8; }
    std::size_t frame_bytes() const { return sample_bytes() * channels; }
};

bool readable(Format const& format) {
    switch (format.tag) {
        case tag_pcm: return format.bits == 8 || format.bits == 16 || format.bits == 24 || format.bits == 32;
        case tag_float: return format.bits == 32 || format.bits == 64;
        case tag_alaw:
        case tag_ulaw: return format.bits == 8;
        default: return false;
    }
}

/// Empty when `format` can be read.
std::string take_format(Bytes chunk, Format& format) {
    if (chunk.size() < 16) return "has a broken fmt chunk";
    format.tag = little(chunk.subspan(0, 2));
    format.channels = little(chunk.subspan(2, 2));
    format.rate_hz = little(chunk.subspan(4, 4));
    format.bits = little(chunk.subspan(14, 2));
    if (format.tag == tag_extensible) {
        if (chunk.size() < 40) return "has a broken fmt chunk";
        if (!std::ranges::equal(chunk.subspan(26, 14), subtype_tail)) return "has an unknown encoding";
        format.tag = little(chunk.subspan(24, 2));
    }
    if (!readable(format)) return "has an unknown encoding";
    if (format.channels < 1 || format.channels > 2) return "has not 1 or 2 channels";
    if (format.rate_hz < 4'000 || format.rate_hz > 192'000) return "has an odd sample rate";
    if (little(chunk.subspan(12, 2)) != format.frame_bytes()) return "has a broken fmt chunk";
    return {};
}

float sample_of(Bytes bytes, std::uint32_t tag) {
    if (tag == tag_alaw) return static_cast<float>(g711::decode_alaw(bytes[0])) / 32768.0F;
    if (tag == tag_ulaw) return static_cast<float>(g711::decode_ulaw(bytes[0])) / 32768.0F;
    if (tag == tag_float) {
        auto value = 0.0;
        if (bytes.size() == 4) {
            value = static_cast<double>(std::bit_cast<float>(little(bytes)));
        } else {
            auto const high = std::uint64_t{little(bytes.subspan(4))};
            value = std::bit_cast<double>(high << 32 | little(bytes.first(4)));
        }
        return std::isfinite(value) ? static_cast<float>(std::clamp(value, -1.0, 1.0)) : 0.0F;
    }
    if (bytes.size() == 1) return (static_cast<float>(bytes[0]) - 128.0F) / 128.0F;  // unsigned, by RIFF
    // To the top of 32 bits, so that the sign is where it belongs.
    auto const raw = little(bytes) << (32 - 8 * bytes.size());
    return static_cast<float>(static_cast<std::int32_t>(raw)) / 2147483648.0F;
}

WavRead decode(Bytes data, Format const& format, int seconds_max) {
    auto const frames = data.size() / format.frame_bytes();
    if (frames == 0) return {std::nullopt, "is empty"};
    if (frames / format.rate_hz >= static_cast<std::size_t>(seconds_max))
        return {std::nullopt, "is longer than " + std::to_string(seconds_max / 60) + " minutes"};
    Wav wav;
    wav.rate_hz = static_cast<int>(format.rate_hz);
    wav.samples.reserve(frames);
    auto const size = format.sample_bytes();
    for (std::size_t i = 0; i < frames; ++i) {
        auto const frame = data.subspan(i * format.frame_bytes(), format.frame_bytes());
        auto mixed = sample_of(frame.first(size), format.tag);
        if (format.channels == 2) mixed = (mixed + sample_of(frame.subspan(size), format.tag)) / 2;
        wav.samples.push_back(mixed);
    }
    return {std::move(wav), {}};
}

}  // namespace

WavRead read_wav(std::span<std::uint8_t const> file, int seconds_max) {
    if (file.size() < 12 || !named(file.first(4), "RIFF") || !named(file.subspan(8, 4), "WAVE"))
        return {std::nullopt, "is not a WAV file"};
    // The size in the RIFF header is passed over: what counts is what is there.
    auto rest = file.subspan(12);
    Format format;
    for (auto chunk = 0; rest.size() >= 8; ++chunk) {
        if (chunk == chunks_max) return {std::nullopt, "has more than 1,000 chunks"};
        auto const name = rest.first(4);
        auto const claimed = std::size_t{little(rest.subspan(4, 4))};
        rest = rest.subspan(8);
        auto const body = rest.first(std::min(claimed, rest.size()));
        if (named(name, "data")) {
            if (format.tag == 0) return {std::nullopt, "has no fmt chunk before its data"};
            return decode(body, format, seconds_max);
        }
        if (claimed > rest.size()) return {std::nullopt, "is cut off"};
        if (named(name, "fmt ") && format.tag == 0)
            if (auto fault = take_format(body, format); !fault.empty()) return {std::nullopt, fault};
        // Chunks begin at even places.
        rest = rest.subspan(std::min(rest.size(), claimed + claimed % 2));
    }
    return {std::nullopt, rest.empty() ? "has no data" : "is cut off"};
}

}  // namespace rufwerk::media

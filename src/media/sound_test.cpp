#include "media/sound.hpp"

#include "base/problem.hpp"
#include "media/g711.hpp"
#include "media/wav.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <unistd.h>

namespace rufwerk::media {
namespace {

using Bytes = std::vector<std::uint8_t>;

void put(Bytes& bytes, std::uint64_t value, int count) {
    for (auto i = 0; i < count; ++i)
        bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

void put(Bytes& bytes, std::string_view text) { bytes.insert(bytes.end(), text.begin(), text.end()); }

Bytes chunk(std::string_view name, Bytes const& body) {
    Bytes bytes;
    put(bytes, name);
    put(bytes, body.size(), 4);
    bytes.insert(bytes.end(), body.begin(), body.end());
    if (body.size() % 2 == 1) bytes.push_back(0);
    return bytes;
}

struct Kind {
    int tag = 1;
    int channels = 1;
    int rate = 8000;
    int bits = 16;
    bool extensible = false;
};

Bytes format_of(Kind const& kind) {
    Bytes bytes;
    auto const block = static_cast<std::uint64_t>(kind.channels * kind.bits / 8);
    put(bytes, kind.extensible ? 0xFFFE : static_cast<std::uint64_t>(kind.tag), 2);
    put(bytes, static_cast<std::uint64_t>(kind.channels), 2);
    put(bytes, static_cast<std::uint64_t>(kind.rate), 4);
    put(bytes, static_cast<std::uint64_t>(kind.rate) * block, 4);
    put(bytes, block, 2);
    put(bytes, static_cast<std::uint64_t>(kind.bits), 2);
    if (!kind.extensible) return bytes;
    put(bytes, 22, 2);
    put(bytes, static_cast<std::uint64_t>(kind.bits), 2);
    put(bytes, 3, 4);  // speakers: left and right
    put(bytes, static_cast<std::uint64_t>(kind.tag), 2);
    for (auto const byte : {0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71})
        bytes.push_back(static_cast<std::uint8_t>(byte));
    return bytes;
}

Bytes wav_of(std::vector<Bytes> const& chunks) {
    Bytes all;
    for (auto const& one : chunks)
        all.insert(all.end(), one.begin(), one.end());
    Bytes bytes;
    put(bytes, "RIFF");
    put(bytes, all.size() + 4, 4);
    put(bytes, "WAVE");
    bytes.insert(bytes.end(), all.begin(), all.end());
    return bytes;
}

void put_sample(Bytes& bytes, Kind const& kind, double value) {
    auto const bits = kind.bits;
    if (kind.tag == 6) return put(bytes, g711::encode_alaw(static_cast<std::int16_t>(value * 32767)), 1);
    if (kind.tag == 7) return put(bytes, g711::encode_ulaw(static_cast<std::int16_t>(value * 32767)), 1);
    if (kind.tag == 3 && bits == 32)
        return put(bytes, std::bit_cast<std::uint32_t>(static_cast<float>(value)), 4);
    if (kind.tag == 3) return put(bytes, std::bit_cast<std::uint64_t>(value), 8);
    if (bits == 8) return put(bytes, static_cast<std::uint64_t>(std::lround(value * 127) + 128), 1);
    auto const top = std::ldexp(1.0, bits - 1) - 1;
    put(bytes, static_cast<std::uint64_t>(std::llround(value * top)), bits / 8);
}

/// A tone of 400 Hz at half of full scale; a second channel is silent.
Bytes tone(Kind const& kind, double seconds) {
    Bytes data;
    for (auto i = 0; i < static_cast<int>(kind.rate * seconds); ++i) {
        put_sample(data, kind, 0.5 * std::sin(2 * std::numbers::pi * 400 * i / kind.rate));
        if (kind.channels == 2) put_sample(data, kind, 0);
    }
    return data;
}

Bytes tone_file(Kind const& kind, double seconds = 0.5) {
    return wav_of({chunk("fmt ", format_of(kind)), chunk("data", tone(kind, seconds))});
}

/// Share of full scale with which 400 Hz stands in the sound: Goertzel over all but the first and last frame.
double strength(Sound const& sound) {
    std::vector<double> samples;
    for (std::size_t i = 1; i + 1 < sound.frames(); ++i)
        for (auto const code : sound.frame(Codec::pcma, i))
            samples.push_back(g711::decode_alaw(code) / 32768.0);
    double real = 0;
    double imaginary = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        auto const angle = 2 * std::numbers::pi * 400 * static_cast<double>(i) / 8000;
        real += samples[i] * std::cos(angle);
        imaginary += samples[i] * std::sin(angle);
    }
    return 2 * std::hypot(real, imaginary) / static_cast<double>(samples.size());
}

std::string refusal_of(Bytes const& file) {
    try {
        read_sound(file, "it");
    } catch (Problem const& problem) {
        return problem.detail();
    }
    return "accepted";
}

TEST(Sound, every_encoding_bit_depth_and_rate_gives_the_same_tone) {
    for (auto const& kind : std::vector<Kind>{{1, 1, 8000, 8},
                                              {1, 1, 8000, 16},
                                              {1, 1, 11025, 24},
                                              {1, 1, 44100, 16},
                                              {1, 1, 48000, 32},
                                              {1, 1, 192000, 16},
                                              {1, 1, 4000, 16},
                                              {3, 1, 22050, 32},
                                              {3, 1, 16000, 64},
                                              {6, 1, 8000, 8},
                                              {7, 1, 8000, 8},
                                              {1, 1, 44100, 24, true},
                                              {3, 1, 44100, 32, true}}) {
        SCOPED_TRACE(
            fmt::format("tag {} rate {} bits {} {}", kind.tag, kind.rate, kind.bits, kind.extensible));
        auto const sound = read_sound(tone_file(kind), "tone");
        EXPECT_EQ(length_of(*sound), Duration{500});
        EXPECT_NEAR(strength(*sound), 0.5, 0.02);
    }
}

TEST(Sound, two_channels_are_mixed_to_their_mean) {
    for (auto const& kind : std::vector<Kind>{{1, 2, 44100, 16}, {1, 2, 44100, 16, true}, {6, 2, 8000, 8}}) {
        auto const sound = read_sound(tone_file(kind), "tone");
        EXPECT_EQ(length_of(*sound), Duration{500});
        EXPECT_NEAR(strength(*sound), 0.25, 0.02);
    }
}

TEST(Sound, chunks_of_other_programs_are_passed_over) {
    Kind const kind;
    auto const format = chunk("fmt ", format_of(kind));
    auto const data = chunk("data", tone(kind, 0.5));
    auto const list = chunk("LIST", Bytes{'I', 'N', 'F', 'O', 'x'});  // odd: followed by a byte of padding
    for (auto const& file :
         {wav_of({list, format, list, data, list}), wav_of({format, chunk("fact", Bytes(4)), data}),
          wav_of({chunk("JUNK", Bytes(28)), format, data, Bytes{'x', 'y', 'z'}})})
        EXPECT_NEAR(strength(*read_sound(file, "tone")), 0.5, 0.02);
}

TEST(Sound, a_data_chunk_that_claims_too_much_ends_with_the_file) {
    Kind const kind;
    for (auto const claimed : {0xFFFFFFFFU, 0x7FFFF000U, 8'001U}) {
        Bytes data;
        put(data, "data");
        put(data, claimed, 4);
        auto const samples = tone(kind, 0.5);
        data.insert(data.end(), samples.begin(), samples.end());
        auto const sound = read_sound(wav_of({chunk("fmt ", format_of(kind)), data}), "tone");
        EXPECT_EQ(length_of(*sound), Duration{500}) << claimed;
    }
}

TEST(Sound, a_file_cut_anywhere_is_shorter_or_refused_and_never_read_beyond) {
    auto const whole = tone_file({1, 2, 44100, 16, true}, 0.05);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        Bytes const cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        auto const read = read_wav(cut, Sound::seconds_max);
        // 12 of RIFF, 48 of fmt, 8 of data, and one frame of 4.
        EXPECT_EQ(read.wav.has_value(), size >= 12 + 48 + 8 + 4) << size;
    }
}

TEST(Sound, what_cannot_be_played_is_refused_with_its_reason_and_the_remedy) {
    auto const changed = [](Kind const& kind, std::size_t at, std::uint8_t value) {
        auto format = format_of(kind);
        format[at] = value;
        return wav_of({chunk("fmt ", format), chunk("data", tone(kind, 0.1))});
    };
    std::vector<std::pair<Bytes, std::string>> const cases = {
        {{}, "is not a WAV file"},
        {Bytes(100, 'a'), "is not a WAV file"},
        {wav_of({}), "has no data"},
        {wav_of({chunk("data", Bytes(320))}), "has no fmt chunk before its data"},
        {wav_of({chunk("fmt ", Bytes(15)), chunk("data", Bytes(320))}), "has a broken fmt chunk"},
        {wav_of({chunk("fmt ", format_of({})), chunk("data", {})}), "is empty"},
        {wav_of({chunk("fmt ", format_of({})), chunk("data", Bytes(1))}), "is empty"},
        {tone_file({2, 1, 8000, 8}), "has an unknown encoding"},
        {tone_file({1, 3, 8000, 16}), "has not 1 or 2 channels"},
        {tone_file({1, 1, 3999, 16}), "has an odd sample rate"},
        {tone_file({1, 1, 192001, 16}), "has an odd sample rate"},
        {changed({}, 12, 3), "has a broken fmt chunk"},
        {changed({}, 2, 0), "has not 1 or 2 channels"},
        {changed({1, 1, 8000, 16, true}, 30, 1), "has an unknown encoding"},
        {wav_of({chunk("fmt ", format_of({})), Bytes{'L', 'I', 'S', 'T', 255, 255, 255, 255, 1}}),
         "is cut off"},
        {wav_of({chunk("fmt ", format_of({1, 1, 4000, 8})), chunk("data", Bytes(4000 * 600))}),
         "is longer than 10 minutes"},
    };
    for (auto const& [file, reason] : cases)
        EXPECT_EQ(refusal_of(file),
                  "Sound file 'it' " + reason +
                      ". Give a WAV file (PCM or G.711), 1 or 2 channels, at most 10 minutes.");
}

TEST(Sound, numbers_that_are_none_are_silence) {
    Kind const kind{3, 1, 8000, 32};
    Bytes data;
    for (auto const value :
         {0x7FC00000U, 0x7F800000U, 0xFF800000U, 0x7F7FFFFFU})  // NaN, infinities, the largest
        put(data, value, 4);
    auto const read =
        read_wav(wav_of({chunk("fmt ", format_of(kind)), chunk("data", data)}), Sound::seconds_max);
    ASSERT_TRUE(read.wav) << read.fault;
    EXPECT_EQ(read.wav->samples, (std::vector<float>{0, 0, 0, 1}));
}

TEST(Sound, is_loaded_from_a_file_and_a_missing_one_is_named) {
    auto const file = std::filesystem::temp_directory_path() / fmt::format("sound-{}.wav", ::getpid());
    auto const bytes = tone_file({});
    std::ofstream{file, std::ios::binary}.write(reinterpret_cast<char const*>(bytes.data()),
                                                static_cast<std::streamsize>(bytes.size()));
    EXPECT_EQ(length_of(*load_sound(file)), Duration{500});
    std::filesystem::remove(file);
    EXPECT_THROW(load_sound(file), Problem);
    EXPECT_THROW(load_sound(std::filesystem::temp_directory_path()), Problem);
}

}  // namespace
}  // namespace rufwerk::media

#include "media/sound.hpp"

#include "base/problem.hpp"
#include "media/g711.hpp"
#include "media/wav.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <memory>
#include <speex/speex_resampler.h>

namespace rufwerk::media {
namespace {

constexpr int rate = 8000;
constexpr std::size_t file_bytes_max = 256U << 20U;  // 10 minutes at 48 kHz, stereo, 32 bits: 220 MiB

Problem refused(std::string const& file, std::string const& what) {
    return Problem{Refusal::invalid, "sound.unusable",
                   "Sound file '" + file + "' " + what +
                       ". Give a WAV file (PCM or G.711), 1 or 2 channels, at most 10 minutes."};
}

std::vector<float> resampled(std::vector<float> const& samples, int from) {
    if (from == rate) return samples;
    auto error = 0;
    std::unique_ptr<SpeexResamplerState, decltype(&speex_resampler_destroy)> const state{
        speex_resampler_init(1, static_cast<spx_uint32_t>(from), rate, 5, &error), &speex_resampler_destroy};
    if (!state) return {};
    speex_resampler_skip_zeros(state.get());
    auto const wanted = samples.size() * rate / static_cast<std::size_t>(from);
    auto padded = samples;
    padded.resize(samples.size() + static_cast<std::size_t>(from) / 50);  // pushes the filter's tail out
    std::vector<float> out(wanted + rate / 25);
    auto in_length = static_cast<spx_uint32_t>(padded.size());
    auto out_length = static_cast<spx_uint32_t>(out.size());
    speex_resampler_process_float(state.get(), 0, padded.data(), &in_length, out.data(), &out_length);
    out.resize(std::min<std::size_t>(wanted, out_length));
    return out;
}

std::vector<std::uint8_t> bytes_of(std::string const& file) {
    std::ifstream in{file, std::ios::binary | std::ios::ate};
    auto const size = in ? static_cast<std::streamoff>(in.tellg()) : -1;
    if (size < 0) throw refused(file, "cannot be read");
    if (size > static_cast<std::streamoff>(file_bytes_max)) throw refused(file, "is larger than 256 MiB");
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
    in.seekg(0);
    in.read(reinterpret_cast<char*>(bytes.data()), size);
    if (!in) throw refused(file, "cannot be read");
    return bytes;
}

}  // namespace

Sound::Sound(std::vector<std::int16_t> const& samples) {
    auto const frames = (samples.size() + frame_samples - 1) / frame_samples;
    alaw_.assign(frames * frame_samples, g711::encode_alaw(0));
    ulaw_.assign(frames * frame_samples, g711::encode_ulaw(0));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        alaw_[i] = g711::encode_alaw(samples[i]);
        ulaw_[i] = g711::encode_ulaw(samples[i]);
    }
}

std::shared_ptr<Sound const> read_sound(std::span<std::uint8_t const> file, std::string const& name) {
    auto const read = read_wav(file, Sound::seconds_max);
    if (!read.wav) throw refused(name, read.fault);
    std::vector<std::int16_t> pcm;
    for (auto const sample : resampled(read.wav->samples, read.wav->rate_hz))
        pcm.push_back(static_cast<std::int16_t>(std::lround(std::clamp(sample, -1.0F, 1.0F) * 32767.0F)));
    if (pcm.empty()) throw refused(name, "is empty");
    return std::make_shared<Sound const>(pcm);
}

std::shared_ptr<Sound const> load_sound(std::string const& file) { return read_sound(bytes_of(file), file); }

Duration length_of(Sound const& sound) { return Duration{sound.frames() * 20}; }

}  // namespace rufwerk::media

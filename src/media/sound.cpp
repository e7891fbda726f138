#include "media/sound.hpp"

#include "base/problem.hpp"
#include "media/g711.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <sndfile.h>
#include <speex/speex_resampler.h>

namespace rufwerk::media {
namespace {

constexpr int rate = 8000;

Problem refused(std::string const& file, std::string const& what) {
    return Problem{Refusal::invalid, "sound.unusable",
                   "Sound file '" + file + "' " + what +
                       ". Give a WAV file (PCM or G.711), 1 or 2 channels, at most 10 minutes."};
}

std::vector<float> mono(std::vector<float> const& interleaved, int channels) {
    std::vector<float> mixed(interleaved.size() / static_cast<std::size_t>(channels));
    for (std::size_t i = 0; i < mixed.size(); ++i) {
        for (auto channel = 0; channel < channels; ++channel)
            mixed[i] +=
                interleaved[i * static_cast<std::size_t>(channels) + static_cast<std::size_t>(channel)];
        mixed[i] /= static_cast<float>(channels);
    }
    return mixed;
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

struct Wav {
    std::vector<float> samples;
    int rate = 0;
};

Wav read_wav(std::string const& file) {
    SF_INFO info{};
    std::unique_ptr<SNDFILE, decltype(&sf_close)> const wav{sf_open(file.c_str(), SFM_READ, &info),
                                                            &sf_close};
    if (!wav) throw refused(file, std::string{"cannot be read: "} + sf_strerror(nullptr));
    auto const format = info.format & SF_FORMAT_TYPEMASK;
    if (format != SF_FORMAT_WAV && format != SF_FORMAT_WAVEX) throw refused(file, "is not a WAV file");
    if (info.frames <= 0) throw refused(file, "is empty");
    if (info.channels < 1 || info.channels > 2) throw refused(file, "has more than 2 channels");
    if (info.samplerate < 4000 || info.samplerate > 192'000) throw refused(file, "has an odd sample rate");
    if (info.frames / info.samplerate >= Sound::seconds_max) throw refused(file, "is longer than 10 minutes");
    std::vector<float> samples(static_cast<std::size_t>(info.frames) *
                               static_cast<std::size_t>(info.channels));
    auto const got = sf_readf_float(wav.get(), samples.data(), info.frames);
    if (got <= 0) throw refused(file, "is empty");
    samples.resize(static_cast<std::size_t>(got) * static_cast<std::size_t>(info.channels));
    return {mono(samples, info.channels), info.samplerate};
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

std::shared_ptr<Sound const> load_sound(std::string const& file) {
    auto const wav = read_wav(file);
    std::vector<std::int16_t> pcm;
    for (auto const sample : resampled(wav.samples, wav.rate))
        pcm.push_back(static_cast<std::int16_t>(std::lround(std::clamp(sample, -1.0F, 1.0F) * 32767.0F)));
    if (pcm.empty()) throw refused(file, "is empty");
    return std::make_shared<Sound const>(pcm);
}

Duration length_of(Sound const& sound) { return Duration{sound.frames() * 20}; }

}  // namespace rufwerk::media

#include "media/jitter_buffer.hpp"

namespace rufwerk::media {

void JitterBuffer::put(std::uint32_t ssrc, std::uint32_t timestamp, std::span<std::int16_t const> samples) {
    if (samples.size() > room / 4) return;  // 128 ms: no G.711 sender packs so much
    auto const ahead = static_cast<std::int32_t>(timestamp - position_);
    auto const limit = static_cast<std::int32_t>(room - samples.size());
    if (!started_ || ssrc != ssrc_ || ahead < 0 || ahead > limit) {
        samples_.fill(0);
        started_ = true;
        ssrc_ = ssrc;
        position_ = timestamp - delay_samples;
    }
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples_[(timestamp + i) % room] = samples[i];
}

void JitterBuffer::take(std::span<std::int32_t> sum) {
    if (!started_) return;
    for (auto& value : sum) {
        auto& sample = samples_[position_++ % room];
        value += sample;
        sample = 0;
    }
}

}  // namespace rufwerk::media

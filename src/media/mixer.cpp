#include "media/mixer.hpp"

#include "media/g711.hpp"
#include "media/player.hpp"

#include <algorithm>

namespace rufwerk::media {

void Mixer::set_voices(std::vector<LegId> const& voices) {
    std::erase_if(voices_,
                  [&](auto const& it) { return std::ranges::find(voices, it.first) == voices.end(); });
    for (auto const voice : voices)
        voices_.try_emplace(voice);
}

void Mixer::received(LegId voice, RtpPacket const& packet, Codec codec) {
    auto const found = voices_.find(voice);
    std::array<std::int16_t, JitterBuffer::room / 4> samples;
    if (found == voices_.end() || packet.payload.size() > samples.size()) return;
    std::ranges::transform(packet.payload, samples.begin(),
                           codec == Codec::pcma ? g711::decode_alaw : g711::decode_ulaw);
    found->second.put(packet.ssrc, packet.timestamp, {samples.data(), packet.payload.size()});
}

std::optional<Mixer::Due> Mixer::next(Codec codec, std::int64_t now_us) {
    if (due_us_ == 0) due_us_ = now_us;
    if (now_us < due_us_) return std::nullopt;
    auto skipped = std::int64_t{0};
    if (now_us - due_us_ > Player::late_us_max) skipped = (now_us - due_us_) / Player::frame_us;
    due_us_ += (skipped + 1) * Player::frame_us;
    std::array<std::int32_t, frame_samples> sum{};
    for (auto& [leg, buffer] : voices_)
        buffer.take(sum);
    Due due;
    due.skipped_samples = static_cast<std::uint32_t>(skipped) * frame_samples;
    for (std::size_t i = 0; i < sum.size(); ++i) {
        auto const sample = static_cast<std::int16_t>(std::clamp(sum[i], -32768, 32767));
        due.codes[i] = codec == Codec::pcma ? g711::encode_alaw(sample) : g711::encode_ulaw(sample);
    }
    return due;
}

}  // namespace rufwerk::media

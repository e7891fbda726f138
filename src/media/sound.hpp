#pragma once

#include "media/engine.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace rufwerk::media {

/// 8 kHz mono as A-law and µ-law, whole frames of 20 ms, the last one filled up with silence.
class Sound {
  public:
    static constexpr std::size_t frame_samples = 160;
    static constexpr int seconds_max = 600;

    explicit Sound(std::vector<std::int16_t> const& samples);
    std::size_t frames() const { return alaw_.size() / frame_samples; }
    std::span<std::uint8_t const> frame(Codec codec, std::size_t index) const {
        auto const& codes = codec == Codec::pcma ? alaw_ : ulaw_;
        return {codes.data() + index * frame_samples, frame_samples};
    }

  private:
    std::vector<std::uint8_t> alaw_;
    std::vector<std::uint8_t> ulaw_;
};

}  // namespace rufwerk::media

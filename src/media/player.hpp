#pragma once

#include "media/sound.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

namespace rufwerk::media {

/// Which frame of a sound is due. Paced by absolute time: frame n is due at start + n * 20 ms, so nothing
/// drifts; after a stall of the machine the frames whose time has passed are left out instead of sent in a
/// burst.
class Player {
  public:
    static constexpr std::int64_t frame_us = 20'000;
    static constexpr std::int64_t late_us_max = 60'000;  // up to three frames are sent late, more are skipped

    Player(std::shared_ptr<Sound const> sound, bool loop) : sound_{std::move(sound)}, loop_{loop} {}

    struct Due {
        std::span<std::uint8_t const> codes;
        std::uint32_t skipped_samples;
    };
    /// The next frame if its time has come. The first call starts the sound.
    std::optional<Due> next(Codec codec, std::int64_t now_us);
    bool ended() const { return !loop_ && index_ >= sound_->frames(); }
    std::int64_t due_us() const { return due_us_; }

  private:
    std::shared_ptr<Sound const> sound_;  // shared: one loaded sound is played to many legs on many threads
    bool loop_;
    std::size_t index_ = 0;
    std::int64_t due_us_ = 0;
};

}  // namespace rufwerk::media

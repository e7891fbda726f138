#include "media/player.hpp"

namespace rufwerk::media {

std::optional<Player::Due> Player::next(Codec codec, std::int64_t now_us) {
    if (due_us_ == 0) due_us_ = now_us;
    if (ended() || now_us < due_us_) return std::nullopt;
    auto skipped = std::int64_t{0};
    if (now_us - due_us_ > late_us_max) skipped = (now_us - due_us_) / frame_us;
    index_ += static_cast<std::size_t>(skipped);
    due_us_ += skipped * frame_us;
    if (loop_) index_ %= sound_->frames();
    if (ended()) return std::nullopt;
    auto const codes = sound_->frame(codec, index_);
    ++index_;
    if (loop_) index_ %= sound_->frames();
    due_us_ += frame_us;
    return Due{codes, static_cast<std::uint32_t>(skipped * std::int64_t{Sound::frame_samples})};
}

}  // namespace rufwerk::media

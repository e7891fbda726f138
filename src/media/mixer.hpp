#pragma once

#include "media/engine.hpp"
#include "media/jitter_buffer.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace rufwerk::media {

/// What one ear hears when it hears several voices: their sum, saturated, a frame each 20 ms by absolute
/// time.
class Mixer {
  public:
    static constexpr std::size_t frame_samples = 160;

    /// Who is heard from now on; what is buffered of those who stay is kept.
    void set_voices(std::vector<LegId> const& voices);
    void received(LegId voice, RtpPacket const& packet, Codec codec);

    struct Due {
        std::array<std::uint8_t, frame_samples> codes;
        std::uint32_t skipped_samples;  // left out after a stall of the machine
    };
    /// The next frame if its time has come. The first call starts the clock.
    std::optional<Due> next(Codec codec, std::int64_t now_us);

  private:
    std::map<LegId, JitterBuffer> voices_;
    std::int64_t due_us_ = 0;
};

}  // namespace rufwerk::media

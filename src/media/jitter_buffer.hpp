#pragma once

#include "media/rtp_packet.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace rufwerk::media {

/// The last half second of one voice as linear samples at 8 kHz, placed by RTP timestamp, so that loss and
/// disorder are where they belong. Taken out at a steady pace, `delay_samples` behind what came first.
class JitterBuffer {
  public:
    static constexpr std::size_t room = 4096;  // samples, a power of two
    static constexpr std::uint32_t delay_samples = 480;

    /// `samples`: of one packet with `timestamp`. A new source, a jump, or a packet that comes after its time
    /// starts the delay anew.
    void put(std::uint32_t ssrc, std::uint32_t timestamp, std::span<std::int16_t const> samples);
    /// Adds the next samples to `sum` (silence where nothing came).
    void take(std::span<std::int32_t> sum);

  private:
    std::array<std::int16_t, room> samples_{};
    std::uint32_t ssrc_ = 0;
    std::uint32_t position_ = 0;  // timestamp of the sample that is taken next
    bool started_ = false;
};

}  // namespace rufwerk::media

// Foreign sound files: loaded as music and announcements are, or refused with a reason.
#include "media/wav.hpp"

#include "base/problem.hpp"
#include "media/sound.hpp"

#include <cmath>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace rufwerk;
    auto const read = media::read_wav({data, size}, media::Sound::seconds_max);
    if (read.wav.has_value() == !read.fault.empty()) __builtin_trap();
    if (!read.wav) return 0;
    if (read.wav->samples.size() > size) __builtin_trap();
    for (auto const sample : read.wav->samples)
        if (!(std::abs(sample) <= 1.0F)) __builtin_trap();
    try {
        auto const sound = media::read_sound({data, size}, "fuzz");
        if (sound->frames() == 0) __builtin_trap();
    } catch (Problem const&) {
        // So short that not one sample at 8 kHz is left of it.
    }
    return 0;
}

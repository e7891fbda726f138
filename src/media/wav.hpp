#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rufwerk::media {

/// What a WAV file holds, both channels mixed to one.
struct Wav {
    std::vector<float> samples;  // -1 to 1
    int rate_hz = 0;
};

/// The sound, or what is wrong as the end of a sentence ("is not a WAV file").
struct WavRead {
    std::optional<Wav> wav;
    std::string fault;
};

/// RIFF WAVE with PCM of 8, 16, 24 or 32 bits, floats of 32 or 64, A-law or µ-law, plain or as
/// WAVE_FORMAT_EXTENSIBLE; 1 or 2 channels, 4 to 192 kHz, less than `seconds_max`. Foreign bytes: bounded,
/// never throws. A data chunk that claims more than there is (programs that write into a pipe) ends with the
/// file.
WavRead read_wav(std::span<std::uint8_t const> file, int seconds_max);

}  // namespace rufwerk::media

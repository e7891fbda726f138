#include "base/invariant.hpp"
#include "media/g711.hpp"
#include "media/recording_file.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace rufwerk::media {
namespace {

void put(std::vector<std::uint8_t>& out, std::string_view text) {
    out.insert(out.end(), text.begin(), text.end());
}
void put_little(std::vector<std::uint8_t>& out, std::size_t value, int bytes) {
    for (auto i = 0; i < bytes; ++i)
        out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

std::vector<std::int16_t> peaks(std::vector<std::uint8_t> const& side, std::size_t count) {
    std::vector<std::int16_t> loudest(count);
    for (std::size_t i = 0; i < side.size(); ++i) {
        auto const level = std::min(std::abs(int{g711::decode_alaw(side[i])}), 32'767);
        auto& part = loudest[i * count / side.size()];
        part = std::max(part, static_cast<std::int16_t>(level));
    }
    return loudest;
}

}  // namespace

std::vector<std::uint8_t> wav_of(Recording const& recording, std::uint64_t first_sample,
                                 std::uint64_t samples) {
    auto const all = recording.left.size();
    auto const first = std::min<std::uint64_t>(first_sample, all);
    auto const count = std::min<std::uint64_t>(samples, all - first);
    std::vector<std::uint8_t> out;
    put(out, "RIFF");
    put_little(out, 50 + 2 * count, 4);
    put(out, "WAVEfmt ");
    put_little(out, 18, 4);
    put_little(out, 6, 2);  // A-law
    put_little(out, 2, 2);
    put_little(out, 8'000, 4);
    put_little(out, 16'000, 4);
    put_little(out, 2, 2);
    put_little(out, 8, 2);
    put_little(out, 0, 2);
    put(out, "fact");  // every format but PCM has one
    put_little(out, 4, 4);
    put_little(out, count, 4);
    put(out, "data");
    put_little(out, 2 * count, 4);
    for (auto i = first; i < first + count; ++i) {
        out.push_back(recording.left[i]);
        out.push_back(recording.right[i]);
    }
    return out;
}

Peaks peaks_of(Recording const& recording, std::size_t count) {
    INVARIANT(count >= 1 && count <= 10'000);
    return {peaks(recording.left, count), peaks(recording.right, count)};
}

}  // namespace rufwerk::media

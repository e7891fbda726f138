#include "base/id.hpp"

#include "base/invariant.hpp"

#include <charconv>

namespace rufwerk {
namespace {
constexpr std::int64_t epoch_2024_ms = 1'704'067'200'000;
constexpr int counter_bits = 12;
constexpr int maker_bits = 10;
}  // namespace

std::optional<std::int64_t> parse_id(std::string_view text) {
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value <= 0) return std::nullopt;
    return value;
}

IdMaker::IdMaker(int maker) : maker_{maker} { INVARIANT(maker >= 0 && maker < (1 << maker_bits)); }

std::int64_t IdMaker::make(Instant now) {
    auto const ms = to_ms(now) - epoch_2024_ms;
    if (ms > last_ms_) {
        last_ms_ = ms;
        counter_ = 0;
    } else if (++counter_ == (1 << counter_bits)) {
        ++last_ms_;
        counter_ = 0;
    }
    return (last_ms_ << (maker_bits + counter_bits)) | (maker_ << counter_bits) | counter_;
}

}  // namespace rufwerk

#pragma once

#include "base/clock.hpp"

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace rufwerk {

/// An identity that cannot be mixed up with another kind: Id<struct CallTag>. 63 bits, positive, ordered by
/// time of making. In JSON it is a decimal *string*, because a JavaScript number holds only 53 bits.
template <class Tag>
struct Id {
    std::int64_t value = 0;
    friend constexpr auto operator<=>(Id, Id) = default;
    constexpr explicit operator bool() const { return value != 0; }
};

template <class Tag>
std::string to_string(Id<Tag> id) {
    return std::to_string(id.value);
}

/// The number in `text` when it is 1 to 19 decimal digits and fits 63 bits, else nothing.
std::optional<std::int64_t> parse_id(std::string_view text);

/// Makes ids: 41 bits of milliseconds since 2024, 10 bits of maker, 12 bits of counter. Two makers never make
/// the same id as long as their numbers differ; one maker never repeats itself, because it runs ahead of the
/// clock rather than reuse a millisecond. Not thread-safe: one per thread, each with a maker number of its
/// own.
class IdMaker {
  public:
    /// `maker` 0..1023.
    explicit IdMaker(int maker);
    std::int64_t make(Instant now);
    template <class I>
    I make_as(Instant now) {
        return I{make(now)};
    }

  private:
    std::int64_t maker_;
    std::int64_t last_ms_ = 0;
    std::int64_t counter_ = 0;
};

}  // namespace rufwerk

template <class Tag>
struct std::hash<rufwerk::Id<Tag>> {
    std::size_t operator()(rufwerk::Id<Tag> id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};

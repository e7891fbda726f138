#pragma once

#include "base/clock.hpp"

#include <cstdint>

namespace rufwerk::call {

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine and with every standard library.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : state_{seed} {}
    std::uint64_t next() {
        auto z = (state_ += 0x9e3779b97f4a7c15U);
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31U);
    }
    /// 0 … sides - 1
    std::uint64_t below(std::uint64_t sides) { return next() % sides; }
    bool per_mille(std::uint64_t chance) { return below(1000) < chance; }
    Duration between(Duration least, Duration most) {
        return least + Duration{static_cast<std::int64_t>(
                           below(static_cast<std::uint64_t>((most - least).count()) + 1))};
    }

  private:
    std::uint64_t state_;
};

}  // namespace rufwerk::call

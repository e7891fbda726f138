#include "base/clock.hpp"

namespace rufwerk {

SystemClock::SystemClock()
    : started_{std::chrono::floor<Duration>(std::chrono::system_clock::now())},
      steady_started_{std::chrono::steady_clock::now()} {}

Instant SystemClock::now() const {
    auto const elapsed = std::chrono::steady_clock::now() - steady_started_;
    return started_ + std::chrono::floor<Duration>(elapsed);
}

}  // namespace rufwerk

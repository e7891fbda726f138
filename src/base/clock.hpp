#pragma once

#include <chrono>

namespace rufwerk {

/// A point in time: milliseconds since the Unix epoch, UTC. The only time type of the product; it is stored
/// and sent as this integer and turned into local time only where a person reads it.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Duration = std::chrono::milliseconds;

/// Milliseconds since the epoch, as stored in databases and sent in JSON.
constexpr std::int64_t to_ms(Instant at) { return at.time_since_epoch().count(); }
constexpr Instant from_ms(std::int64_t ms) { return Instant{Duration{ms}}; }

/// Where time comes from. It is passed in, never asked for globally, so that a simulation can own it.
class Clock {
  public:
    virtual ~Clock() = default;
    /// Never goes backwards within one process.
    virtual Instant now() const = 0;
};

/// UTC read once at construction and carried on by the steady clock: an NTP step or an administrator who sets
/// the clock neither fires nor starves a deadline. Thread-safe.
class SystemClock final : public Clock {
  public:
    SystemClock();
    Instant now() const override;

  private:
    Instant started_;
    std::chrono::steady_clock::time_point steady_started_;
};

/// A clock that stands still until it is moved; for tests and the simulator.
class ManualClock final : public Clock {
  public:
    explicit ManualClock(Instant start) : now_{start} {}
    Instant now() const override { return now_; }
    void advance(Duration by) { now_ += by; }
    void set(Instant at) { now_ = at; }

  private:
    Instant now_;
};

}  // namespace rufwerk

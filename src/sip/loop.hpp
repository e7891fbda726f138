#pragma once

#include "base/clock.hpp"

#include <functional>
#include <memory>

struct su_root_s;

namespace rufwerk::sip {

/// sofia-sip's event loop as the switch thread runs it: signalling, an inbox for other threads and one timer.
/// Construct, use and destroy it on one and the same thread; only `post` and `stop` may be called from
/// others.
class Loop {
  public:
    explicit Loop(Clock const& clock);
    ~Loop();

    su_root_s* root() const;
    /// Runs until `stop`.
    void run();
    void stop();

    /// Hands `job` to the loop's thread. False when 65,536 jobs are waiting: the caller refuses its work.
    [[nodiscard]] bool post(std::function<void()> job);

    /// Calls `fire` once at `at` (never early; at most a few ms late); replaces what was set before.
    void wake_at(Instant at, std::function<void()> fire);

  private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace rufwerk::sip

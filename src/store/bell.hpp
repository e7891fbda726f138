#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace rufwerk::store {

/// Wakes a thread that looks for work. Shared between the thread and those who ring, who may ring after it is
/// gone.
class Bell {
  public:
    void ring() {
        {
            std::lock_guard const lock{mutex_};
            rung_ = true;
        }
        changed_.notify_all();
    }
    /// Until it is rung or the time has passed.
    void wait(std::chrono::milliseconds limit) {
        std::unique_lock lock{mutex_};
        changed_.wait_for(lock, limit, [&] { return rung_; });
        rung_ = false;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool rung_ = false;
};

/// Pauses between attempts that fail: 50 ms, doubling up to 5 s.
class Backoff {
  public:
    std::chrono::milliseconds next() {
        auto const pause = pause_;
        pause_ = std::min(pause_ * 2, longest);
        return pause;
    }
    void reset() { pause_ = shortest; }

  private:
    static constexpr std::chrono::milliseconds shortest{50};
    static constexpr std::chrono::milliseconds longest{5'000};
    std::chrono::milliseconds pause_ = shortest;
};

}  // namespace rufwerk::store

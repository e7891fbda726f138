#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace rufwerk {

/// The only way values travel between threads. It has a limit, and when it is full `try_push` says so: the
/// caller refuses work, it never waits. Many producers; any number of consumers.
template <class T>
class BoundedQueue {
  public:
    explicit BoundedQueue(std::size_t limit) : limit_{limit} {}

    /// False when full or closed; `value` is then untouched.
    [[nodiscard]] bool try_push(T&& value) {
        {
            std::lock_guard const lock{mutex_};
            if (closed_ || values_.size() >= limit_) return false;
            values_.push_back(std::move(value));
        }
        waiting_.notify_one();
        return true;
    }

    /// Everything that is queued, at most `most`; empty when nothing is. Does not wait.
    std::vector<T> take_all(std::size_t most) {
        std::lock_guard const lock{mutex_};
        return take_locked(most);
    }

    /// Waits for at least one value, then takes up to `most`. Empty only when closed and drained.
    std::vector<T> wait_take(std::size_t most) {
        std::unique_lock lock{mutex_};
        waiting_.wait(lock, [&] { return closed_ || !values_.empty(); });
        return take_locked(most);
    }

    /// Hands each batch of up to `most` to `work` until closed and drained. What a batch holds is let go
    /// before the next one is waited for: a request kept over a quiet hour would keep its browser's
    /// connection too.
    template <class Work>
    void serve(std::size_t most, Work work) {
        for (;;) {
            auto taken = wait_take(most);
            if (taken.empty()) return;
            work(std::move(taken));
        }
    }

    /// As wait_take, and empty also when `limit` has passed.
    std::vector<T> wait_take_for(std::size_t most, std::chrono::milliseconds limit) {
        std::unique_lock lock{mutex_};
        waiting_.wait_for(lock, limit, [&] { return closed_ || !values_.empty(); });
        return take_locked(most);
    }

    /// No more values are taken in; consumers drain what is left and then get nothing.
    void close() {
        {
            std::lock_guard const lock{mutex_};
            closed_ = true;
        }
        waiting_.notify_all();
    }

    bool closed() const {
        std::lock_guard const lock{mutex_};
        return closed_;
    }

    std::size_t size() const {
        std::lock_guard const lock{mutex_};
        return values_.size();
    }

  private:
    std::vector<T> take_locked(std::size_t most) {
        std::vector<T> taken;
        auto const count = std::min(most, values_.size());
        taken.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            taken.push_back(std::move(values_.front()));
            values_.pop_front();
        }
        return taken;
    }

    std::size_t limit_;
    mutable std::mutex mutex_;
    std::condition_variable waiting_;
    std::deque<T> values_;
    bool closed_ = false;
};

}  // namespace rufwerk

#pragma once

#include "base/problem.hpp"
#include "main/switch.hpp"
#include "sip/loop.hpp"

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <thread>

namespace rufwerk {

/// What a route answers when `SwitchThread::post` says no.
Problem switch_busy();

/// The switch on its thread: sofia-sip's loop, the endpoint and the runner are made, used and destroyed
/// there.
class SwitchThread {
  public:
    struct Start {
        SwitchParts parts;
        sip::Options sip;
        std::shared_ptr<call::Centre const> centre;
        std::map<std::string, std::vector<sip::Contact>> contacts;  // registered before the restart
        std::shared_ptr<call::Recovery const> recovery;  // shared with nobody once the switch has read it
    };
    /// Returns when the switch is listening; throws Problem when it cannot (address taken, …).
    explicit SwitchThread(Start start);
    ~SwitchThread();

    /// Runs `job` on the switch thread. False when its inbox is full or it has ended.
    [[nodiscard]] bool post(std::function<void(Switch&)> job);
    /// The journal's watermark, from its thread; many at once are one job.
    void durable(std::int64_t watermark);
    /// Calls end, dialogs and nuas go; then the thread ends. Waits at most `limit_s`.
    void stop(int limit_s);

    struct Figures {
        Switch::Counters on;
        sip::Counters sip;
        double loop_lag_ms = 0;  // how long the question waited for its turn
    };
    /// Asks the switch; waits at most a second, and then gives what was known before.
    Figures figures();
    std::vector<std::string> addresses() const { return addresses_; }

  private:
    void run(Start start, std::promise<void>& started);

    Clock const& clock_;
    std::unique_ptr<sip::Loop> loop_;
    std::unique_ptr<sip::Endpoint> endpoint_;
    std::unique_ptr<Switch> switch_;
    std::vector<std::string> addresses_;
    std::atomic<std::int64_t> watermark_{0};
    std::atomic<bool> watermark_posted_{false};
    std::atomic<bool> running_{false};
    Figures last_;
    std::thread thread_;
};

}  // namespace rufwerk

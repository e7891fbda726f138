#include "main/centre_follower.hpp"

#include "base/log.hpp"
#include "base/problem.hpp"
#include "call/provision.hpp"

#include <future>

namespace rufwerk {

CentreFollower::CentreFollower(store::Database& database, Sounds& sounds, SwitchThread& switch_thread,
                               std::int64_t version)
    : database_{database}, sounds_{sounds}, switch_thread_{switch_thread}, version_{version} {
    database_.on_emitted([bell = bell_] {
        std::lock_guard const lock{bell->mutex};
        bell->ringing = true;
        bell->rung.notify_one();
    });
    thread_ = std::thread{[this] { run(); }};
}

CentreFollower::~CentreFollower() {
    {
        std::lock_guard const lock{bell_->mutex};
        bell_->ended = true;
        bell_->rung.notify_one();
    }
    thread_.join();
}

void CentreFollower::run() {
    for (;;) {
        {
            std::unique_lock lock{bell_->mutex};
            bell_->rung.wait(lock, [&] { return bell_->ringing || bell_->ended; });
            if (bell_->ended) return;
            bell_->ringing = false;
        }
        try {
            read_and_hand_over(false);
        } catch (std::exception const& failure) {
            log::error("centre.unread", {{"why", failure.what()}});
        }
    }
}

void CentreFollower::follow_now() { read_and_hand_over(true); }

void CentreFollower::read_and_hand_over(bool wait) {
    std::lock_guard const lock{reading_};
    auto centre = std::make_shared<call::Centre>();
    database_.read_and_wait(
        [&](store::Transaction& transaction) { *centre = call::load_centre(transaction); });
    if (centre->version == version_) return;
    sounds_.load(*centre);
    auto const taken = std::make_shared<std::promise<void>>();
    auto ready = taken->get_future();
    auto const version = centre->version;
    bool const posted = switch_thread_.post([centre = std::move(centre), taken](Switch& on) {
        on.change_centre(centre);
        taken->set_value();
    });
    if (!posted)
        throw Problem{Refusal::unavailable, "switch.busy", "the switch did not take the change; apply again"};
    version_ = version;
    log::info("centre.changed", {{"version", version}});
    if (wait && ready.wait_for(std::chrono::seconds{10}) != std::future_status::ready)
        throw Problem{Refusal::unavailable, "switch.busy", "the switch has not taken the change within 10 s"};
}

}  // namespace rufwerk

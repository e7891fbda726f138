#include "main/switch_thread.hpp"

#include "base/log.hpp"
#include "base/problem.hpp"

namespace rufwerk {

Problem switch_busy() {
    return {Refusal::unavailable, "switch.busy", "The switch is overloaded; try again in a moment."};
}

SwitchThread::SwitchThread(Start start) : clock_{start.parts.clock} {
    std::promise<void> started;
    auto ready = started.get_future();
    thread_ =
        std::thread{[this, start = std::move(start), &started]() mutable { run(std::move(start), started); }};
    try {
        ready.get();
    } catch (...) {
        thread_.join();
        throw;
    }
}

SwitchThread::~SwitchThread() { stop(5); }

void SwitchThread::run(Start start, std::promise<void>& started) {
    IdMaker leg_ids{2};
    try {
        loop_ = std::make_unique<sip::Loop>(clock_);
        endpoint_ =
            std::make_unique<sip::Endpoint>(loop_->root(), std::move(start.sip), leg_ids, clock_,
                                            [this](sip::Event const& event) { switch_->on_sip(event); });
        Switch::Loop hooks;
        hooks.wake_at = [this](Instant at, std::function<void()> fire) {
            loop_->wake_at(at, std::move(fire));
        };
        hooks.later = [this](std::function<void()> job) {
            if (!loop_->post(std::move(job))) log::critical("switch.inbox_full");
        };
        switch_ = std::make_unique<Switch>(std::move(start.parts), std::move(hooks));
        switch_->set_endpoint(*endpoint_);
        addresses_ = endpoint_->addresses();
        switch_->restore(std::move(start.centre), *start.recovery);
        start.recovery.reset();
        for (auto& [user, contacts] : start.contacts)
            endpoint_->restore_contacts(user, std::move(contacts));
    } catch (...) {
        switch_.reset();
        endpoint_.reset();
        loop_.reset();
        return started.set_exception(std::current_exception());
    }
    running_ = true;
    started.set_value();
    loop_->run();
    running_ = false;
    switch_.reset();
    endpoint_.reset();
    loop_.reset();
}

bool SwitchThread::post(std::function<void(Switch&)> job) {
    if (!running_) return false;
    return loop_->post([this, job = std::move(job)] { job(*switch_); });
}

void SwitchThread::durable(std::int64_t watermark) {
    watermark_ = watermark;
    if (watermark_posted_.exchange(true)) return;
    bool const posted = post([this](Switch& on) {
        watermark_posted_ = false;
        on.on_durable(watermark_);
    });
    if (!posted) watermark_posted_ = false;
}

void SwitchThread::stop(int limit_s) {
    if (!thread_.joinable()) return;
    auto const ended = std::make_shared<std::promise<void>>();
    auto done = ended->get_future();
    bool const posted = post([this, ended](Switch& on) {
        on.drain([this, ended] { endpoint_->shut_down([ended] { ended->set_value(); }); });
    });
    if (posted && done.wait_for(std::chrono::seconds{limit_s}) != std::future_status::ready)
        log::warning("switch.drain_incomplete", {{"limit_s", limit_s}});
    while (running_ && !loop_->post([this] { loop_->stop(); }))
        std::this_thread::yield();
    thread_.join();
}

SwitchThread::Figures SwitchThread::figures() {
    auto const answer = std::make_shared<std::promise<Figures>>();
    auto ready = answer->get_future();
    auto const asked = clock_.now();
    bool const posted = post([this, answer, asked](Switch& on) {
        // How long this question waited for its turn is how late the loop is.
        answer->set_value(
            {on.counters(), endpoint_->counters(), static_cast<double>((clock_.now() - asked).count())});
    });
    if (posted && ready.wait_for(std::chrono::seconds{1}) == std::future_status::ready) last_ = ready.get();
    return last_;
}

}  // namespace rufwerk

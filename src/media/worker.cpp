#include "media/worker.hpp"

#include "base/invariant.hpp"

#include <algorithm>
#include <chrono>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace rufwerk::media {
namespace {
constexpr int events_max = 128;
constexpr std::int64_t tick_us = 50'000;
constexpr int pace_ms = 4;  // how finely frames of players are timed
}  // namespace

std::int64_t steady_now_us() {
    return std::chrono::duration_cast<std::chrono::microseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

Worker::Worker(std::function<void(Event)> listener)
    : listener_{std::move(listener)},
      epoll_{::epoll_create1(EPOLL_CLOEXEC)},
      bell_{::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)} {
    INVARIANT(epoll_ >= 0 && bell_ >= 0);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = nullptr;
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, bell_, &event);
    thread_ = std::thread{[this] { run(); }};
}

void Worker::halt() {
    stopping_ = true;
    std::uint64_t const one = 1;
    [[maybe_unused]] auto const rung = ::write(bell_, &one, sizeof one);
    if (thread_.joinable()) thread_.join();
}

Worker::~Worker() {
    halt();
    ::close(bell_);
    ::close(epoll_);
}

void Worker::post(Command command) {
    INVARIANT(commands_.try_push(std::move(command)));
    std::uint64_t const one = 1;
    [[maybe_unused]] auto const rung = ::write(bell_, &one, sizeof one);
}

void Worker::run() {
    while (!stopping_) {
        auto const left_ms =
            static_cast<int>(std::max<std::int64_t>(0, tick_due_us_ - steady_now_us()) / 1000 + 1);
        turn(paced_.empty() ? left_ms : std::min(left_ms, pace_ms));
    }
}

void Worker::turn(int wait_ms) {
    epoll_event events[events_max];
    auto const count = ::epoll_wait(epoll_, events, events_max, wait_ms);
    Turn turn{steady_now_us(), listener_};
    auto rung = false;
    for (auto i = 0; i < count; ++i) {
        auto* const socket = static_cast<Leg::Socket*>(events[i].data.ptr);
        if (socket == nullptr)
            rung = true;
        else
            socket->leg->readable(*socket, turn);
    }
    keep_time(turn);
    // One writer: a plain store is enough, and cheaper than an atomic addition.
    relayed_.store(relayed() + turn.relayed, std::memory_order_relaxed);
    strangers_.store(strangers() + turn.strangers, std::memory_order_relaxed);
    unauthenticated_.store(unauthenticated() + turn.unauthenticated, std::memory_order_relaxed);
    // Last, because a command may destroy a leg that this turn's events point to.
    if (rung) take_commands();
}

void Worker::keep_time(Turn& turn) {
    for (auto* const leg : paced_)
        leg->pace(turn);
    std::erase_if(paced_, [](Leg const* leg) { return !leg->paced(); });
    if (turn.now_us < tick_due_us_) return;
    tick_due_us_ = turn.now_us + tick_us;
    for (auto const& [id, leg] : legs_)
        leg->tick(turn);
}

void Worker::take_commands() {
    std::uint64_t rings = 0;
    [[maybe_unused]] auto const heard = ::read(bell_, &rings, sizeof rings);
    auto const run_one = [this](Command& command) { std::visit([this](auto& it) { apply(it); }, command); };
    for (auto& command : commands_.take_all(commands_max)) {
        if (held_up(command)) {
            held_.push_back(std::move(command));
            continue;
        }
        run_one(command);
        while (!expected_ && !held_.empty()) {
            auto next = std::move(held_.front());
            held_.pop_front();
            run_one(next);
        }
    }
}

bool Worker::held_up(Command const& command) const {
    if (!expected_) return false;
    // Legs may come from several threads, in any order.
    return !std::holds_alternative<command::Adopt>(command);
}

Leg* Worker::find(LegId id) const {
    auto const found = legs_.find(id);
    return found == legs_.end() ? nullptr : found->second.get();
}

void Worker::apply(command::Adopt& adopt) {
    auto* const leg = adopt.leg.get();
    if (expected_ == leg->id()) expected_.reset();
    legs_[leg->id()] = std::move(adopt.leg);
    for (auto& socket : leg->sockets()) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = &socket;
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket.fd, &event);
    }
    keep_pacing(*leg);
}

void Worker::apply(command::Expect& expect) {
    if (find(expect.leg) == nullptr) expected_ = expect.leg;
}

std::unique_ptr<Leg> Worker::release(LegId id) {
    auto const found = legs_.find(id);
    if (found == legs_.end()) return nullptr;
    auto leg = std::move(found->second);
    legs_.erase(found);
    leg->part();
    std::erase(paced_, leg.get());
    for (auto const& socket : leg->sockets())
        ::epoll_ctl(epoll_, EPOLL_CTL_DEL, socket.fd, nullptr);
    return leg;
}

void Worker::apply(command::HandOver& hand_over) {
    auto leg = release(hand_over.leg);
    INVARIANT(leg);
    hand_over.to->post(command::Adopt{std::move(leg)});
}

void Worker::apply(command::SetPeer& set_peer) {
    if (auto* const leg = find(set_peer.leg)) leg->set_peer(set_peer.peer, steady_now_us());
}

void Worker::keep_pacing(Leg& leg) {
    if (leg.paced() && std::ranges::find(paced_, &leg) == paced_.end()) paced_.push_back(&leg);
}

void Worker::apply(command::Mix& mix) {
    for (auto const& row : mix.rows) {
        auto* const ear = find(row.hears.ear);
        if (ear == nullptr) continue;
        std::vector<Leg*> voices;
        for (auto const id : row.hears.voices)
            if (auto* const voice = find(id)) voices.push_back(voice);
        if (row.stops_sound) ear->stop();
        ear->hear(voices);
        keep_pacing(*ear);
    }
    std::erase_if(paced_, [](Leg const* leg) { return !leg->paced(); });
}

void Worker::apply(command::Mute& mute) {
    if (auto* const leg = find(mute.leg)) leg->mute(mute.muted);
}

void Worker::apply(command::SendDigits& send) {
    auto* const leg = find(send.leg);
    if (leg == nullptr) return;
    leg->send_digits(send.digits);
    keep_pacing(*leg);
}

void Worker::apply(command::Unbridge& unbridge) {
    if (auto* const leg = find(unbridge.leg)) leg->part();
}

void Worker::apply(command::Play& play) {
    auto* const leg = find(play.leg);
    if (leg == nullptr) return;
    leg->play(std::move(play.sound), play.loop);
    keep_pacing(*leg);
}

void Worker::apply(command::Stop& stop) {
    if (auto* const leg = find(stop.leg)) leg->stop();
    std::erase_if(paced_, [](Leg const* leg) { return !leg->paced(); });
}

void Worker::apply(command::Report& report) {
    auto* const leg = find(report.leg);
    if (leg == nullptr) return;
    auto const seen = leg->report();
    if (report.close) release(report.leg).reset();
    if (report.report) report.report(seen);
}

}  // namespace rufwerk::media

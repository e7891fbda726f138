#pragma once

#include "base/queue.hpp"
#include "media/leg.hpp"

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <thread>
#include <unordered_map>
#include <variant>
#include <vector>

namespace rufwerk::media {

std::int64_t steady_now_us();

class Worker;

namespace command {
struct Adopt {  // a new leg, or one handed over
    std::unique_ptr<Leg> leg;
};
struct Expect {  // a leg is on its way from another thread; what concerns it waits
    LegId leg;
};
struct HandOver {
    LegId leg;
    Worker* to;
};
struct SetPeer {
    LegId leg;
    Peer peer;
};
struct Mix {
    struct Row {
        Hears hears;
        bool stops_sound;
    };
    std::vector<Row> rows;
};
struct Mute {
    LegId leg;
    bool muted;
};
struct Unbridge {
    LegId leg;
};
struct Play {
    LegId leg;
    std::shared_ptr<Sound const> sound;
    bool loop;
};
struct Stop {
    LegId leg;
};
struct SendDigits {
    LegId leg;
    std::string digits;
};
struct Report {
    LegId leg;
    std::function<void(LegReport)> report;
    bool close;
};
}  // namespace command

using Command = std::variant<command::Adopt, command::Expect, command::HandOver, command::SetPeer,
                             command::Mix, command::Unbridge, command::Play, command::Stop, command::Mute,
                             command::SendDigits, command::Report>;

/// One media thread: its legs, one epoll over their sockets, a bounded queue of commands.
class Worker {
  public:
    static constexpr std::size_t commands_max = 65'536;

    explicit Worker(std::function<void(Event)> listener);
    ~Worker();
    /// Ends the thread; commands that are posted later are dropped with the queue.
    void halt();

    /// In order. A thread that leaves 65,536 commands lying has stopped: an invariant, not an answer.
    void post(Command command);
    std::size_t waiting() const { return commands_.size(); }

    std::uint64_t relayed() const { return relayed_.load(std::memory_order_relaxed); }
    std::uint64_t strangers() const { return strangers_.load(std::memory_order_relaxed); }
    std::uint64_t unauthenticated() const { return unauthenticated_.load(std::memory_order_relaxed); }

  private:
    void run();
    void turn(int wait_ms);
    void take_commands();
    bool held_up(Command const& command) const;
    void apply(command::Adopt& adopt);
    void apply(command::Expect& expect);
    void apply(command::HandOver& hand_over);
    void apply(command::SetPeer& set_peer);
    void apply(command::Mix& bridge);
    void apply(command::Unbridge& unbridge);
    void apply(command::Play& play);
    void apply(command::Stop& stop);
    void apply(command::Mute& mute);
    void apply(command::SendDigits& send);
    void apply(command::Report& report);
    Leg* find(LegId id) const;
    std::unique_ptr<Leg> release(LegId id);
    void keep_pacing(Leg& leg);
    void keep_time(Turn& turn);

    std::function<void(Event)> listener_;
    BoundedQueue<Command> commands_{commands_max};
    int epoll_;
    int bell_;
    std::atomic<bool> stopping_{false};
    std::atomic<std::uint64_t> relayed_{0};
    std::atomic<std::uint64_t> strangers_{0};
    std::atomic<std::uint64_t> unauthenticated_{0};
    // below: the thread's own
    std::unordered_map<LegId, std::unique_ptr<Leg>> legs_;
    std::vector<Leg*> paced_;
    std::optional<LegId> expected_;
    std::deque<Command> held_;  // bounded as the queue is: commands waiting for `expected_`
    std::int64_t tick_due_us_ = 0;
    std::thread thread_;
};

}  // namespace rufwerk::media

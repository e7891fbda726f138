#include "people/session_watch.hpp"

#include "base/log.hpp"
#include "people/session.hpp"
#include "store/bell.hpp"

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace rufwerk::people {
namespace {

using Ending = SessionWatch::Ending;

bool same_rights(Actor const& one, Actor const& other) {
    return one.roles == other.roles && one.all_clients == other.all_clients && one.clients == other.clients &&
           one.phone == other.phone;
}

}  // namespace

class SessionWatch::Loop {
  public:
    Loop(store::Database& database, Duration look_again) : database_{database}, look_again_{look_again} {}

    void start(std::shared_ptr<Loop> const& self) {
        database_.on_emitted([weak = std::weak_ptr{self}] {
            if (auto const loop = weak.lock()) loop->ring();
        });
        thread_ = std::thread{[this] { run(); }};
    }
    void stop() {
        stopping_ = true;
        ring();
        if (thread_.joinable()) thread_.join();
    }

    void add(std::uint64_t holder, Actor actor, Ended ended) {
        {
            std::lock_guard const lock{mutex_};
            held_.insert_or_assign(holder, Held{std::move(actor), std::move(ended)});
        }
        ring();
    }
    void remove(std::uint64_t holder) {
        std::lock_guard const lock{mutex_};
        held_.erase(holder);
    }
    void ring() { bell_.ring(); }

  private:
    struct Held {
        Actor actor;
        Ended ended;
    };

    void run() {
        while (!stopping_) {
            bell_.wait(look_again_);
            if (stopping_) return;
            try {
                look();
            } catch (std::exception const& failure) {
                log::warning("sessions.unwatched", {{"why", failure.what()}});
            }
        }
    }

    void look() {
        std::map<std::int64_t, std::optional<Actor>> now;  // by session
        {
            std::lock_guard const lock{mutex_};
            for (auto const& [holder, held] : held_)
                now[held.actor.session] = std::nullopt;
        }
        if (now.empty()) return;
        database_.read_and_wait([&](store::Transaction& transaction) {
            for (auto& [session, actor] : now)
                actor = actor_of_session(transaction, session);
        });
        for (auto const& [ended, why] : take_ended(now))
            ended(why);
    }

    std::vector<std::pair<Ended, Ending>> take_ended(
        std::map<std::int64_t, std::optional<Actor>> const& now) {
        std::vector<std::pair<Ended, Ending>> all;
        std::lock_guard const lock{mutex_};
        for (auto held = held_.begin(); held != held_.end();) {
            auto const found = now.find(held->second.actor.session);
            bool const looked_at = found != now.end();
            bool const over = looked_at && !found->second;
            if (!looked_at || (!over && same_rights(*found->second, held->second.actor))) {
                ++held;
                continue;
            }
            all.emplace_back(std::move(held->second.ended),
                             over ? Ending::session_ended : Ending::rights_changed);
            held = held_.erase(held);
        }
        return all;
    }

    store::Database& database_;
    Duration look_again_;
    store::Bell bell_;
    std::atomic<bool> stopping_ = false;
    std::mutex mutex_;
    std::map<std::uint64_t, Held> held_;  // as many as there are WebSockets
    std::thread thread_;
};

SessionWatch::SessionWatch(store::Database& database, Duration look_again)
    : loop_{std::make_shared<Loop>(database, look_again)} {
    loop_->start(loop_);
}
SessionWatch::~SessionWatch() { loop_->stop(); }

void SessionWatch::add(std::uint64_t holder, Actor actor, Ended ended) {
    loop_->add(holder, std::move(actor), std::move(ended));
}
void SessionWatch::remove(std::uint64_t holder) { loop_->remove(holder); }
void SessionWatch::ring() { loop_->ring(); }
void SessionWatch::stop() { loop_->stop(); }

}  // namespace rufwerk::people

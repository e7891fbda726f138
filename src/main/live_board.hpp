#pragma once

#include "base/queue.hpp"
#include "http/hub.hpp"
#include "main/live_rows.hpp"
#include "people/actor.hpp"

#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <thread>

/// What all browsers may know of the floor, kept beside the switch: the switch hands over what has changed, a
/// thread of its own makes the JSON and publishes it, so that neither a slow browser nor a large floor ever
/// waits on the switch.
namespace rufwerk::live {

struct Change {
    std::vector<call::AgentRow> agents;
    std::vector<call::SelfView> selves;  // of the same agents
    std::vector<call::QueueRow> queues;
    bool whole = false;  // everything there is: what is not in it is gone
};

class Board {
  public:
    /// Changes of queues and of the floor topic are gathered for this long; an agent's own desk hears at
    /// once.
    static constexpr Duration gather{100};

    Board(Clock const& clock, std::string const& boot);
    ~Board();

    /// From the switch. When 10,000 changes wait it is dropped, and `wants_whole` asks for a whole one.
    void hand_over(Change change);
    bool wants_whole() const { return wants_whole_; }

    http::Hub& hub() { return hub_; }
    FloorLive floor(people::Actor const& actor) const;
    std::optional<SelfLive> self(std::string const& login) const;
    /// The topic for this person's view of the floor; people who see the same clients share one.
    std::string floor_topic(people::Actor const& actor);

  private:
    struct Audience {
        bool all = false;
        std::set<std::string, std::less<>> clients;
        bool sees(std::string const& client) const {
            return all || client.empty() || clients.contains(client);
        }
    };
    void run();
    void take(Change const& change);
    void publish_desks();
    void publish_floor();
    std::string snapshot(std::string const& topic) const;
    FloorLive floor_for(Audience const& audience) const;
    static AgentLive shown_to(Audience const& audience, AgentLive agent);

    Clock const& clock_;
    BoundedQueue<Change> changes_{10'000};
    std::atomic<bool> wants_whole_{false};
    mutable std::mutex mutex_;
    std::map<std::string, AgentLive> agents_;
    std::map<std::string, SelfLive> selves_;
    std::map<std::string, QueueLive> queues_;
    std::map<std::string, Audience> audiences_;  // by topic
    std::set<std::string> dirty_agents_, dirty_queues_, dirty_desks_, queue_dirty_desks_, gone_agents_;
    http::Hub hub_;
    std::thread thread_;
};

}  // namespace rufwerk::live

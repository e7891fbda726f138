#include "main/live_board.hpp"

#include <algorithm>

namespace rufwerk::live {
namespace {
constexpr std::size_t changes_per_turn = 512;
}

Board::Board(Clock const& clock, std::string const& boot)
    : clock_{clock},
      hub_{boot, [this](std::string const& topic) { return snapshot(topic); }},
      thread_{[this] { run(); }} {}

Board::~Board() {
    changes_.close();
    thread_.join();
}

void Board::hand_over(Change change) {
    bool const whole = change.whole;
    if (!changes_.try_push(std::move(change)))
        wants_whole_ = true;
    else if (whole)
        wants_whole_ = false;
}

void Board::run() {
    auto flushed = clock_.now();
    for (;;) {
        auto const changes = changes_.wait_take_for(changes_per_turn, gather);
        for (auto const& change : changes)
            take(change);
        publish_desks();
        auto const now = clock_.now();
        if (now - flushed >= gather) {
            publish_floor();
            flushed = now;
        }
        if (changes.empty() && changes_.closed()) return;
    }
}

void Board::take(Change const& change) {
    std::lock_guard const lock{mutex_};
    if (change.whole) {
        for (auto const& [login, agent] : agents_)
            gone_agents_.insert(login);
        agents_.clear();
        selves_.clear();
        queues_.clear();
    }
    for (auto const& row : change.agents) {
        gone_agents_.erase(row.login);
        agents_[row.login] = to_live(row);
        dirty_agents_.insert(row.login);
    }
    for (auto const& view : change.selves) {
        selves_[view.agent.login] = to_live(view);
        dirty_desks_.insert(view.agent.login);
    }
    for (auto const& row : change.queues) {
        queues_[row.key] = to_live(row);
        dirty_queues_.insert(row.key);
        for (auto& [login, self] : selves_)
            for (auto& queue : self.queues)
                if (queue.key == row.key) {
                    queue.waiting = row.waiting;
                    queue.longest_since = row.longest_since;
                    queue_dirty_desks_.insert(login);
                }
    }
}

void Board::publish_desks() {
    for (auto const& login : std::exchange(dirty_desks_, {})) {
        queue_dirty_desks_.erase(login);
        if (auto const desk = self(login); desk && hub_.has_listeners("me/" + login))
            hub_.publish("me/" + login, wire::encode(*desk));
    }
}

void Board::publish_floor() {
    dirty_desks_.merge(queue_dirty_desks_);
    queue_dirty_desks_.clear();
    publish_desks();
    auto const agents = std::exchange(dirty_agents_, {});
    auto const queues = std::exchange(dirty_queues_, {});
    auto const gone = std::exchange(gone_agents_, {});
    if (agents.empty() && queues.empty() && gone.empty()) return;
    std::vector<std::pair<std::string, FloorChange>> messages;
    {
        std::lock_guard const lock{mutex_};
        for (auto const& [topic, audience] : audiences_) {
            FloorChange change{clock_.now(), {}, {}, {gone.begin(), gone.end()}};
            for (auto const& key : queues)
                if (auto const found = queues_.find(key);
                    found != queues_.end() && audience.sees(found->second.client))
                    change.queues.push_back(found->second);
            for (auto const& login : agents)
                if (auto const found = agents_.find(login); found != agents_.end())
                    change.agents.push_back(shown_to(audience, found->second));
            messages.emplace_back(topic, std::move(change));
        }
    }
    for (auto const& [topic, change] : messages)
        if (hub_.has_listeners(topic)) hub_.publish(topic, wire::encode(change));
}

AgentLive Board::shown_to(Audience const& audience, AgentLive agent) {
    // Whom an agent talks to for another client is behind the wall; that the agent is busy is not.
    if (agent.client && !audience.sees(*agent.client)) {
        agent.client.reset();
        agent.queue.reset();
        agent.call.reset();
    }
    return agent;
}

FloorLive Board::floor_for(Audience const& audience) const {
    FloorLive floor{clock_.now(), {}, {}};
    for (auto const& [key, queue] : queues_)
        if (audience.sees(queue.client)) floor.queues.push_back(queue);
    for (auto const& [login, agent] : agents_)
        floor.agents.push_back(shown_to(audience, agent));
    return floor;
}

FloorLive Board::floor(people::Actor const& actor) const {
    std::lock_guard const lock{mutex_};
    return floor_for({actor.all_clients, {actor.clients.begin(), actor.clients.end()}});
}

std::optional<SelfLive> Board::self(std::string const& login) const {
    std::lock_guard const lock{mutex_};
    auto const found = selves_.find(login);
    if (found == selves_.end()) return std::nullopt;
    return found->second;
}

std::string Board::floor_topic(people::Actor const& actor) {
    Audience audience{actor.all_clients, {actor.clients.begin(), actor.clients.end()}};
    std::string topic = "floor/";
    if (audience.all)
        topic += "*";
    else
        for (auto const& client : audience.clients)
            topic += client + "|";
    std::lock_guard const lock{mutex_};
    audiences_.try_emplace(topic, std::move(audience));
    return topic;
}

std::string Board::snapshot(std::string const& topic) const {
    std::lock_guard const lock{mutex_};
    if (auto const audience = audiences_.find(topic); audience != audiences_.end())
        return wire::encode(floor_for(audience->second));
    auto const found = topic.starts_with("me/") ? selves_.find(topic.substr(3)) : selves_.end();
    return found == selves_.end() ? "null" : wire::encode(found->second);
}

}  // namespace rufwerk::live

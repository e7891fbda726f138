#pragma once

#include "floor/deadlines.hpp"
#include "floor/lazy_heap.hpp"
#include "floor/terms.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rufwerk::floor {

struct AgentView {
    AgentState state = AgentState::offline;
    Instant since{};
    std::optional<Instant> until;  // the deadline of the state
    std::string reason;            // of a pause
    std::optional<WorkId> work;    // offered, talking and wrap_up
    std::optional<QueueKey> queue;
    std::optional<Presence> next;  // asked for during work: taken afterwards
    bool phone_attached = false;
    bool extended = false;
    bool active = false;  // false: no longer in the configuration
    bool by_supervisor = false;
};
struct QueueView {
    std::string key;
    bool active = false;
    std::uint32_t waiting = 0;
    std::uint32_t offered = 0;
    std::uint32_t talking = 0;
    std::optional<Instant> longest_since;
};

/// Decides who gets which work. Pure: same inputs, same outputs; no clock, no dice, no I/O, no float.
///
/// Choice. A free agent takes, of all queues whose skills it has and whose client it may serve, the queue
/// with the highest priority, then the work that entered its queue first, then the one that arrived first. A
/// work takes the agent who has been ready longest. An agent has a capacity of one work.
///
/// After an offer: answered → talking → wrap_up → the presence asked for meanwhile, else ready. Rung out or
/// failed → the work keeps its place at the head, the agent is not_responding. Declined → the agent is ready
/// behind the others and is passed over for this work; every Limits::declined it is looked whether anyone on
/// shift is left who has not declined, and when nobody is, all are asked again. Caller gone → the agent is
/// ready at the place it had.
///
/// Presence asked for while offered or talking is taken after the work; `ready` in wrap-up finishes it,
/// `pause` and `offline` in wrap-up are taken at its end.
class Floor {
  public:
    explicit Floor(Limits limits = {}) : limits_{limits} {}

    Outputs apply(Instant now, Input const& input);
    /// TimePassed is wanted at this instant at the latest.
    std::optional<Instant> next_deadline() const { return deadlines_.next(); }

    std::optional<AgentKey> agent_key(std::string_view login) const;
    std::optional<QueueKey> queue_key(std::string_view key) const;
    std::string const& login(AgentKey agent) const { return agents_[agent.value].setup.login; }
    AgentView view(AgentKey agent) const;
    QueueView view(QueueKey queue);
    std::size_t agent_count() const { return agents_.size(); }
    std::size_t queue_count() const { return queues_.size(); }
    std::size_t work_count() const { return work_index_.size(); }
    /// Empty when everything is as it must be, else what is not: for the simulator, after every step.
    /// `thorough` also looks for work that waits although an agent is free for it.
    std::string fault(bool thorough);

  private:
    enum class WorkState : std::uint8_t { none, waiting, offered, talking };
    struct Agent {
        AgentSetup setup;
        std::vector<std::uint32_t> const* serves =
            nullptr;  // queues; shared by all with the same skills and clients
        AgentState state = AgentState::offline;
        bool active = false;
        bool phone_attached = false;
        bool by_supervisor = false;
        bool extended = false;
        Instant since{};
        std::uint64_t idle_order = 0;  // smaller: ready for longer
        std::string reason;
        std::optional<Presence> next;
        std::string next_reason;
        bool next_by_supervisor = false;
        std::uint32_t work = UINT32_MAX;  // slot
        WorkId last_work;
        QueueKey last_queue;
        Duration retry{};
    };
    struct Work {
        WorkId id;
        WorkState state = WorkState::none;
        std::uint32_t queue = 0;
        std::uint32_t agent = UINT32_MAX;
        Instant queued_at{};      // its place; kept when it comes back
        Instant patient_since{};  // its patience; begins again when an answered work comes back
        std::uint64_t order = 0;
        std::vector<std::uint32_t> declined_by;  // sorted
    };
    struct Waiting {
        Instant queued_at;
        std::uint64_t order;
        std::uint32_t slot;
        friend bool operator<(Waiting const& a, Waiting const& b) {
            return a.queued_at != b.queued_at ? a.queued_at < b.queued_at : a.order < b.order;
        }
        friend bool operator==(Waiting const& a, Waiting const& b) { return a.order == b.order; }
    };
    struct Idle {
        std::uint64_t order;
        std::uint32_t agent;
        friend bool operator<(Idle const& a, Idle const& b) { return a.order < b.order; }
        friend bool operator==(Idle const& a, Idle const& b) { return a.order == b.order; }
    };
    struct Queue {
        QueueSetup setup;
        bool active = false;
        std::uint32_t waiting = 0;
        std::uint32_t offered = 0;
        std::uint32_t talking = 0;
        std::uint32_t on_shift = 0;  // agents who could serve it and are not offline
        LazyHeap<Waiting> works;
        LazyHeap<Idle> idle;
    };

    // floor.cpp: work and offers
    void on(Configured const& input);
    void on(WorkArrived const& input);
    void on(WorkAnswered const& input);
    void on(WorkDeclined const& input);
    void on(OfferFailed const& input);
    void on(WorkEnded const& input);
    void on(WorkReturned const& input);
    void on(TimePassed const& input);
    void work_due(std::uint32_t slot);
    Work* work_in(WorkId id, WorkState state, Refused::Why otherwise);
    void wait_again(std::uint32_t slot);
    void forget_work(std::uint32_t slot);
    std::uint32_t new_slot();

    // presence.cpp: agents
    void on(PresenceSet const& input);
    void on(PhoneAttached const& input);
    void on(PhoneLost const& input);
    void on(WrapUpExtended const& input);
    void on(WrapUpFinished const& input);
    void on(ShiftResumed const& input);
    void agent_due(std::uint32_t index);
    void enter(std::uint32_t index, AgentState state);
    void enter_ready(std::uint32_t index, bool keeps_place);
    void enter_not_responding(std::uint32_t index);
    void enter_connection_lost(std::uint32_t index);
    void settle(std::uint32_t index);
    void take_presence(std::uint32_t index, Presence presence, std::string reason, bool by_supervisor);
    void set_next(Agent& agent, PresenceSet const& input);
    bool known(AgentKey agent);

    // matching.cpp
    void match_agent(std::uint32_t index);
    void match_work(std::uint32_t slot);
    void offer(std::uint32_t slot, std::uint32_t index);
    void push_idle(std::uint32_t index);
    void push_waiting(std::uint32_t slot);
    bool is_waiting(Waiting const& entry) const {
        auto const& work = works_[entry.slot];
        return work.state == WorkState::waiting && work.order == entry.order;
    }
    bool is_idle(Idle const& entry) const {
        auto const& agent = agents_[entry.agent];
        return agent.state == AgentState::ready && agent.idle_order == entry.order;
    }
    bool everyone_declined(Work const& work) const;

    // configure.cpp
    void index_queues();
    void retire_agents();
    bool may_serve(AgentSetup const& agent, QueueSetup const& queue) const;

    void refuse(Refused::Why why) { out_.push_back(Refused{why}); }
    void changed(QueueKey queue) { out_.push_back(QueueChanged{queue}); }
    void arm_agent(Timed timed, std::uint32_t index, Duration in);
    void arm_work(Timed timed, std::uint32_t slot, Duration in);
    void arm_waiting(std::uint32_t slot);

    Limits limits_;
    Instant now_{};
    Outputs out_;
    std::vector<Agent> agents_;
    std::vector<Queue> queues_;
    std::vector<Work> works_;
    std::vector<std::uint32_t> free_slots_;
    std::map<std::string, std::uint32_t, std::less<>> agent_index_;
    std::map<std::string, std::uint32_t, std::less<>> queue_index_;
    std::unordered_map<std::int64_t, std::uint32_t> work_index_;  // looked up, never walked
    std::map<std::pair<std::vector<std::string>, std::vector<std::string>>, std::vector<std::uint32_t>>
        serves_;
    Deadlines deadlines_;
    std::uint64_t order_ = 0;
};

std::string_view to_string(AgentState state);

}  // namespace rufwerk::floor

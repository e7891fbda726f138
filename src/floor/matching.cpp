#include "base/invariant.hpp"
#include "floor/floor.hpp"

#include <algorithm>

namespace rufwerk::floor {

namespace {
bool has_declined(std::vector<std::uint32_t> const& declined_by, std::uint32_t agent) {
    return !declined_by.empty() && std::binary_search(declined_by.begin(), declined_by.end(), agent);
}
}  // namespace

void Floor::push_waiting(std::uint32_t slot) {
    auto const& work = works_[slot];
    queues_[work.queue].works.push({work.queued_at, work.order, slot},
                                   [this](Waiting const& entry) { return is_waiting(entry); });
}

void Floor::push_idle(std::uint32_t index) {
    auto const& agent = agents_[index];
    for (auto const queue : *agent.serves)
        queues_[queue].idle.push({agent.idle_order, index},
                                 [this](Idle const& entry) { return is_idle(entry); });
}

/// Offers to a ready agent the best work there is for it, else lists it as idle.
void Floor::match_agent(std::uint32_t index) {
    auto const valid = [this](Waiting const& entry) { return is_waiting(entry); };
    auto const wanted = [this, index](Waiting const& entry) {
        return !has_declined(works_[entry.slot].declined_by, index);
    };
    std::optional<Waiting> best;
    int best_priority = 0;
    for (auto const number : *agents_[index].serves) {
        auto& queue = queues_[number];
        if (queue.waiting == 0 || (best && queue.setup.priority < best_priority)) continue;
        auto const* head = queue.works.first(valid, wanted);
        if (head == nullptr) continue;
        if (!best || queue.setup.priority > best_priority || *head < *best) {
            best = *head;
            best_priority = queue.setup.priority;
        }
    }
    if (best)
        offer(best->slot, index);
    else
        push_idle(index);
}

/// Offers a waiting work to the agent who has been ready longest, else leaves it waiting.
void Floor::match_work(std::uint32_t slot) {
    auto const& work = works_[slot];
    auto const* longest = queues_[work.queue].idle.first(
        [this](Idle const& entry) { return is_idle(entry); },
        [&work](Idle const& entry) { return !has_declined(work.declined_by, entry.agent); });
    if (longest != nullptr)
        offer(slot, longest->agent);
    else
        push_waiting(slot);
}

void Floor::offer(std::uint32_t slot, std::uint32_t index) {
    auto& work = works_[slot];
    auto& agent = agents_[index];
    auto& queue = queues_[work.queue];
    INVARIANT(work.state == WorkState::waiting && agent.state == AgentState::ready);
    work.state = WorkState::offered;
    work.agent = index;
    agent.work = slot;
    agent.last_work = work.id;
    agent.last_queue = QueueKey{work.queue};
    --queue.waiting;
    ++queue.offered;
    deadlines_.clear(2 * slot + 1);
    enter(index, AgentState::offered);
    arm_agent(Timed::offered, index, queue.setup.ring);
    changed(QueueKey{work.queue});
    out_.push_back(Offer{work.id, AgentKey{index}, now_ + queue.setup.ring});
}

bool Floor::everyone_declined(Work const& work) const {
    std::uint32_t decliners = 0;
    for (auto const index : work.declined_by) {
        auto const& agent = agents_[index];
        auto const& serves = *agent.serves;
        if (agent.state != AgentState::offline &&
            std::binary_search(serves.begin(), serves.end(), work.queue))
            ++decliners;
    }
    return decliners >= queues_[work.queue].on_shift;
}

}  // namespace rufwerk::floor

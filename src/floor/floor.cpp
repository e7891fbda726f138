#include "floor/floor.hpp"

#include "base/invariant.hpp"

#include <algorithm>

namespace rufwerk::floor {

Outputs Floor::apply(Instant now, Input const& input) {
    now_ = now;
    out_.clear();
    std::visit([this](auto const& what) { on(what); }, input);
    return out_;
}

// A handle is even for an agent and odd for a work, so that one structure holds every deadline there is.
void Floor::arm_agent(Timed timed, std::uint32_t index, Duration in) {
    if (limits_.forget == timed) return;
    deadlines_.set(2 * index, now_ + in);
}

void Floor::arm_work(Timed timed, std::uint32_t slot, Duration in) {
    if (limits_.forget == timed) return;
    deadlines_.set(2 * slot + 1, now_ + in);
}

/// A waiting work has one deadline: the next look at its decliners, or the end of its patience, whichever is
/// first.
void Floor::arm_waiting(std::uint32_t slot) {
    auto const& work = works_[slot];
    auto const left = std::max(work.patient_since + limits_.waiting - now_, Duration{1});
    if (!work.declined_by.empty() && limits_.declined < left)
        arm_work(Timed::declined, slot, limits_.declined);
    else
        arm_work(Timed::waiting, slot, left);
}

void Floor::on(WorkArrived const& input) {
    if (input.queue.value >= queues_.size() || !queues_[input.queue.value].active)
        return refuse(Refused::Why::unknown_queue);
    INVARIANT(!work_index_.contains(input.work.value));
    auto const slot = new_slot();
    auto& work = works_[slot];
    work = Work{};
    work.id = input.work;
    work.queue = input.queue.value;
    work.state = WorkState::waiting;
    work.queued_at = now_;
    work.patient_since = now_;
    work.order = ++order_;
    work_index_.emplace(input.work.value, slot);
    ++queues_[work.queue].waiting;
    arm_waiting(slot);
    changed(input.queue);
    match_work(slot);
}

Floor::Work* Floor::work_in(WorkId id, WorkState state, Refused::Why otherwise) {
    auto const found = work_index_.find(id.value);
    if (found == work_index_.end()) {
        refuse(Refused::Why::unknown_work);
        return nullptr;
    }
    if (works_[found->second].state != state) {
        refuse(otherwise);
        return nullptr;
    }
    return &works_[found->second];
}

void Floor::on(WorkAnswered const& input) {
    auto* const work = work_in(input.work, WorkState::offered, Refused::Why::not_offered);
    if (work == nullptr) return;
    work->state = WorkState::talking;
    work->declined_by.clear();
    auto& queue = queues_[work->queue];
    --queue.offered;
    ++queue.talking;
    agents_[work->agent].retry = Duration{0};
    enter(work->agent, AgentState::talking);
    changed(QueueKey{work->queue});
}

void Floor::on(WorkDeclined const& input) {
    auto* const work = work_in(input.work, WorkState::offered, Refused::Why::not_offered);
    if (work == nullptr) return;
    auto const agent = work->agent;
    auto const place = std::lower_bound(work->declined_by.begin(), work->declined_by.end(), agent);
    if (place == work->declined_by.end() || *place != agent) work->declined_by.insert(place, agent);
    auto const slot = work_index_.at(input.work.value);
    agents_[agent].work = UINT32_MAX;
    wait_again(slot);
    match_work(slot);
    settle(agent);
}

void Floor::on(OfferFailed const& input) {
    auto* const work = work_in(input.work, WorkState::offered, Refused::Why::not_offered);
    if (work == nullptr) return;
    auto const agent = work->agent;
    auto const slot = work_index_.at(input.work.value);
    agents_[agent].work = UINT32_MAX;
    enter_not_responding(agent);
    wait_again(slot);
    match_work(slot);
}

void Floor::on(WorkReturned const& input) {
    auto* const work = work_in(input.work, WorkState::talking, Refused::Why::not_talking);
    if (work == nullptr) return;
    auto const agent = work->agent;
    auto const slot = work_index_.at(input.work.value);
    agents_[agent].work = UINT32_MAX;
    work->patient_since = now_;
    if (!input.agent_lost) {
        work->declined_by.push_back(agent);
        wait_again(slot);
        match_work(slot);
        settle(agent);
        return;
    }
    if (agents_[agent].setup.phone_attaches && !agents_[agent].phone_attached)
        enter_connection_lost(agent);
    else
        enter_not_responding(agent);
    wait_again(slot);
    match_work(slot);
}

void Floor::on(WorkEnded const& input) {
    auto const found = work_index_.find(input.work.value);
    if (found == work_index_.end()) return refuse(Refused::Why::unknown_work);
    auto const slot = found->second;
    auto const state = works_[slot].state;
    auto const agent = works_[slot].agent;
    auto const wrap_up = queues_[works_[slot].queue].setup.wrap_up;
    forget_work(slot);
    if (state == WorkState::waiting) return;
    agents_[agent].work = UINT32_MAX;
    if (state == WorkState::talking && input.talked && wrap_up > Duration{0}) {
        enter(agent, AgentState::wrap_up);
        agents_[agent].extended = false;
        arm_agent(Timed::wrap_up, agent, wrap_up);
        return;
    }
    bool const keeps_place = state == WorkState::offered && !agents_[agent].next;
    if (keeps_place)
        enter_ready(agent, true);
    else
        settle(agent);
}

/// Puts an offered or talking work back to the place it had: the key it waits by has not changed.
void Floor::wait_again(std::uint32_t slot) {
    auto& work = works_[slot];
    auto& queue = queues_[work.queue];
    --(work.state == WorkState::offered ? queue.offered : queue.talking);
    ++queue.waiting;
    work.state = WorkState::waiting;
    work.agent = UINT32_MAX;
    arm_waiting(slot);
    changed(QueueKey{work.queue});
}

void Floor::forget_work(std::uint32_t slot) {
    auto& work = works_[slot];
    auto& queue = queues_[work.queue];
    switch (work.state) {
        case WorkState::waiting: --queue.waiting; break;
        case WorkState::offered: --queue.offered; break;
        case WorkState::talking: --queue.talking; break;
        case WorkState::none: INVARIANT(false);
    }
    deadlines_.clear(2 * slot + 1);
    work_index_.erase(work.id.value);
    work.state = WorkState::none;
    free_slots_.push_back(slot);
    changed(QueueKey{work.queue});
}

std::uint32_t Floor::new_slot() {
    if (!free_slots_.empty()) {
        auto const slot = free_slots_.back();
        free_slots_.pop_back();
        return slot;
    }
    works_.emplace_back();
    return static_cast<std::uint32_t>(works_.size() - 1);
}

void Floor::on(TimePassed const&) {
    while (auto const handle = deadlines_.take_due(now_)) {
        if (*handle % 2 == 0)
            agent_due(*handle / 2);
        else
            work_due(*handle / 2);
    }
}

void Floor::work_due(std::uint32_t slot) {
    auto& work = works_[slot];
    INVARIANT(work.state == WorkState::waiting);
    if (work.patient_since + limits_.waiting <= now_) {
        auto const id = work.id;
        forget_work(slot);
        out_.push_back(WaitedTooLong{id});
        return;
    }
    bool const asked_again = everyone_declined(work);
    if (asked_again) work.declined_by.clear();
    arm_waiting(slot);
    if (asked_again) match_work(slot);
}

std::optional<AgentKey> Floor::agent_key(std::string_view login) const {
    auto const found = agent_index_.find(login);
    if (found == agent_index_.end()) return std::nullopt;
    return AgentKey{found->second};
}

std::optional<QueueKey> Floor::queue_key(std::string_view key) const {
    auto const found = queue_index_.find(key);
    if (found == queue_index_.end()) return std::nullopt;
    return QueueKey{found->second};
}

}  // namespace rufwerk::floor

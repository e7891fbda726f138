#include "base/invariant.hpp"
#include "floor/floor.hpp"

#include <algorithm>
#include <utility>

namespace rufwerk::floor {

bool Floor::known(AgentKey agent) {
    if (agent.value < agents_.size() && agents_[agent.value].active) return true;
    refuse(Refused::Why::unknown_agent);
    return false;
}

/// The only place where a state changes. The deadline of the old state goes with it.
void Floor::enter(std::uint32_t index, AgentState state) {
    auto& agent = agents_[index];
    bool const was_on_shift = agent.state != AgentState::offline;
    bool const is_on_shift = state != AgentState::offline;
    if (was_on_shift != is_on_shift)
        for (auto const queue : *agent.serves)
            is_on_shift ? ++queues_[queue].on_shift : --queues_[queue].on_shift;
    agent.state = state;
    agent.since = now_;
    deadlines_.clear(2 * index);
    out_.push_back(AgentChanged{AgentKey{index}});
}

void Floor::enter_ready(std::uint32_t index, bool keeps_place) {
    auto& agent = agents_[index];
    if (!agent.active) return enter(index, AgentState::offline);
    if (agent.setup.phone_attaches && !agent.phone_attached) return enter_connection_lost(index);
    enter(index, AgentState::ready);
    if (!keeps_place || agent.idle_order == 0) agent.idle_order = ++order_;
    match_agent(index);
}

void Floor::enter_not_responding(std::uint32_t index) {
    auto& agent = agents_[index];
    if (!agent.active) return enter(index, AgentState::offline);
    if (agent.next && *agent.next != Presence::ready) return settle(index);
    agent.next.reset();
    enter(index, AgentState::not_responding);
    bool const needs_page = agent.setup.phone_attaches && !agent.setup.rings_alone;
    if (!agent.by_supervisor || needs_page)
        return arm_agent(Timed::not_responding, index, limits_.not_responding);
    // Nobody sits at a desk page to press "ready": try again, ever more seldom, because each try costs a
    // caller the time it rings.
    agent.retry =
        agent.retry == Duration{0} ? limits_.retry_first : std::min(agent.retry * 2, limits_.retry_most);
    arm_agent(Timed::not_responding_retry, index, agent.retry);
}

void Floor::enter_connection_lost(std::uint32_t index) {
    enter(index, AgentState::connection_lost);
    bool const alone = agents_[index].setup.rings_alone;
    arm_agent(Timed::connection_lost, index, alone ? limits_.registration_lost : limits_.connection_lost);
}

/// Free again: the presence asked for meanwhile, else ready.
void Floor::settle(std::uint32_t index) {
    auto& agent = agents_[index];
    if (!agent.next) return enter_ready(index, false);
    auto const presence = *std::exchange(agent.next, std::nullopt);
    take_presence(index, presence, std::exchange(agent.next_reason, {}), agent.next_by_supervisor);
}

void Floor::take_presence(std::uint32_t index, Presence presence, std::string reason, bool by_supervisor) {
    auto& agent = agents_[index];
    agent.next.reset();
    if (!agent.active) return enter(index, AgentState::offline);
    switch (presence) {
        case Presence::ready: agent.by_supervisor = by_supervisor; return enter_ready(index, false);
        case Presence::pause:
            agent.reason = std::move(reason);
            enter(index, AgentState::pause);
            return arm_agent(Timed::pause, index, limits_.pause);
        case Presence::offline: agent.by_supervisor = false; return enter(index, AgentState::offline);
    }
}

void Floor::set_next(Agent& agent, PresenceSet const& input) {
    agent.next = input.presence;
    agent.next_reason = input.reason;
    agent.next_by_supervisor = input.by_supervisor;
    out_.push_back(AgentChanged{input.agent});
}

void Floor::on(PresenceSet const& input) {
    if (!known(input.agent)) return;
    auto const index = input.agent.value;
    auto& agent = agents_[index];
    bool const wants_ready = input.presence == Presence::ready;
    if (wants_ready && agent.setup.phone_attaches && !agent.phone_attached)
        return refuse(Refused::Why::phone_missing);
    switch (agent.state) {
        case AgentState::offered:
        case AgentState::talking: return set_next(agent, input);
        case AgentState::wrap_up:
            if (!wants_ready) return set_next(agent, input);
            break;
        case AgentState::ready:
            if (wants_ready) {
                agent.by_supervisor = agent.by_supervisor || input.by_supervisor;
                return;  // keeps its place among the idle
            }
            break;
        case AgentState::offline:
        case AgentState::pause:
        case AgentState::not_responding:
        case AgentState::connection_lost: break;
    }
    agent.retry = Duration{0};
    take_presence(index, input.presence, input.reason, input.by_supervisor);
}

void Floor::on(PhoneAttached const& input) {
    if (!known(input.agent)) return;
    auto& agent = agents_[input.agent.value];
    agent.phone_attached = true;
    if (agent.state == AgentState::connection_lost) return settle(input.agent.value);
    out_.push_back(AgentChanged{input.agent});
}

void Floor::on(PhoneLost const& input) {
    if (!known(input.agent)) return;
    auto const index = input.agent.value;
    auto& agent = agents_[index];
    if (!agent.phone_attached) return;
    agent.phone_attached = false;
    if (!agent.setup.phone_attaches) return;
    if (agent.state == AgentState::ready) return enter_connection_lost(index);
    if (agent.state != AgentState::offered) {
        out_.push_back(AgentChanged{input.agent});
        return;
    }
    auto const slot = std::exchange(agent.work, UINT32_MAX);
    out_.push_back(OfferEnded{works_[slot].id, input.agent, OfferEnded::Why::phone_lost});
    enter_connection_lost(index);
    wait_again(slot);
    match_work(slot);
}

void Floor::on(WrapUpExtended const& input) {
    if (!known(input.agent)) return;
    auto& agent = agents_[input.agent.value];
    if (agent.state != AgentState::wrap_up) return refuse(Refused::Why::not_in_wrap_up);
    if (agent.extended) return refuse(Refused::Why::already_extended);
    agent.extended = true;
    arm_agent(Timed::wrap_up, input.agent.value, queues_[agent.last_queue.value].setup.wrap_up);
    out_.push_back(AgentChanged{input.agent});
}

void Floor::on(WrapUpFinished const& input) {
    if (!known(input.agent)) return;
    if (agents_[input.agent.value].state != AgentState::wrap_up) return refuse(Refused::Why::not_in_wrap_up);
    settle(input.agent.value);
}

void Floor::on(ShiftResumed const& input) {
    if (!known(input.agent)) return;
    auto& agent = agents_[input.agent.value];
    if (agent.state != AgentState::offline) return;
    if (!agent.setup.phone_attaches)
        return take_presence(input.agent.value, input.presence, input.reason, input.by_supervisor);
    enter_connection_lost(input.agent.value);
    agent.next = input.presence;  // what the agent goes back to when its page is there again
    agent.next_reason = input.reason;
    agent.next_by_supervisor = input.by_supervisor;
}

void Floor::agent_due(std::uint32_t index) {
    auto& agent = agents_[index];
    switch (agent.state) {
        case AgentState::offered: {
            auto const slot = std::exchange(agent.work, UINT32_MAX);
            out_.push_back(OfferEnded{works_[slot].id, AgentKey{index}, OfferEnded::Why::rang_out});
            enter_not_responding(index);
            wait_again(slot);
            return match_work(slot);
        }
        case AgentState::wrap_up: return settle(index);
        case AgentState::not_responding:
            if (agent.by_supervisor && (!agent.setup.phone_attaches || agent.setup.rings_alone))
                return enter_ready(index, false);
            [[fallthrough]];
        case AgentState::pause:
        case AgentState::connection_lost:
            agent.next.reset();
            agent.by_supervisor = false;
            return enter(index, AgentState::offline);
        case AgentState::offline:
        case AgentState::ready:
        case AgentState::talking: INVARIANT(false);  // these have no deadline here
    }
}

}  // namespace rufwerk::floor

#include "base/invariant.hpp"
#include "call/phone_secret.hpp"
#include "call/switchboard.hpp"

#include <algorithm>
#include <utility>

// What agents and supervisors ask for, and what becomes known of agents.
namespace rufwerk::call {

namespace {

std::string_view name_of(floor::Presence presence) {
    switch (presence) {
        case floor::Presence::ready: return "ready";
        case floor::Presence::pause: return "pause";
        case floor::Presence::offline: return "offline";
    }
    return "";
}

floor::Setup floor_setup(Centre const& centre) {
    floor::Setup setup;
    for (auto const& [key, queue] : centre.queues)
        setup.queues.push_back({key, queue.client, queue.skills, queue.priority,
                                std::chrono::seconds{std::max(queue.ring_s, 1)},
                                std::chrono::seconds{std::max(queue.wrap_up_s, 0)}});
    for (auto const& [login, agent] : centre.agents) {
        if (!agent.active) continue;
        bool const registers = agent.phone == kRegisters;
        floor::AgentSetup one{login, {}, agent.clients, registers || agent.phone == "browser", registers};
        for (auto const& [skill, level] : agent.skills)
            if (level > 0) one.skills.push_back(skill);
        setup.agents.push_back(std::move(one));
    }
    return setup;
}

}  // namespace

void Switchboard::refuse(std::string code, std::string detail, bool not_found) {
    out_.refusal = Refusal{std::move(code), std::move(detail), not_found};
}

void Switchboard::refuse_as(floor::Refused::Why why) {
    using Why = floor::Refused::Why;
    switch (why) {
        case Why::unknown_agent:
            return refuse("agent.unknown",
                          "There is no such agent in the centre; give the login of an active agent.", true);
        case Why::phone_missing:
            return refuse("presence.phone_missing",
                          "The agent's telephone is not connected; connect the browser's, or let the desk "
                          "telephone register, then set ready.");
        case Why::already_extended:
            return refuse("wrap_up.already_extended",
                          "A wrap-up can be extended once; finish it or let it run out.");
        case Why::not_in_wrap_up:
            return refuse("wrap_up.over",
                          "The wrap-up is over; the result can still be entered from the list.");
        case Why::unknown_queue:
        case Why::unknown_work:
        case Why::not_offered:
        case Why::not_talking:
            return refuse("call.changed", "The call is in another state by now; look at it again.");
    }
}

Switchboard::Desk& Switchboard::desk(floor::AgentKey agent) {
    if (agent.value >= desks_.size()) desks_.resize(floor_.agent_count());
    return desks_[agent.value];
}

Switchboard::Call* Switchboard::present_call(floor::AgentKey agent) {
    auto const work = floor_.view(agent).work;
    return work ? find(CallId{work->value}) : nullptr;
}

void Switchboard::on(PhoneAttached const& input) {
    auto const agent = floor_.agent_key(input.login);
    if (!agent) return;
    desk(*agent).phone_lost.clear();
    tell_floor(floor::PhoneAttached{*agent});
    if (auto* const call = present_call(*agent)) take(*call, call->machine.phone_attached(now_));
}

void Switchboard::on(PhoneLost const& input) {
    auto const agent = floor_.agent_key(input.login);
    if (!agent) return;
    auto* const call = present_call(*agent);
    desk(*agent).phone_lost = input.why;
    tell_floor(floor::PhoneLost{*agent});  // takes an open offer back by itself
    if (call != nullptr && call->machine.row().agent == input.login && floor_.view(*agent).work)
        take(*call, call->machine.phone_lost(now_));
}

void Switchboard::on(SetPresence const& input) {
    auto const agent = floor_.agent_key(input.login);
    if (!agent) return refuse_as(floor::Refused::Why::unknown_agent);
    bool const pause = input.presence == floor::Presence::pause;
    if (pause && !input.reason.empty() && !centre_->pause_reasons.contains(input.reason)) {
        out_.refusal = Refusal{
            .code = "presence.unknown_reason",
            .detail = "\"" + input.reason + "\" is not a pause reason: choose one of /api/pause-reasons",
            .field = "reason"};
        return;
    }
    auto const before = std::exchange(desk(*agent).journaled, input.presence);
    auto const reason = pause ? input.reason : std::string{};
    if (auto const why =
            tell_floor(floor::PresenceSet{*agent, input.presence, reason, input.by_supervisor})) {
        desk(*agent).journaled = before;
        return refuse_as(*why);
    }
    journal_presence(input.login, name_of(input.presence), reason, input.by_supervisor);
}

void Switchboard::journal_presence(std::string const& login, std::string_view state,
                                   std::string const& reason, bool by_supervisor) {
    FactData data;
    data.text("login", login)
        .text("state", state)
        .text("reason", reason)
        .flag("by_supervisor", by_supervisor);
    journal_house("presence", data.done());
}

Switchboard::Call* Switchboard::own_call(std::string const& login, CallId id, floor::AgentState state) {
    auto const agent = floor_.agent_key(login);
    if (!agent) {
        refuse_as(floor::Refused::Why::unknown_agent);
        return nullptr;
    }
    auto const view = floor_.view(*agent);
    if (view.work != floor::WorkId{id.value}) {
        refuse("call.not_yours", "This call is not offered to you and you are not in it (any more).");
        return nullptr;
    }
    if (view.state != state) {
        refuse_as(floor::Refused::Why::not_offered);
        return nullptr;
    }
    return find(id);
}

void Switchboard::on(AnswerCall const& input) {
    auto* const call = own_call(input.login, input.call, floor::AgentState::offered);
    if (call == nullptr) return;
    if (!call->machine.with_browser())
        return refuse("call.phone_rings", "This call rings on your telephone; lift it there.");
    take(*call, call->machine.agent_answers(now_));
}

void Switchboard::on(DeclineCall const& input) {
    if (auto* const call = own_call(input.login, input.call, floor::AgentState::offered))
        take(*call, call->machine.agent_declines(now_));
}

void Switchboard::on(HangUpCall const& input) {
    if (auto* const call = own_call(input.login, input.call, floor::AgentState::talking))
        take(*call, call->machine.agent_hangs_up(now_));
}

void Switchboard::on(HoldCall const& input) {
    auto* const call = own_call(input.login, input.call, floor::AgentState::talking);
    if (call == nullptr) return;
    if (!call->machine.may_hold()) return refuse_as(floor::Refused::Why::not_talking);
    take(*call, call->machine.agent_holds(now_));
}

void Switchboard::on(ResumeCall const& input) {
    auto* const call = own_call(input.login, input.call, floor::AgentState::talking);
    if (call == nullptr) return;
    if (!call->machine.held_since()) return refuse_as(floor::Refused::Why::not_talking);
    take(*call, call->machine.agent_resumes(now_));
}

void Switchboard::on(ExtendWrapUp const& input) {
    if (own_call(input.login, input.call, floor::AgentState::wrap_up) == nullptr) return;
    if (auto const why = tell_floor(floor::WrapUpExtended{*floor_.agent_key(input.login)})) refuse_as(*why);
}

void Switchboard::on(FinishWrapUp const& input) {
    if (own_call(input.login, input.call, floor::AgentState::wrap_up) == nullptr) return;
    if (auto const why = tell_floor(floor::WrapUpFinished{*floor_.agent_key(input.login)})) refuse_as(*why);
}

/// An agent goes into wrap-up for this call: the call's row is kept until it is over.
void Switchboard::note_wrap_up(Call& call) {
    auto const agent = floor_.agent_key(call.machine.row().agent);
    INVARIANT(agent.has_value());
    call.wrapping = true;
    desk(*agent).wrapping = call.machine.row().id;
    desk(*agent).wrapping_since = now_;
}

void Switchboard::agent_changed(floor::AgentKey key) {
    agents_changed_.insert(key.value);
    auto const view = floor_.view(key);
    auto& desk = this->desk(key);
    auto const& login = floor_.login(key);
    if (desk.wrapping && view.state != floor::AgentState::wrap_up &&
        view.state != floor::AgentState::talking) {
        auto& call = calls_.at(desk.wrapping->value);
        desk.wrapping.reset();
        call.wrapping = false;
        to_forget_.insert(call.machine.row().id.value);
        if (auto const took = now_ - desk.wrapping_since; took > Duration{0})
            journal(call, Fact{"wrapped_up",
                               FactData{}.text("agent", login).number("wrap_up_ms", took.count()).done()});
    }
    // Nobody asked for it: a grace or a limit has run out. After a restart the agent is not to come back by
    // itself.
    if (view.state == floor::AgentState::offline && desk.journaled != floor::Presence::offline) {
        desk.journaled = floor::Presence::offline;
        journal_presence(login, "offline", "", false);
    }
}

void Switchboard::on(CentreChanged const& input) {
    centre_ = input.centre;
    tell_floor(floor::Configured{floor_setup(*centre_)});
}

void Switchboard::on(DayBegan const&) {
    figures_.clear();
    for (std::uint32_t index = 0; index < floor_.queue_count(); ++index)
        queues_changed_.insert(index);
}

}  // namespace rufwerk::call

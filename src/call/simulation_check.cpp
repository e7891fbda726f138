#include "call/simulation_world.hpp"

#include <fmt/format.h>

// What must hold after every step, and how long anything may last.
namespace rufwerk::call {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

/// The longest each state may last, by the defaults of floor::Limits and the centre of the simulation;
/// nothing: for ever.
std::optional<Duration> longest(floor::AgentView const& view) {
    switch (view.state) {
        case floor::AgentState::offline:
        case floor::AgentState::ready: return std::nullopt;
        case floor::AgentState::offered: return seconds{15};
        case floor::AgentState::talking: return hours{4};
        case floor::AgentState::wrap_up: return seconds{20};
        case floor::AgentState::pause: return hours{12};
        // phone_attached is always true for a SIP telephone
        case floor::AgentState::not_responding: return minutes{30};
        case floor::AgentState::connection_lost: return seconds{20};
    }
    return std::nullopt;
}

Duration longest(Machine::Stage stage) {
    switch (stage) {
        case Machine::Stage::greeting: return minutes{10};
        case Machine::Stage::waiting: return hours{2};
        case Machine::Stage::offered: return seconds{15};
        case Machine::Stage::connecting: return seconds{35};
        case Machine::Stage::talking: return hours{4};
        case Machine::Stage::away: return seconds{20};
        case Machine::Stage::ended: return seconds{160};  // a leg that answers late begins its closing anew
    }
    return Duration{0};
}

Duration longest(Machine::Customer customer) {
    switch (customer) {
        case Machine::Customer::ringing: return seconds{175};
        case Machine::Customer::answering: return seconds{40};
        case Machine::Customer::up: return hours{4};
        case Machine::Customer::closing: return seconds{40};
        case Machine::Customer::gone: return hours{4};
    }
    return Duration{0};
}

constexpr Duration kSlack = seconds{1};

}  // namespace

void World::fail(std::string fault) {
    if (report_.fault.empty()) report_.fault = fmt::format("{} s: {}", (now_ - began_).count() / 1000, fault);
}

void World::check() {
    if (auto fault = board_->fault(++steps_ % 64 == 0); !fault.empty()) fail(std::move(fault));
}

void World::check_ages() {
    for (auto const& login : logins_) {
        auto const key = board_->floor().agent_key(login);
        if (!key) continue;
        auto const view = board_->floor().view(*key);
        auto limit = longest(view);
        bool const retried = view.by_supervisor && centre_->agents[login].phone != "browser";
        if (view.state == floor::AgentState::not_responding && retried) limit = minutes{2};
        if (limit && now_ - view.since > *limit + kSlack)
            return fail(fmt::format("agent {} is stuck in {}", login, floor::to_string(view.state)));
    }
    for (auto const id : board_->open_calls()) {
        auto const& machine = *board_->machine(id);
        bool const wrapping = machine.closed();  // kept for the agent's wrap-up, which has its own limit
        auto longest_stage = longest(machine.stage());
        // A greeting of five seconds begins with the ACK, which has its own limit.
        if (machine.stage() == Machine::Stage::greeting && calls_[id.value].greeting_is_known)
            longest_stage = longest(Machine::Customer::answering);
        if (!wrapping && now_ - machine.stage_since() > longest_stage + kSlack)
            return fail(fmt::format("call {} is stuck in {}", id.value, to_string(machine.stage())));
        if (!wrapping && now_ - machine.customer_since() > longest(machine.customer()) + kSlack)
            return fail(fmt::format("call {} is stuck with its customer's leg in state {}", id.value,
                                    static_cast<int>(machine.customer())));
        if (machine.closing_since() && now_ - *machine.closing_since() > seconds{40} + kSlack)
            return fail(fmt::format("call {} is stuck with a leg that does not close", id.value));
    }
}

void World::check_legs_closed(CallId call) {
    for (auto const& [number, leg] : calls_[call.value].legs)
        if (!leg.resolved) fail(fmt::format("call {} has closed and its leg {} is open", call.value, number));
}

void World::check_bridge(Bridge const& bridge) {
    auto const [held, is_new] = bridged_.emplace(bridge.login, bridge.call);
    if (!is_new && held->second != bridge.call)
        fail(fmt::format("agent {} is in call {} and in call {}", bridge.login, held->second.value,
                         bridge.call.value));
    if (calls_[bridge.call.value].ended > 0)
        fail(fmt::format("call {} is connected after its end", bridge.call.value));
}

std::string World::what_is_left() const {
    std::string left = fmt::format("{} commands, {} entries", held_.size(), unwritten_.size());
    for (auto const id : board_->open_calls())
        left += fmt::format(", call {} in {}", id.value, to_string(board_->machine(id)->stage()));
    for (auto const& login : logins_)
        if (auto const key = board_->floor().agent_key(login))
            left += fmt::format(", {} {}", login, floor::to_string(board_->floor().view(*key).state));
    return left;
}

void World::check_end() {
    if (!at_rest()) return fail("when everybody has gone, there is left: " + what_is_left());
    for (auto const& [id, call] : calls_) {
        if (call.acknowledged && call.ended != 1)
            return fail(fmt::format("call {} has {} ends", id, call.ended));
        if (call.seq > 0 && call.ended != 1) return fail(fmt::format("call {} has {} ends", id, call.ended));
    }
    if (report_.ended + report_.refused + report_.unwritten != report_.calls)
        fail(fmt::format("{} calls, but {} ended, {} refused, {} never written", report_.calls, report_.ended,
                         report_.refused, report_.unwritten));
}

}  // namespace rufwerk::call

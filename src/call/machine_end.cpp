#include "base/invariant.hpp"
#include "call/machine.hpp"

namespace rufwerk::call {

/// The one way a call ends, once: both sides are hung up, the floor is told, the reason is written down.
void Machine::finish(EndReason reason) {
    INVARIANT(live());
    bool const talked = stage_ == Stage::talking || stage_ == Stage::away;
    if (stage_ == Stage::talking && agent_leg_ >= 0) unbridge();
    held_since_.reset();
    row_.ended_at = now_;
    row_.end_reason = reason;
    steps_.emplace_back(Fact{"ended", ended_data(row_)});
    go(Stage::ended);
    close_agent_leg(to_string(reason));
    switch (customer_) {
        case Customer::ringing: {
            int const status = refusal_status();
            command(
                Refuse{leg(kCustomer), status, status == 480 ? "Temporarily Unavailable" : "Declined", 0});
            customer_becomes(Customer::closing);
            break;
        }
        case Customer::answering:
        case Customer::up:
            command(HangUp{leg(kCustomer), std::string{to_string(reason)}});
            customer_becomes(Customer::closing);
            break;
        case Customer::closing:
        case Customer::gone: break;
    }
    if (in_floor_) notice(talked ? Notice::ended_talked : Notice::ended_silent);
    in_floor_ = false;
}

int Machine::refusal_status() const { return row_.end_reason == EndReason::agent_hung_up ? 603 : 480; }

std::string ended_data(CallRow const& row) {
    FactData data;
    data.text("reason", to_string(row.end_reason.value()));
    row.offered_at ? data.text("agent", row.agent) : data.null("agent");
    auto const time = [&data](std::string_view name, std::optional<Instant> at) {
        at ? data.number(name, to_ms(*at)) : data.null(name);
    };
    time("queued_at", row.queued_at);
    time("offered_at", row.offered_at);
    time("answered_at", row.answered_at);
    auto const ended = row.ended_at.value();
    auto const waited_until = row.answered_at.value_or(ended);
    data.number("wait_ms", row.queued_at ? (waited_until - *row.queued_at).count() : 0);
    data.number("talk_ms", row.answered_at ? (ended - *row.answered_at).count() : 0);
    return data.done();
}

}  // namespace rufwerk::call

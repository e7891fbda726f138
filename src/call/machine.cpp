#include "call/machine.hpp"

#include "base/invariant.hpp"

#include <algorithm>

namespace rufwerk::call {

std::string_view to_string(Machine::Stage stage) {
    switch (stage) {
        case Machine::Stage::greeting: return "greeting";
        case Machine::Stage::waiting: return "waiting";
        case Machine::Stage::offered: return "offered";
        case Machine::Stage::connecting: return "connecting";
        case Machine::Stage::talking: return "talking";
        case Machine::Stage::away: return "away";
        case Machine::Stage::ended: return "ended";
    }
    return "";
}

void Machine::fact(std::string kind, FactData const& data, Room room) {
    steps_.emplace_back(Fact{std::move(kind), data.done(), room});
}

std::optional<Instant> Machine::in(Timed timed, Duration limit) const {
    if (limits_.forget == timed) return std::nullopt;
    return now_ + limit;
}

/// Every stage names its deadline here; waiting and offered have theirs in the floor, talking is bounded by
/// the whole call.
void Machine::go(Stage stage) {
    stage_ = stage;
    stage_since_ = now_;
    stage_until_.reset();
    switch (stage) {
        case Stage::greeting: {
            auto const known = greeting_length_ > Duration{0};
            auto const length = known ? greeting_length_ + std::chrono::seconds{2} : limits_.greeting;
            stage_until_ = in(Timed::greeting, std::min(length, limits_.greeting));
            return;
        }
        case Stage::connecting: stage_until_ = in(Timed::connecting, limits_.connecting); return;
        case Stage::away: stage_until_ = in(Timed::away, limits_.away); return;
        case Stage::ended: call_until_.reset(); return;
        case Stage::waiting:
        case Stage::offered:
        case Stage::talking: return;
    }
}

void Machine::customer_becomes(Customer customer) {
    customer_ = customer;
    customer_since_ = now_;
    customer_until_.reset();
    switch (customer) {
        case Customer::ringing:
            customer_until_ = in(Timed::customer_ringing, limits_.customer_ringing);
            return;
        case Customer::answering:
            customer_until_ = in(Timed::customer_answering, limits_.customer_answering);
            return;
        case Customer::closing: customer_until_ = in(Timed::leg_closing, limits_.leg_closing); return;
        case Customer::up:
        case Customer::gone: return;
    }
}

std::optional<Instant> Machine::next_deadline() const {
    auto next = stage_until_;
    auto const sooner = [&next](std::optional<Instant> at) {
        if (at && (!next || *at < *next)) next = at;
    };
    sooner(customer_until_);
    sooner(call_until_);
    for (auto const& closing : closing_)
        sooner(closing.until);
    return next;
}

std::optional<Instant> Machine::closing_since() const {
    std::optional<Instant> since;
    if (customer_ == Customer::closing) since = customer_since_;
    for (auto const& closing : closing_)
        if (!since || closing.since < *since) since = closing.since;
    return since;
}

Steps Machine::arrived(Instant now, CallerArrived const& arrived) {
    now_ = now;
    row_.id = arrived.call;
    row_.client = route_.client;
    row_.queue = route_.queue;
    row_.number = route_.number;
    row_.caller = arrived.caller;
    row_.caller_name = arrived.caller_name;
    row_.started_at = now;
    greeting_length_ = arrived.greeting_length;
    FactData data;
    data.text("client", route_.client).text("queue", route_.queue).text("number", route_.number);
    data.text("called", arrived.called).text("trunk", arrived.trunk).text("button", arrived.button);
    arrived.caller ? data.text("caller", *arrived.caller) : data.null("caller");
    data.text("caller_name", arrived.caller_name);
    customer_dialog_ = arrived.dialog;
    fact("arrived", data);
    call_until_ = in(Timed::whole_call, limits_.whole_call);
    customer_becomes(Customer::ringing);
    if (arrived.refuse_status != 0) {
        command(Refuse{leg(kCustomer), arrived.refuse_status, "Not Acceptable Here", 0});
        customer_becomes(Customer::closing);
        finish(EndReason::refused_media);
        return done();
    }
    if (route_.answer == AnswerWhen::agent) {
        command(Ring{leg(kCustomer)});
        enqueue();
        return done();
    }
    answer_customer();
    go(Stage::greeting);
    if (route_.greeting_audio.empty())
        enqueue();
    else
        stage_until_.reset();  // the greeting begins with the ACK; until then the answering deadline holds
    return done();
}

void Machine::enqueue() {
    row_.queued_at = now_;
    in_floor_ = true;
    go(Stage::waiting);
    fact("queued", FactData{}.text("queue", route_.queue));
    play_music();
    notice(Notice::enqueue);
}

void Machine::play_music() {
    if (customer_ == Customer::up) command(PlayMusic{leg(kCustomer), route_.music_audio});
}

void Machine::answer_customer() {
    FactData data;
    if (!customer_dialog_.empty()) data.number("leg", kCustomer).text("dialog", customer_dialog_);
    fact("answering", data);
    steps_.emplace_back(CommandBody{Answer{leg(kCustomer)}}, true);
    customer_becomes(Customer::answering);
}

Steps Machine::confirmed(Instant now, LegConfirmed const& event) {
    now_ = now;
    // Doubled, late or from a leg that never got our 200: nothing new.
    if (event.leg.number != kCustomer || customer_ != Customer::answering || !live()) return done();
    customer_becomes(Customer::up);
    fact("confirmed", FactData{}.number("leg", kCustomer));
    switch (stage_) {
        case Stage::greeting:
            go(Stage::greeting);
            command(PlayGreeting{leg(kCustomer), route_.greeting_audio});
            break;
        case Stage::waiting:
        case Stage::offered: play_music(); break;
        case Stage::connecting: connect(); break;
        case Stage::talking:
        case Stage::away:
        case Stage::ended: INVARIANT(false);  // none of them without a confirmed customer
    }
    return done();
}

Steps Machine::dialog(Instant now, LegDialog const& event) {
    now_ = now;
    if (!event.dialog.empty() && !closed())
        fact("dialog", FactData{}.number("leg", event.leg.number).text("dialog", event.dialog), Room::story);
    return done();
}

Steps Machine::media(Instant now, LegMedia const& event) {
    now_ = now;
    if (!live()) return done();
    if (event.kind == LegMedia::Kind::played) {
        if (event.leg.number == kCustomer && stage_ == Stage::greeting && customer_ == Customer::up)
            enqueue();
        return done();
    }
    bool const failed = event.kind == LegMedia::Kind::failed;
    if (event.leg.number == kCustomer) {
        // Silence of somebody who waits says nothing: many gateways send no packets of silence.
        bool const in_talk = stage_ == Stage::talking || stage_ == Stage::away;
        if (failed || (in_talk && !held_since_)) finish(EndReason::media_lost);
        return done();
    }
    if (event.leg.number != agent_leg_) return done();
    if (stage_ == Stage::talking || stage_ == Stage::connecting) {
        agent_lost();
    } else if (stage_ == Stage::offered && failed) {
        close_agent_leg("unreachable");
        fact("offer_ended", FactData{}.text("agent", row_.agent).text("why", "unreachable"), Room::story);
        go(Stage::waiting);
        notice(Notice::failed);
    }
    return done();
}

Steps Machine::leg_ended(Instant now, LegEnded const& event) {
    now_ = now;
    if (event.leg.number == kCustomer) {
        if (customer_ == Customer::gone) return done();
        auto const reason = why_customer_went(event);
        customer_becomes(Customer::gone);
        if (live()) finish(reason);
        return done();
    }
    if (event.leg.number == agent_leg_ && live()) {
        agent_leg_ended(event);
        return done();
    }
    std::erase_if(closing_, [&](Closing const& closing) { return closing.leg == event.leg.number; });
    return done();
}

EndReason Machine::why_customer_went(LegEnded const& event) const {
    if (event.reason == "no_ack") return EndReason::no_ack;
    if (event.reason == "cancelled" || event.status == 487) return EndReason::cancelled;
    if (!event.by_far_end) return EndReason::session_expired;
    bool const answered = stage_ == Stage::talking || stage_ == Stage::away;
    return answered ? EndReason::caller_hung_up : EndReason::abandoned;
}

Steps Machine::time_passed(Instant now) {
    now_ = now;
    auto const due = [now](std::optional<Instant> at) { return at && *at <= now; };
    for (auto const& closing : closing_)
        if (due(closing.until)) command(DropLeg{leg(closing.leg)});
    std::erase_if(closing_, [&](Closing const& closing) { return due(closing.until); });
    if (due(customer_until_)) {
        customer_until_.reset();
        if (customer_ == Customer::closing) {
            command(DropLeg{leg(kCustomer)});
            customer_becomes(Customer::gone);
        } else if (live()) {
            finish(customer_ == Customer::ringing ? EndReason::no_agent : EndReason::no_ack);
        }
    }
    if (live() && due(call_until_)) finish(EndReason::too_long);
    if (live() && due(stage_until_)) {
        stage_until_.reset();
        switch (stage_) {
            case Stage::greeting: enqueue(); break;
            case Stage::connecting: finish(EndReason::no_ack); break;
            case Stage::away: agent_lost(); break;
            case Stage::waiting:
            case Stage::offered:
            case Stage::talking:
            case Stage::ended: INVARIANT(false);
        }
    }
    return done();
}

}  // namespace rufwerk::call

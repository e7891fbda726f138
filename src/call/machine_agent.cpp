#include "base/invariant.hpp"
#include "call/machine.hpp"

#include <algorithm>

// The agent's side of a call: offers, the telephone that is dialled or stands in a browser, and what fails
// there.
namespace rufwerk::call {

Steps Machine::offered(Instant now, std::string const& login, std::string const& phone, Instant until) {
    now_ = now;
    INVARIANT(stage_ == Stage::waiting);
    bool const browser = phone == "browser";
    agent_leg_ = browser ? 0 : ++legs_dialled_;
    row_.agent = login;
    row_.offered_at = now;
    go(Stage::offered);
    fact("offered", FactData{}.text("agent", login).number("leg", agent_leg_).number("until", to_ms(until)),
         Room::story);
    if (!browser) {
        // The floor's ring time decides; the telephone's own limit only catches what the floor does not.
        auto const ring_s = std::chrono::duration_cast<std::chrono::seconds>(until - now).count() + 5;
        command(Dial{leg(agent_leg_), login, phone, row_.caller.value_or(""), row_.caller_name,
                     route_.client_name, static_cast<int>(ring_s)});
    }
    return done();
}

Steps Machine::offer_ended(Instant now, std::string_view why) {
    now_ = now;
    INVARIANT(stage_ == Stage::offered);
    fact("offer_ended", FactData{}.text("agent", row_.agent).text("why", why), Room::story);
    close_agent_leg(why);
    go(Stage::waiting);
    return done();
}

Steps Machine::out_of_floor(Instant now, EndReason reason) {
    now_ = now;
    in_floor_ = false;
    if (live()) finish(reason);
    return done();
}

Steps Machine::answered(Instant now, LegAnswered const& event) {
    now_ = now;
    int const number = event.leg.number;
    if (live() && stage_ == Stage::offered && number == agent_leg_) {
        agent_has_answered(event.dialog);
    } else if (number != agent_leg_ || !live()) {
        // The 200 has crossed our CANCEL, or comes from a leg long given up: it is owed an ACK and a BYE.
        command(HangUp{event.leg, "late_answer"});
        bool const known = std::any_of(closing_.begin(), closing_.end(),
                                       [number](Closing const& closing) { return closing.leg == number; });
        if (!known) closing_.push_back({number, now, in(Timed::leg_closing, limits_.leg_closing)});
    }
    return done();
}

Steps Machine::agent_answers(Instant now) {
    now_ = now;
    INVARIANT(stage_ == Stage::offered);
    agent_has_answered({});
    return done();
}

void Machine::agent_has_answered(std::string const& dialog) {
    FactData data;
    data.text("agent", row_.agent).number("leg", agent_leg_);
    if (!dialog.empty()) data.text("dialog", dialog);
    fact("agent_answered", data, Room::talk);
    if (agent_leg_ > 0) steps_.emplace_back(CommandBody{Acknowledge{leg(agent_leg_)}}, true);
    if (!row_.answered_at) row_.answered_at = now_;
    notice(Notice::answered);
    go(Stage::connecting);
    if (customer_ == Customer::ringing) answer_customer();
    if (customer_ == Customer::up) connect();
}

void Machine::connect() {
    bridge();
    go(Stage::talking);
    fact("connected", FactData{}.text("agent", row_.agent), Room::talk);
}

Steps Machine::agent_declines(Instant now) {
    now_ = now;
    INVARIANT(stage_ == Stage::offered);
    fact("offer_ended", FactData{}.text("agent", row_.agent).text("why", "declined"), Room::story);
    close_agent_leg("declined");
    go(Stage::waiting);
    notice(Notice::declined);
    return done();
}

Steps Machine::agent_hangs_up(Instant now) {
    now_ = now;
    if (stage_ == Stage::connecting || stage_ == Stage::talking || stage_ == Stage::away)
        finish(EndReason::agent_hung_up);
    return done();
}

Steps Machine::agent_holds(Instant now) {
    now_ = now;
    INVARIANT(may_hold());
    unbridge();
    held_since_ = now;
    fact("held", FactData{}.text("agent", row_.agent), Room::story);
    play_music();
    return done();
}

Steps Machine::agent_resumes(Instant now) {
    now_ = now;
    INVARIANT(held_since_.has_value());
    auto const held_ms = (now - *held_since_).count();
    held_since_.reset();
    fact("resumed", FactData{}.text("agent", row_.agent).number("held_ms", held_ms), Room::story);
    if (stage_ == Stage::talking) bridge();
    return done();
}

Steps Machine::phone_attached(Instant now) {
    now_ = now;
    if (stage_ == Stage::away) {
        fact("agent_back", FactData{}.text("agent", row_.agent), Room::story);
        bridge();
        go(Stage::talking);
    } else if (stage_ == Stage::talking && with_browser()) {
        bridge();  // another page has taken the telephone over
    }
    return done();
}

Steps Machine::phone_lost(Instant now) {
    now_ = now;
    if (!with_browser()) return done();
    if (stage_ == Stage::connecting) {
        back_to_queue(Notice::returned_agent_lost, "agent_lost");
    } else if (stage_ == Stage::talking) {
        fact("agent_away", FactData{}.text("agent", row_.agent), Room::story);
        unbridge();
        go(Stage::away);
        if (!held_since_) play_music();
    }
    return done();
}

void Machine::agent_leg_ended(LegEnded const& event) {
    int const leg_number = agent_leg_;
    switch (stage_) {
        case Stage::offered: {
            agent_leg_ = -1;
            bool const declined = event.status == 603;
            bool const busy = event.status == 486 || event.status == 600;
            auto const* why = declined ? "declined" : busy ? "busy" : "unreachable";
            fact("offer_ended", FactData{}.text("agent", row_.agent).text("why", why), Room::story);
            go(Stage::waiting);
            return notice(declined ? Notice::declined : Notice::failed);
        }
        case Stage::connecting:
            agent_leg_ = -1;
            return back_to_queue(Notice::returned_declined, "agent_hung_up_before_connected");
        case Stage::talking:
            if (event.by_far_end && event.status == 200) {
                unbridge();
                agent_leg_ = -1;
                return finish(EndReason::agent_hung_up);
            }
            agent_lost();
            // What ended needs no hanging up any more.
            std::erase_if(closing_, [&](Closing const& closing) { return closing.leg == leg_number; });
            return;
        case Stage::greeting:
        case Stage::waiting:
        case Stage::away:
        case Stage::ended: INVARIANT(false);  // no agent's leg is there
    }
}

/// The agent's telephone has failed in mid-call.
void Machine::agent_lost() {
    if (returns_ > 0) return finish(EndReason::agent_lost);
    ++returns_;
    back_to_queue(Notice::returned_agent_lost, "agent_lost");
}

void Machine::back_to_queue(Notice what, std::string_view why) {
    if (stage_ == Stage::talking) unbridge();
    held_since_.reset();
    fact("returned", FactData{}.text("agent", row_.agent).text("why", why), Room::story);
    close_agent_leg(why);
    go(Stage::waiting);
    play_music();
    notice(what);
}

/// Who is on hold hears music whatever happens to the agent's telephone.
void Machine::bridge() {
    if (!held_since_) command(Bridge{row_.id, agent_leg_, row_.agent});
}

void Machine::unbridge() {
    if (!held_since_) command(Unbridge{row_.id, agent_leg_, row_.agent});
}

void Machine::close_agent_leg(std::string_view why) {
    if (agent_leg_ > 0) close_leg(agent_leg_, why);
    agent_leg_ = -1;
}

void Machine::close_leg(int number, std::string_view why) {
    command(HangUp{leg(number), std::string{why}});
    closing_.push_back({number, now_, in(Timed::leg_closing, limits_.leg_closing)});
}

}  // namespace rufwerk::call

#include "call/simulation_world.hpp"

#include <fmt/format.h>

namespace rufwerk::call {

using std::chrono::seconds;

std::string World::dialog(Leg leg) const { return fmt::format("d/{}/{}", leg.call.value, leg.number); }

/// A leg event on its way to the Switchboard: 2 % are lost, 3 % come twice, most are a little late, some very
/// late.
void World::deliver(Input input) {
    if (dice_.per_mille(20)) return;
    int const copies = dice_.per_mille(30) ? 2 : 1;
    for (int copy = 0; copy < copies; ++copy) {
        auto const delay = dice_.per_mille(20) ? dice_.between(seconds{1}, seconds{20})
                                               : dice_.between(Duration{0}, Duration{60});
        in(delay, [this, input] {
            if (auto const* const ended = std::get_if<LegEnded>(&input))
                calls_[ended->leg.call.value].legs[ended->leg.number].resolved = true;
            give(input);
        });
    }
}

/// Our 200 leaves: from here on the call counts as acknowledged.
void World::obey_answer(Leg leg) {
    auto& call = calls_[leg.call.value];
    auto& customer = call.legs[kCustomer];
    if (customer.gone) return;
    customer.acknowledged = true;
    call.acknowledged = true;
    if (dice_.per_mille(20)) {  // no ACK comes; the SIP layer gives up
        in(seconds{32}, [this, leg] { end_leg(leg, 408, "no_ack", false); });
        return;
    }
    deliver(LegConfirmed{leg});
}

void World::obey_dial(Dial const& dial) {
    auto const leg = dial.leg;
    calls_[leg.call.value].legs[leg.number] = {};
    // The one who serves a queue alone declines often: then everybody has.
    auto const fate = dial.login == "agent000" && dice_.per_mille(600) ? 100 : dice_.below(100);
    if (fate == 100) {
        in(seconds{1}, [this, leg] { end_leg(leg, 603, "rejected", true); });
    } else if (fate < 80) {
        in(dice_.between(Duration{200}, seconds{16}), [this, leg] { telephone_answers(leg); });
    } else if (fate < 88) {
        // Dead or nobody there: silence until the SIP layer gives up.
        in(seconds{dial.ring_s}, [this, leg] { end_leg(leg, 408, "unreachable", false); });
    } else {
        static constexpr int kStatuses[] = {486, 503, 603, 600};
        auto const status = kStatuses[dice_.below(4)];
        in(dice_.between(Duration{5}, seconds{3}),
           [this, leg, status] { end_leg(leg, status, "rejected", true); });
    }
}

void World::telephone_answers(Leg leg) {
    auto& simulated = calls_[leg.call.value].legs[leg.number];
    if (simulated.gone) return;
    simulated.answered = true;
    deliver(LegAnswered{leg, dialog(leg)});
    // Without our ACK the telephone gives up.
    in(seconds{32}, [this, leg] {
        if (!calls_[leg.call.value].legs[leg.number].acknowledged) end_leg(leg, 200, "bye", true);
    });
}

/// Our ACK leaves.
void World::obey_acknowledge(Leg leg) {
    auto& simulated = calls_[leg.call.value].legs[leg.number];
    if (!simulated.answered) fail("an ACK to a telephone that has not answered");
    simulated.acknowledged = true;
}

/// HangUp and Refuse: the leg is told over, as the SIP layer does whatever state it is in.
void World::obey_hang_up(Leg leg, int status) {
    release_held(leg);
    auto& simulated = calls_[leg.call.value].legs[leg.number];
    simulated.resolved = true;
    // A telephone may answer at the same moment: its 200 crosses our CANCEL.
    if (leg.number > 0 && !simulated.answered && dice_.per_mille(50)) telephone_answers(leg);
    end_leg(leg, status, "bye", false);
}

void World::end_leg(Leg leg, int status, std::string reason, bool by_far_end) {
    auto& simulated = calls_[leg.call.value].legs[leg.number];
    if (simulated.gone) return;
    simulated.gone = true;
    release_held(leg);
    deliver(LegEnded{leg, by_far_end, status, std::move(reason)});
}

/// They talk; then one of them hangs up, or both, or one vanishes, or (rarely) nobody ever does.
void World::talk(CallId call, std::string const& login, int agent_leg) {
    ++report_.answered;
    auto const length = dice_.between(seconds{1}, seconds{40});
    auto const fate = dice_.below(1000);
    Leg const customer{call, kCustomer};
    Leg const agent{call, agent_leg};
    bool const caller_ends = fate < 600;
    bool const agent_ends = fate >= 400 && fate < 950;
    if (caller_ends) in(length, [this, customer] { end_leg(customer, 200, "bye", true); });
    if (agent_ends && agent_leg > 0) in(length, [this, agent] { end_leg(agent, 200, "bye", true); });
    if (agent_ends && agent_leg == 0) in(length, [this, login, call] { give(HangUpCall{login, call}); });
    if (fate >= 950 && fate < 995) {
        // The BYE is lost, or a cable is pulled: the media engine notices after 30 s.
        auto const leg = fate < 970 || agent_leg == 0 ? customer : agent;
        in(length + seconds{30}, [this, leg] { deliver(LegMedia{leg, LegMedia::Kind::silent}); });
    }
}

}  // namespace rufwerk::call

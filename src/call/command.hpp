#pragma once

#include "call/event.hpp"

#include <cstddef>
#include <string>
#include <variant>

/// What the Switchboard wants done. Commands to a leg that is already gone are no error: the runner drops
/// them.
namespace rufwerk::call {

/// 180 to the caller; a call button: state "waiting".
struct Ring {
    Leg leg;
};
/// 200 with our SDP (a call button: the SDP answer). Always held: the first 2xx acknowledges the call.
struct Answer {
    Leg leg;
};
/// Final refusal of a caller not yet answered; its media is closed. LegEnded follows as for HangUp.
struct Refuse {
    Leg leg;
    int status = 0;
    std::string phrase;
    int retry_after_s = 0;  // > 0: with Retry-After
};
/// Dials an agent's telephone: opens its media (we offer), then sip dial. When it cannot be dialled at all,
/// the runner answers with LegEnded{status 503}, as a later input, not from within.
struct Dial {
    Leg leg;
    std::string login;
    std::string uri;
    std::string caller;  // E.164 or as sent; empty when withheld
    std::string caller_name;
    std::string client_name;
    int ring_s = 60;
};
/// Our ACK to the 200 of an agent's telephone. Always held: when the far end has it, the disk has its dialog.
struct Acknowledge {
    Leg leg;
};
/// Ends the leg in whatever state it is, and closes its media. LegEnded follows; when none comes, DropLeg is
/// told.
struct HangUp {
    Leg leg;
    std::string reason;
};
/// LegEnded did not come in time: forget the leg and free what it has.
struct DropLeg {
    Leg leg;
};
/// `file` empty: the house's music. The greeting is played once, LegMedia{played} follows; music loops.
struct PlayGreeting {
    Leg leg;
    std::string file;
};
struct PlayMusic {
    Leg leg;
    std::string file;
};
/// The customer and the agent hear each other; ends what is played. `agent_leg` 0: the browser telephone of
/// `login`. Told again when the agent's page has a new media leg.
struct Bridge {
    CallId call;
    int agent_leg = 0;
    std::string login;
};
/// The customer's leg stands alone again; so does the agent's browser telephone.
struct Unbridge {
    CallId call;
    int agent_leg = 0;
    std::string login;
};
/// A dialog of the process before: sip::Endpoint::bye_orphan.
struct ByeOrphan {
    CallId call;
    std::string dialog;
};

using CommandBody = std::variant<Ring, Answer, Refuse, Dial, Acknowledge, HangUp, DropLeg, PlayGreeting,
                                 PlayMusic, Bridge, Unbridge, ByeOrphan>;

struct Command {
    CommandBody what;
    /// How many of this output's journal entries must be durable before the command may be carried out. 0: at
    /// once.
    std::size_t after_entries = 0;
};

}  // namespace rufwerk::call

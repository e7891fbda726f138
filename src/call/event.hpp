#pragma once

#include "base/clock.hpp"
#include "base/id.hpp"
#include "call/centre.hpp"
#include "floor/terms.hpp"

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>

/// What goes into the Switchboard: facts about legs, told in plain terms (main/ translates from sip:: and
/// media::), and what agents and supervisors ask for.
namespace rufwerk::call {

using CallId = Id<struct CallTag>;

/// One telephone's side of a call. Leg 0 is the customer's; 1, 2, 3 … are the agents' SIP telephones in the
/// order in which they were dialled. An agent's browser telephone stands outside calls and is named by the
/// agent's login.
struct Leg {
    CallId call;
    int number = 0;
    friend constexpr auto operator<=>(Leg const&, Leg const&) = default;
};
inline constexpr int kCustomer = 0;

/// A new caller, from a trunk or from a website's call button. Before telling, the runner has taken a journal
/// credit (kEntriesPerCall; without one it refuses with 503 by itself) and opened the customer's media.
struct CallerArrived {
    CallId call;                        // made by the runner; never used before
    std::string trunk;                  // key; empty for a call button
    std::string button;                 // key of the call button; empty for a trunk
    std::string called;                 // as the carrier sent it; see to_e164
    std::optional<std::string> caller;  // nothing when withheld
    std::string caller_name;
    std::string dialog;     // sip::Endpoint::dialog_of; empty for a call button
    int refuse_status = 0;  // media could not be opened: 488 or 503; the call is listed as refused_media
    Duration greeting_length{0};  // of the number's greeting; 0: not known
};
/// The ACK to our 200 has come; for a call button: its media is connected.
struct LegConfirmed {
    Leg leg;
};
/// 2xx from an agent's telephone; its media is set.
struct LegAnswered {
    Leg leg;
    std::string dialog;
};
/// As sip::Ended: the last that is heard of a leg. For a call button `reason` is "bye" when the page hung up
/// and "unreachable" when its socket or media went away.
struct LegEnded {
    Leg leg;
    bool by_far_end = true;
    int status = 200;
    std::string reason;
};
/// The dialog has changed (a re-INVITE from another Contact): into the journal with it, for the BYE after a
/// crash.
struct LegDialog {
    Leg leg;
    std::string dialog;
};
/// From the media engine. `silent`: nothing came for its limit; not to be told of a leg that is on hold.
struct LegMedia {
    Leg leg;
    enum class Kind : std::uint8_t { played, silent, failed } kind;
};
/// The agent's browser telephone is connected (again, or in another page), or its media or socket is gone; or
/// the agent's desk telephone is registered, or none of theirs is any more.
struct PhoneAttached {
    std::string login;
};
struct PhoneLost {
    std::string login;
    std::string why = {};  // of a desk telephone: sip::name(LostWhy)
};

struct SetPresence {
    std::string login;
    floor::Presence presence;
    std::string reason;
    bool by_supervisor = false;
};
struct AnswerCall {
    std::string login;
    CallId call;
};
struct DeclineCall {
    std::string login;
    CallId call;
};
struct HangUpCall {
    std::string login;
    CallId call;
};
/// The caller hears music and neither hears the other, until the agent takes the caller back.
struct HoldCall {
    std::string login;
    CallId call;
};
struct ResumeCall {
    std::string login;
    CallId call;
};
struct ExtendWrapUp {
    std::string login;
    CallId call;
};
struct FinishWrapUp {
    std::string login;
    CallId call;
};

/// Shared because the value is large and comes from another thread; nobody changes it any more.
struct CentreChanged {
    std::shared_ptr<Centre const> centre;
};
/// Local midnight has passed: the figures of the day begin again. The core knows no time zones.
struct DayBegan {};
struct TimePassed {};

using Input =
    std::variant<CallerArrived, LegConfirmed, LegAnswered, LegEnded, LegDialog, LegMedia, PhoneAttached,
                 PhoneLost, SetPresence, AnswerCall, DeclineCall, HangUpCall, HoldCall, ResumeCall,
                 ExtendWrapUp, FinishWrapUp, CentreChanged, DayBegan, TimePassed>;

}  // namespace rufwerk::call

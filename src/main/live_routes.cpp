#include "main/live_routes.hpp"

#include "people/me.hpp"
#include "wire/note.hpp"

namespace rufwerk {
namespace {

using people::Actor;
using people::Nothing;
using people::Permission;
using people::Reply;

enum class Wanted : std::uint8_t { ready, pause, offline };
BOOST_DESCRIBE_ENUM(Wanted, ready, pause, offline)

struct SetMyPresence {
    Wanted state{};
    std::optional<std::string> reason;
};
WIRE_STRUCT(SetMyPresence, state, reason)
WIRE_NOTES(SetMyPresence, {"state", "What I am from now on.", R"("pause")"},
           {"reason", "Key of a pause reason (/api/pause-reasons); only looked at for a pause.",
            R"("lunch")"})

struct SetPresenceOf {
    std::string login;
    Wanted state{};
    std::optional<std::string> reason;
};
WIRE_STRUCT(SetPresenceOf, login, state, reason)
WIRE_NOTES(SetPresenceOf, {"login", "The agent.", R"("agent001")"},
           {"state",
            "What the agent is from now on. With a SIP telephone, ready needs no session of the agent's own.",
            R"("ready")"},
           {"reason", "Key of a pause reason (/api/pause-reasons); only looked at for a pause.", "null"})

struct MyCall {
    call::CallId call;
};
WIRE_STRUCT(MyCall, call)
WIRE_NOTES(MyCall, {"call", "The call as I see it, so that a late click does not hit the next one."})

floor::Presence presence_of(Wanted wanted) {
    switch (wanted) {
        case Wanted::ready: return floor::Presence::ready;
        case Wanted::pause: return floor::Presence::pause;
        case Wanted::offline: return floor::Presence::offline;
    }
    return floor::Presence::offline;
}

Problem to_problem(call::Refusal const& refusal) {
    if (!refusal.field.empty()) return invalid_field(refusal.field, refusal.code, refusal.detail);
    return {refusal.not_found ? Refusal::not_found : Refusal::conflict, refusal.code, refusal.detail};
}

// For the document: the words are the switchboard's.
Problem conflict(std::string code, std::string detail) {
    return {Refusal::conflict, std::move(code), std::move(detail)};
}
Problem unknown_agent() {
    return {Refusal::not_found, "agent.unknown",
            "There is no such agent in the centre; give the login of an active agent."};
}
std::vector<Problem> presence_refusals() {
    return {unknown_agent(),
            conflict("presence.phone_missing",
                     "The agent's telephone is not connected; connect the browser's, or let the desk "
                     "telephone register, then set ready."),
            switch_busy()};
}
std::vector<Problem> call_refusals(std::optional<Problem> own = {}) {
    std::vector<Problem> refusals{
        unknown_agent(),
        conflict("call.not_yours", "This call is not offered to you and you are not in it (any more)."),
        conflict("call.changed", "The call is in another state by now; look at it again."), switch_busy()};
    if (own) refusals.push_back(std::move(*own));
    return refusals;
}

/// Asks the switch and answers when what it did is on disk.
void ask(SwitchThread& switch_thread, call::Input input, Reply<Nothing> reply) {
    bool const posted = switch_thread.post([input = std::move(input), reply](Switch& on) {
        on.ask(input, [reply](std::optional<call::Refusal> const& refusal) {
            if (refusal) return reply.refuse(to_problem(*refusal));
            reply(Nothing{});
        });
    });
    if (!posted) reply.refuse(switch_busy());
}

template <class Request>
void add_call_route(people::Api& api, SwitchThread& switch_thread, std::string path, std::string summary,
                    std::optional<Problem> own = {}) {
    api.live<MyCall, Nothing>(
        "POST", std::move(path), Permission::take_calls, std::move(summary),
        [&switch_thread](Actor const& actor, MyCall const& in, Reply<Nothing> const& reply) {
            ask(switch_thread, Request{actor.login, in.call}, reply);
        },
        call_refusals(std::move(own)));
}

}  // namespace

void add_live_routes(people::Api& api, SwitchThread& switch_thread, live::Board& board) {
    api.live<SetMyPresence, Nothing>(
        "PUT", "/api/me/presence", Permission::take_calls, "My presence",
        [&](Actor const& actor, SetMyPresence const& in, Reply<Nothing> const& reply) {
            ask(switch_thread,
                call::SetPresence{actor.login, presence_of(in.state), in.reason.value_or(""), false}, reply);
        },
        presence_refusals());
    api.live<SetPresenceOf, Nothing>(
        "PUT", "/api/agents/{login}/presence", Permission::set_presence, "The presence of an agent",
        [&](Actor const&, SetPresenceOf const& in, Reply<Nothing> const& reply) {
            ask(switch_thread,
                call::SetPresence{in.login, presence_of(in.state), in.reason.value_or(""), true}, reply);
        },
        presence_refusals());
    add_call_route<call::AnswerCall>(
        api, switch_thread, "/api/me/call/answer", "Answer the offered call",
        conflict("call.phone_rings", "This call rings on your telephone; lift it there."));
    add_call_route<call::DeclineCall>(api, switch_thread, "/api/me/call/decline", "Decline the offered call");
    add_call_route<call::HangUpCall>(api, switch_thread, "/api/me/call/hang-up", "End my call");
    add_call_route<call::HoldCall>(api, switch_thread, "/api/me/call/hold",
                                   "Put my caller on hold: music, and neither hears the other");
    add_call_route<call::ResumeCall>(api, switch_thread, "/api/me/call/resume", "Take my caller back");
    add_call_route<call::ExtendWrapUp>(
        api, switch_thread, "/api/me/call/extend-wrap-up", "Wrap-up once more",
        conflict("wrap_up.already_extended", "A wrap-up can be extended once; finish it or let it run out."));
    add_call_route<call::FinishWrapUp>(api, switch_thread, "/api/me/call/finish", "Finish wrap-up");
    api.live<Nothing, live::FloorLive>(
        "GET", "/api/floor", Permission::see_floor, "Queues and agents as they are",
        [&](Actor const& actor, Nothing const&, Reply<live::FloorLive> const& reply) {
            reply(board.floor(actor));
        });
}

}  // namespace rufwerk

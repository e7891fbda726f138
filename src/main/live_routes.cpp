#include "main/live_routes.hpp"

#include "people/me.hpp"

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

struct SetPresenceOf {
    std::string login;
    Wanted state{};
    std::optional<std::string> reason;
};
WIRE_STRUCT(SetPresenceOf, login, state, reason)

struct MyCall {
    call::CallId call;
};
WIRE_STRUCT(MyCall, call)

floor::Presence presence_of(Wanted wanted) {
    switch (wanted) {
        case Wanted::ready: return floor::Presence::ready;
        case Wanted::pause: return floor::Presence::pause;
        case Wanted::offline: return floor::Presence::offline;
    }
    return floor::Presence::offline;
}

Problem to_problem(call::Refusal const& refusal) {
    return {refusal.not_found ? Refusal::not_found : Refusal::conflict, refusal.code, refusal.detail};
}

/// Asks the switch and answers when what it did is on disk.
void ask(SwitchThread& switch_thread, call::Input input, Reply<Nothing> reply) {
    bool const posted = switch_thread.post([input = std::move(input), reply](Switch& on) {
        on.ask(input, [reply](std::optional<call::Refusal> const& refusal) {
            if (refusal) return reply.refuse(to_problem(*refusal));
            reply(Nothing{});
        });
    });
    if (!posted)
        reply.refuse(
            Problem{Refusal::unavailable, "switch.busy", "The switch is overloaded; try again in a moment."});
}

template <class Request>
void add_call_route(people::Api& api, SwitchThread& switch_thread, std::string path, std::string summary) {
    api.live<MyCall, Nothing>(
        "POST", std::move(path), Permission::take_calls, std::move(summary),
        [&switch_thread](Actor const& actor, MyCall const& in, Reply<Nothing> const& reply) {
            ask(switch_thread, Request{actor.login, in.call}, reply);
        });
}

}  // namespace

void add_live_routes(people::Api& api, SwitchThread& switch_thread, live::Board& board) {
    api.live<SetMyPresence, Nothing>(
        "PUT", "/api/me/presence", Permission::take_calls, "My presence",
        [&](Actor const& actor, SetMyPresence const& in, Reply<Nothing> const& reply) {
            ask(switch_thread,
                call::SetPresence{actor.login, presence_of(in.state), in.reason.value_or(""), false}, reply);
        });
    api.live<SetPresenceOf, Nothing>(
        "PUT", "/api/agents/{login}/presence", Permission::set_presence, "The presence of an agent",
        [&](Actor const&, SetPresenceOf const& in, Reply<Nothing> const& reply) {
            ask(switch_thread,
                call::SetPresence{in.login, presence_of(in.state), in.reason.value_or(""), true}, reply);
        });
    add_call_route<call::AnswerCall>(api, switch_thread, "/api/me/call/answer", "Answer the offered call");
    add_call_route<call::DeclineCall>(api, switch_thread, "/api/me/call/decline", "Decline the offered call");
    add_call_route<call::HangUpCall>(api, switch_thread, "/api/me/call/hang-up", "End my call");
    add_call_route<call::ExtendWrapUp>(api, switch_thread, "/api/me/call/extend-wrap-up",
                                       "Wrap-up once more");
    add_call_route<call::FinishWrapUp>(api, switch_thread, "/api/me/call/finish", "Finish wrap-up");
    api.live<Nothing, live::FloorLive>(
        "GET", "/api/floor", Permission::see_floor, "Queues and agents as they are",
        [&](Actor const& actor, Nothing const&, Reply<live::FloorLive> const& reply) {
            reply(board.floor(actor));
        });
}

}  // namespace rufwerk

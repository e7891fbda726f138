#pragma once

#include "base/clock.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What goes into the floor and what comes out of it. The floor knows agents, queues and work; it knows no
/// calls.
namespace rufwerk::floor {

/// Small numbers that the floor gives to logins and queue keys; a name keeps its number for the life of the
/// floor.
struct AgentKey {
    std::uint32_t value = UINT32_MAX;
    friend constexpr auto operator<=>(AgentKey, AgentKey) = default;
};
struct QueueKey {
    std::uint32_t value = UINT32_MAX;
    friend constexpr auto operator<=>(QueueKey, QueueKey) = default;
};
/// The caller's name for a piece of work (a call's id).
struct WorkId {
    std::int64_t value = 0;
    friend constexpr auto operator<=>(WorkId, WorkId) = default;
};

enum class AgentState : std::uint8_t {
    offline,          // rest
    ready,            // rest: may be offered work
    offered,          // until the queue's ring time is over
    talking,          // until whoever owns the work says so: call::Machine has the deadline
    wrap_up,          // until the queue's wrap-up time is over
    pause,            // at most Limits::pause, then offline
    not_responding,   // retried with back-off when a supervisor set it ready, else offline after
                      // Limits::not_responding
    connection_lost,  // the telephone is gone; offline after Limits::connection_lost (registration_lost)
};
enum class Presence : std::uint8_t { ready, pause, offline };

/// Everything that has a deadline. `Limits::forget` plants a bug for the simulator: that deadline is never
/// set.
enum class Timed : std::uint8_t {
    waiting,
    declined,
    offered,
    wrap_up,
    pause,
    not_responding,
    not_responding_retry,
    connection_lost,
    count,  // stays last: the simulator plants a bug for each before it
};
inline constexpr int kTimedCount = static_cast<int>(Timed::count);

struct Limits {
    Duration waiting = std::chrono::hours{2};      // then WaitedTooLong
    Duration declined = std::chrono::seconds{30};  // how often a declined work looks whether anybody is left
    Duration pause = std::chrono::hours{12};
    Duration not_responding = std::chrono::minutes{30};
    Duration retry_first = std::chrono::seconds{10};  // doubled at every further ring-out …
    Duration retry_most = std::chrono::seconds{120};  // … up to this; an answered call resets it
    Duration connection_lost = std::chrono::seconds{20};
    Duration registration_lost = std::chrono::minutes{3};  // a desk telephone takes a minute to start
    std::optional<Timed> forget;                           // tests only
};

struct QueueSetup {
    std::string key;
    std::string client;
    std::vector<std::string> skills;  // an agent must have all of them
    int priority = 0;                 // higher first
    Duration ring = std::chrono::seconds{15};
    Duration wrap_up = std::chrono::seconds{30};  // 0: ready again at once
};
struct AgentSetup {
    std::string login;
    std::vector<std::string> skills;
    std::vector<std::string> clients;  // may serve; empty: all
    bool phone_attaches = false;  // a telephone that comes and goes: the browser's, or one that registers
    bool rings_alone = false;     // it needs no desk page: a desk telephone
};
struct Setup {
    std::vector<QueueSetup> queues;
    std::vector<AgentSetup> agents;
};

// -- inputs
// ---------------------------------------------------------------------------------------------------
/// The whole configuration. Agents no longer in it finish what they have and go offline; a queue no longer in
/// it serves those who wait in it and takes nobody new.
struct Configured {
    Setup setup;
};
struct WorkArrived {
    WorkId work;
    QueueKey queue;
};
/// The agent has taken the offer.
struct WorkAnswered {
    WorkId work;
};
/// The agent has said no: stays ready, behind the others, and is not offered this work again (but see
/// Timed::declined).
struct WorkDeclined {
    WorkId work;
};
/// The offer did not reach the agent (telephone busy, unreachable): as a ring-out.
struct OfferFailed {
    WorkId work;
};
/// Over, whatever state it was in. `talked`: the agent gets wrap-up; false: nothing was said, ready at once.
struct WorkEnded {
    WorkId work;
    bool talked = true;
};
/// An answered work goes back to the head position it had in its queue; the agent could not go on with it.
/// `agent_lost`: the agent's telephone failed (not responding, or connection lost); else as if declined.
struct WorkReturned {
    WorkId work;
    bool agent_lost = true;
};
struct PresenceSet {
    AgentKey agent;
    Presence presence;
    std::string reason;          // of a pause
    bool by_supervisor = false;  // ready "stays so": see AgentState::not_responding
};
struct PhoneAttached {
    AgentKey agent;
};
struct PhoneLost {
    AgentKey agent;
};
/// Once per wrap-up: its length again from now.
struct WrapUpExtended {
    AgentKey agent;
};
struct WrapUpFinished {
    AgentKey agent;
};
/// After a restart, for agents who were on shift: connection_lost with its grace for a browser telephone.
struct ShiftResumed {
    AgentKey agent;
    Presence presence;
    std::string reason;
    bool by_supervisor = false;
};
struct TimePassed {};

using Input = std::variant<Configured, WorkArrived, WorkAnswered, WorkDeclined, OfferFailed, WorkEnded,
                           WorkReturned, PresenceSet, PhoneAttached, PhoneLost, WrapUpExtended,
                           WrapUpFinished, ShiftResumed, TimePassed>;

// -- outputs, in the order in which they happened
// ---------------------------------------------------------------
struct Offer {
    WorkId work;
    AgentKey agent;
    Instant until;
};
/// An offer ended by the floor itself; the work is back at its place in the queue. Comes before the next
/// Offer.
struct OfferEnded {
    WorkId work;
    AgentKey agent;
    enum class Why : std::uint8_t { rang_out, phone_lost } why;
};
/// The work has left the floor; its owner ends it.
struct WaitedTooLong {
    WorkId work;
};
struct AgentChanged {
    AgentKey agent;
};
struct QueueChanged {
    QueueKey queue;
};
/// The input made no sense in this state and changed nothing.
struct Refused {
    enum class Why : std::uint8_t {
        unknown_agent,
        unknown_queue,
        unknown_work,
        not_offered,
        not_talking,
        not_in_wrap_up,
        already_extended,
        phone_missing
    } why;
};

using Output = std::variant<Offer, OfferEnded, WaitedTooLong, AgentChanged, QueueChanged, Refused>;
using Outputs = std::vector<Output>;

}  // namespace rufwerk::floor

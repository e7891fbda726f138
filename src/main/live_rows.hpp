#pragma once

#include "call/row.hpp"
#include "wire/wire.hpp"

#include <string>
#include <vector>

/// What browsers see of agents, queues and their own desk; names as in docs/realtime.md.
namespace rufwerk::live {

struct ServiceLevel {
    int within_s = 0;
    int percent = 0;
    std::optional<double> value;  // percent; null before the first call of the day
    std::string definition;       // letter of docs/operations.md
};
WIRE_STRUCT(ServiceLevel, within_s, percent, value, definition)

struct QueueLive {
    std::string key, name, client, client_name;
    std::int64_t waiting = 0;
    std::optional<Instant> longest_since;
    std::int64_t talking = 0, offered = 0, answered_today = 0, abandoned_today = 0;
    ServiceLevel service_level;
};
WIRE_STRUCT(QueueLive, key, name, client, client_name, waiting, longest_since, talking, offered,
            answered_today, abandoned_today, service_level)

enum class AgentState : std::uint8_t {
    offline,
    ready,
    offered,
    talking,
    wrap_up,
    pause,
    not_responding,
    connection_lost
};
BOOST_DESCRIBE_ENUM(AgentState, offline, ready, offered, talking, wrap_up, pause, not_responding,
                    connection_lost)

struct AgentLive {
    std::string login, name;
    AgentState state{};
    Instant since{};
    std::optional<Instant> until;
    std::optional<std::string> reason;
    std::string phone;
    bool phone_ready = false;
    std::optional<call::CallId> call;
    std::optional<std::string> queue, client, next;
};
WIRE_STRUCT(AgentLive, login, name, state, since, until, reason, phone, phone_ready, call, queue, client,
            next)

struct FloorLive {
    Instant at{};
    std::vector<QueueLive> queues;
    std::vector<AgentLive> agents;
};
WIRE_STRUCT(FloorLive, at, queues, agents)

struct FloorChange {
    Instant at{};
    std::vector<QueueLive> queues;
    std::vector<AgentLive> agents;
    std::vector<std::string> agents_gone;
};
WIRE_STRUCT(FloorChange, at, queues, agents, agents_gone)

struct ClientShown {
    std::string key, name, color;
};
WIRE_STRUCT(ClientShown, key, name, color)
struct QueueShown {
    std::string key, name;
};
WIRE_STRUCT(QueueShown, key, name)
struct PhoneShown {
    std::string kind;  // "browser" or "sip"
    bool attached = false;
};
WIRE_STRUCT(PhoneShown, kind, attached)

struct SelfCallLive {
    call::CallId id;
    std::string state;
    ClientShown client;
    QueueShown queue;
    std::string number;
    std::optional<std::string> caller;
    std::string caller_name, greeting;
    Instant started_at{};
    std::optional<Instant> queued_at, offered_at, offer_until, answered_at, ended_at;
    std::optional<std::string> end_reason;
    std::optional<Instant> wrap_up_until;
    bool extended = false;
};
WIRE_STRUCT(SelfCallLive, id, state, client, queue, number, caller, caller_name, greeting, started_at,
            queued_at, offered_at, offer_until, answered_at, ended_at, end_reason, wrap_up_until, extended)

struct SelfQueueLive {
    std::string key, name, client;
    std::int64_t waiting = 0;
    std::optional<Instant> longest_since;
};
WIRE_STRUCT(SelfQueueLive, key, name, client, waiting, longest_since)

struct SelfLive {
    AgentLive agent;
    PhoneShown phone;
    std::optional<SelfCallLive> call;
    std::vector<SelfQueueLive> queues;
};
WIRE_STRUCT(SelfLive, agent, phone, call, queues)

QueueLive to_live(call::QueueRow const& row);
AgentLive to_live(call::AgentRow const& row);
SelfLive to_live(call::SelfView const& view);

}  // namespace rufwerk::live

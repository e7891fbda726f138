#pragma once

#include "call/row.hpp"
#include "wire/note.hpp"

#include <string>
#include <vector>

/// What browsers see of agents, queues and their own desk; names as in docs/realtime.md.
namespace rufwerk::live {

struct ServiceLevel {
    int within_s = 0;
    int percent = 0;
    std::optional<double> value;
    std::string definition;
};
WIRE_STRUCT(ServiceLevel, within_s, percent, value, definition)
WIRE_NOTES(ServiceLevel, {"within_s", "A call answered within this many seconds counts.", "20"},
           {"percent", "The goal.", "80"},
           {"value", "Percent today; null before the first call of the day.", "92.5"},
           {"definition", "Letter of the definition in docs/operations.md.", R"("B")"})

struct QueueLive {
    std::string key, name, client, client_name;
    std::int64_t waiting = 0;
    std::optional<Instant> longest_since;
    std::int64_t talking = 0, offered = 0, answered_today = 0, abandoned_today = 0;
    ServiceLevel service_level;
};
WIRE_STRUCT(QueueLive, key, name, client, client_name, waiting, longest_since, talking, offered,
            answered_today, abandoned_today, service_level)
WIRE_NOTES(QueueLive, {"key", "Of the queue.", R"("tarif")"},
           {"name", "As people read it.", R"("Tarifberatung")"},
           {"client", "Key of its client.", R"("nordheim")"},
           {"client_name", "The client's name.", R"("Stadtwerke Nordheim")"},
           {"waiting", "Calls that wait at this moment."},
           {"longest_since", "Since when the longest of them waits; null: nobody waits."},
           {"talking", "Calls with an agent at this moment."},
           {"offered", "Calls that ring at an agent.", "1"},
           {"answered_today", "Since local midnight.", "41"},
           {"abandoned_today", "Since local midnight.", "2"},
           {"service_level", "The goal and how the day is going."})

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
    std::optional<std::string> phone_lost;
    std::optional<call::CallId> call;
    std::optional<std::string> queue, client, next;
};
WIRE_STRUCT(AgentLive, login, name, state, since, until, reason, phone, phone_ready, phone_lost, call, queue,
            client, next)
WIRE_NOTES(AgentLive, {"login", "Who it is.", R"("lena")"},
           {"name", "As people read it.", R"("Lena Brandt")"},
           {"state", "What the agent is doing.", R"("talking")"}, {"since", "Since when."},
           {"until", "When it ends by itself; null: it does not.", "null"},
           {"reason", "Key of the pause reason.", "null"},
           {"phone", "browser, register (a desk telephone that registers), or the SIP URI of the telephone.",
            R"("browser")"},
           {"phone_ready", "Whether it can ring now."},
           {"phone_lost",
            "Why a desk telephone is gone: expired, unregistered, connection_closed, unanswered, removed.",
            "null"},
           {"call", "The call offered, talked on or wrapped up."},
           {"queue", "Key of the call's queue.", R"("tarif")"},
           {"client", "Key of the call's client.", R"("nordheim")"},
           {"next", "What the agent becomes after this call, when it was wished meanwhile.", "null"})

struct FloorLive {
    Instant at{};
    std::vector<QueueLive> queues;
    std::vector<AgentLive> agents;
};
WIRE_STRUCT(FloorLive, at, queues, agents)
WIRE_NOTES(FloorLive, {"at", "The moment shown."}, {"queues", "Those I may see."},
           {"agents", "Those I may see."})

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
    std::string kind;  // "browser", "register" or "sip"
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
    std::optional<Instant> held_since;
};
WIRE_STRUCT(SelfCallLive, id, state, client, queue, number, caller, caller_name, greeting, started_at,
            queued_at, offered_at, offer_until, answered_at, ended_at, end_reason, wrap_up_until, extended,
            held_since)

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

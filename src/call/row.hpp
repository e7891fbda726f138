#pragma once

#include "call/end_reason.hpp"
#include "call/event.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Plain values for the live topics; field names as in docs/realtime.md. main/ turns them into JSON.
namespace rufwerk::call {

struct CallRow {
    CallId id;
    std::string client;
    std::string queue;
    std::string number;
    std::optional<std::string> caller;
    std::string caller_name;
    std::string agent;  // the last one it was offered to
    Instant started_at{};
    std::optional<Instant> queued_at;
    std::optional<Instant> offered_at;
    std::optional<Instant> answered_at;  // first time by an agent
    std::optional<Instant> ended_at;
    std::optional<EndReason> end_reason;
};

struct AgentRow {
    std::string login;
    std::string name;
    std::string_view state;
    Instant since{};
    std::optional<Instant> until;
    std::string reason;
    std::string phone;  // "browser", "register" or the SIP URI
    bool phone_ready = false;
    std::string phone_lost;  // why a desk telephone is gone; empty: it is there, or never was
    std::optional<CallId> call;
    std::string queue;
    std::string client;
    std::string next;  // "ready", "pause", "offline" asked for during work; else empty
};

struct QueueRow {
    std::string key;
    std::string name;
    std::string client;
    std::string client_name;
    std::uint32_t waiting = 0;
    std::uint32_t offered = 0;
    std::uint32_t talking = 0;
    std::optional<Instant> longest_since;
    std::uint32_t answered_today = 0;
    std::uint32_t abandoned_today = 0;
    std::uint32_t answered_within_today = 0;  // value = 100 * this / (answered + abandoned): definition B
    int within_s = 20;
    int percent = 80;
};

struct FloorView {
    std::vector<QueueRow> queues;
    std::vector<AgentRow> agents;
};

struct SelfCall {
    CallRow row;
    std::string_view state;  // "offered", "live", "wrap_up"
    std::string client_name;
    std::string client_color;
    std::string queue_name;
    std::string greeting;  // with the agent's name
    std::optional<Instant> offer_until;
    std::optional<Instant> wrap_up_until;
    bool extended = false;
    std::optional<Instant> held_since;  // the caller is on hold
};
struct SelfView {
    AgentRow agent;
    bool browser_phone = true;
    bool phone_attached = false;
    std::optional<SelfCall> call;
    std::vector<QueueRow> queues;  // that this agent may serve
};

}  // namespace rufwerk::call

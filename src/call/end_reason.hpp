#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace rufwerk::call {

/// Why a call ended; every call has exactly one. The names are those of `end_reason` in the API and the
/// journal.
enum class EndReason : std::uint8_t {
    caller_hung_up,  // after an agent had answered
    agent_hung_up,
    abandoned,   // the caller went while waiting or hearing the greeting
    cancelled,   // the same before our 200 (CANCEL)
    no_ack,      // our 200 was never confirmed
    media_lost,  // nothing more was heard of the caller
    agent_lost,  // the agent's telephone failed twice in one call (once: the caller waits for another agent)
    session_expired,  // the caller's side stopped refreshing (RFC 4028), or its telephone cannot be reached
    no_agent,         // rang for as long as a carrier lets it ring; nobody answered
    waited_too_long,
    queue_removed,  // its queue was taken out of the centre during the greeting
    too_long,       // the longest a call may last
    refused_media,  // no codec in common, or no port left
    restart,        // the process ended during the call
};

/// Whether a call that ended so while it waited counts as abandoned: the caller went without having been
/// served. Not when the centre itself took the call away (restart, queue_removed) or the call never stood
/// (no_ack, refused_media).
constexpr bool leaves_unserved(EndReason reason) {
    switch (reason) {
        case EndReason::abandoned:
        case EndReason::cancelled:
        case EndReason::media_lost:
        case EndReason::session_expired:
        case EndReason::no_agent:
        case EndReason::waited_too_long:
        case EndReason::too_long: return true;
        case EndReason::caller_hung_up:
        case EndReason::agent_hung_up:
        case EndReason::no_ack:
        case EndReason::agent_lost:
        case EndReason::queue_removed:
        case EndReason::refused_media:
        case EndReason::restart: return false;
    }
    return false;
}

constexpr std::string_view to_string(EndReason reason) {
    switch (reason) {
        case EndReason::caller_hung_up: return "caller_hung_up";
        case EndReason::agent_hung_up: return "agent_hung_up";
        case EndReason::abandoned: return "abandoned";
        case EndReason::cancelled: return "cancelled";
        case EndReason::no_ack: return "no_ack";
        case EndReason::media_lost: return "media_lost";
        case EndReason::agent_lost: return "agent_lost";
        case EndReason::session_expired: return "session_expired";
        case EndReason::no_agent: return "no_agent";
        case EndReason::waited_too_long: return "waited_too_long";
        case EndReason::queue_removed: return "queue_removed";
        case EndReason::too_long: return "too_long";
        case EndReason::refused_media: return "refused_media";
        case EndReason::restart: return "restart";
    }
    return "";
}

/// Nothing when there is no such name.
constexpr std::optional<EndReason> end_reason_named(std::string_view name) {
    for (int number = 0; number <= static_cast<int>(EndReason::restart); ++number)
        if (to_string(static_cast<EndReason>(number)) == name) return static_cast<EndReason>(number);
    return std::nullopt;
}

}  // namespace rufwerk::call

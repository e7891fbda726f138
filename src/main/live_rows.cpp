#include "main/live_rows.hpp"

#include "base/invariant.hpp"
#include "call/phone_secret.hpp"

namespace rufwerk::live {
namespace {

std::optional<std::string> unless_empty(std::string const& text) {
    if (text.empty()) return std::nullopt;
    return text;
}

SelfQueueLive to_self_queue(call::QueueRow const& row) {
    return {row.key, row.name, row.client, row.waiting, row.longest_since};
}

SelfCallLive to_live(call::SelfCall const& call) {
    auto const& row = call.row;
    SelfCallLive live;
    live.id = row.id;
    live.state = std::string{call.state};
    live.client = {row.client, call.client_name, call.client_color};
    live.queue = {row.queue, call.queue_name};
    live.number = row.number;
    live.caller = row.caller;
    live.caller_name = row.caller_name;
    live.greeting = call.greeting;
    live.started_at = row.started_at;
    live.queued_at = row.queued_at;
    live.offered_at = row.offered_at;
    live.offer_until = call.offer_until;
    live.answered_at = row.answered_at;
    live.ended_at = row.ended_at;
    if (row.end_reason) live.end_reason = std::string{to_string(*row.end_reason)};
    live.wrap_up_until = call.wrap_up_until;
    live.extended = call.extended;
    live.held_since = call.held_since;
    return live;
}

}  // namespace

QueueLive to_live(call::QueueRow const& row) {
    QueueLive live;
    live.key = row.key;
    live.name = row.name;
    live.client = row.client;
    live.client_name = row.client_name;
    live.waiting = row.waiting;
    live.longest_since = row.longest_since;
    live.talking = row.talking;
    live.offered = row.offered;
    live.answered_today = row.answered_today;
    live.abandoned_today = row.abandoned_today;
    live.service_level = {row.within_s, row.percent, std::nullopt, "B"};
    auto const counted = row.answered_today + row.abandoned_today;
    if (counted > 0) live.service_level.value = 100.0 * row.answered_within_today / counted;
    return live;
}

AgentLive to_live(call::AgentRow const& row) {
    AgentLive live;
    live.login = row.login;
    live.name = row.name;
    INVARIANT(boost::describe::enum_from_string(std::string{row.state}.c_str(), live.state));
    live.since = row.since;
    live.until = row.until;
    live.reason = unless_empty(row.reason);
    live.phone = row.phone;
    live.phone_ready = row.phone_ready;
    live.phone_lost = unless_empty(row.phone_lost);
    live.call = row.call;
    live.queue = unless_empty(row.queue);
    live.client = unless_empty(row.client);
    live.next = unless_empty(row.next);
    return live;
}

SelfLive to_live(call::SelfView const& view) {
    SelfLive live;
    live.agent = to_live(view.agent);
    // Of a telephone at a fixed URI the kind is enough.
    bool const is_uri = !view.browser_phone && view.agent.phone != call::kRegisters;
    live.phone = {is_uri ? "sip" : view.agent.phone, view.phone_attached};
    if (view.call) live.call = to_live(*view.call);
    for (auto const& queue : view.queues)
        live.queues.push_back(to_self_queue(queue));
    return live;
}

}  // namespace rufwerk::live

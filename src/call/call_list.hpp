#pragma once

#include "base/clock.hpp"
#include "base/id.hpp"
#include "people/actor.hpp"
#include "people/me.hpp"
#include "store/database.hpp"
#include "wire/wire.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// The calls as people look them up: the list, one call with its journal, and what is still without a result.
/// Every query keeps to the wall between clients.
namespace rufwerk::call {

using CallId = Id<struct CallTag>;

struct ListedCall {
    CallId id;
    std::string direction;
    std::string client, client_name, client_color;
    std::string queue, queue_name;
    std::string number;
    std::optional<std::string> caller;  // withheld: null
    std::optional<std::string> caller_name;
    std::optional<std::string> agent, agent_name;
    Instant started_at{};
    std::optional<Instant> offered_at, answered_at, ended_at;
    std::optional<std::string> end_reason;
    std::optional<std::int64_t> wait_ms;  // queue entry → answered or ended
    std::optional<std::int64_t> talk_ms;  // answered → ended
    std::optional<std::string> result;
    std::optional<std::string> note;  // empty: null
};
BOOST_DESCRIBE_STRUCT(ListedCall, (),
                      (id, direction, client, client_name, client_color, queue, queue_name, number, caller,
                       caller_name, agent, agent_name, started_at, offered_at, answered_at, ended_at,
                       end_reason, wait_ms, talk_ms, result, note))
constexpr std::string_view wire_name(ListedCall const*) { return "Call"; }

constexpr std::int64_t calls_per_page_max = 1000;
constexpr std::int64_t calls_counted_max = 10'000;

struct CallQuery {
    std::optional<std::int64_t> limit;  // 1..1000, 100 when left out
    std::optional<std::string> cursor;  // `next` of the page before
    std::optional<Instant> from, to;    // started_at: from ≤ … < to
    std::optional<std::string> queue, number, result, client, agent;
    std::optional<std::string> search;  // digits of the caller: how it begins or how it ends, at least 3
};
WIRE_STRUCT(CallQuery, limit, cursor, from, to, queue, number, result, client, agent, search)

struct CallPage {
    std::vector<ListedCall> items;      // the newest first
    std::optional<std::int64_t> total;  // null beyond 10,000
    std::optional<std::string> next;    // null on the last page
};
WIRE_STRUCT(CallPage, items, total, next)

struct CallKey {
    CallId id;
};
WIRE_STRUCT(CallKey, id)

struct JournalLine {
    std::int64_t position = 0;
    std::int64_t seq = 0;
    Instant at{};
    std::string kind;
    std::map<std::string, wire::json::value> data;
};
BOOST_DESCRIBE_STRUCT(JournalLine, (), (position, seq, at, kind, data))
constexpr std::string_view wire_name(JournalLine const*) { return "JournalEntry"; }

struct CallWithJournal : ListedCall {
    std::vector<JournalLine> journal;  // seq 1, 2, 3 … without gaps; empty for people of a client
};
BOOST_DESCRIBE_STRUCT(CallWithJournal, (ListedCall), (journal))
constexpr std::string_view wire_name(CallWithJournal const*) { return "CallWithJournal"; }

struct CallItems {
    std::vector<ListedCall> items;
};
WIRE_STRUCT(CallItems, items)

CallPage list_calls(store::Transaction& transaction, people::Actor const& actor, CallQuery const& query);
/// Throws Problem not_found "call.unknown", also for a call behind the wall.
CallWithJournal show_call(store::Transaction& transaction, people::Actor const& actor, CallKey const& key);
/// My ended calls without a result, the oldest first, at most 200.
CallItems list_to_complete(store::Transaction& transaction, people::Actor const& actor,
                           people::Nothing const& in);

/// Digits to search by, as calls are stored: "0170 / 12" → "4917012", "+49170" → "49170".
std::string searched_digits(std::string_view typed);

}  // namespace rufwerk::call

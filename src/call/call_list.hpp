#pragma once

#include "base/clock.hpp"
#include "base/id.hpp"
#include "people/actor.hpp"
#include "people/me.hpp"
#include "store/database.hpp"
#include "wire/note.hpp"

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
WIRE_NOTES(
    ListedCall, {"id", "Grows with time; the journal's name for the call.", R"("71")"},
    {"direction", "inbound.", R"("inbound")"}, {"client", "Key of the client called.", R"("nordheim")"},
    {"client_name", "Its name.", R"("Stadtwerke Nordheim")"},
    {"client_color", "Its color, or empty.", R"("#1d55c4")"},
    {"queue", "Key of the queue; empty when it came to none.", R"("tarif")"},
    {"queue_name", "Its name.", R"("Tarifberatung")"},
    {"number", "The number called, E.164.", R"("+495551448000")"},
    {"caller", "The caller's number; null: withheld.", R"("+491701234567")"},
    {"caller_name", "The name the caller's network gave.", R"("A. Weber")"},
    {"agent", "Login of the agent; null: nobody answered, or not for your eyes.", R"("lena")"},
    {"agent_name", "The agent's name.", R"("Lena Brandt")"},
    {"started_at", "The INVITE, or the call button's wish, came in.", "1795467272123"},
    {"offered_at", "First offered to an agent.", "1795467272140"},
    {"answered_at", "An agent answered.", "1795467279001"}, {"ended_at", "The call ended.", "1795467401500"},
    {"end_reason", "caller_hung_up, agent_hung_up, abandoned, …; null while it lasts.",
     R"("caller_hung_up")"},
    {"wait_ms", "From the queue to the answer, or to the end without one; null while waiting.", "6870"},
    {"talk_ms", "From the answer to the end; null until then.", "122499"},
    {"result", "Key of the result; null: not given yet.", R"("advice")"},
    {"note", "The agent's note.", R"("Sends the contract.")"})

constexpr std::int64_t calls_per_page_max = 1000;
constexpr std::int64_t calls_counted_max = 10'000;

struct CallQuery {
    std::optional<std::int64_t> limit;
    std::optional<std::string> cursor;
    std::optional<Instant> from, to;
    std::optional<std::string> queue, number, result, client, agent;
    std::optional<std::string> search;
};
WIRE_STRUCT(CallQuery, limit, cursor, from, to, queue, number, result, client, agent, search)
WIRE_NOTES(CallQuery, {"limit", "At most this many; 100 when left out.", "50", 1, calls_per_page_max},
           {"cursor", "`next` of the page before; left out for the first page.", R"("1795467272123.71")"},
           {"from", "Only calls that started then or later.", "1795400000000"},
           {"to", "Only calls that started before.", "1795500000000"},
           {"queue", "Only calls of the queue with this key.", R"("tarif")"},
           {"number", "Only calls to this number, E.164.", R"("+495551448000")"},
           {"result", "Only calls with the result of this key.", R"("advice")"},
           {"client", "Only calls of the client with this key.", R"("nordheim")"},
           {"agent", "Only calls of the agent with this login.", R"("lena")"},
           {"search", "3 to 20 digits of the caller's number: how it begins or how it ends.", R"("1234567")"})

struct CallPage {
    std::vector<ListedCall> items;
    std::optional<std::int64_t> total;
    std::optional<std::string> next;
};
WIRE_STRUCT(CallPage, items, total, next)
WIRE_NOTES(CallPage, {"items", "The newest first."},
           {"total", "Calls that fit the filters, on all pages; null beyond 10,000.", "1"},
           {"next", "`cursor` of the next page; null on the last one.", "null"})

struct CallKey {
    CallId id;
};
WIRE_STRUCT(CallKey, id)
WIRE_NOTES(CallKey, {"id", "The call."})

struct JournalLine {
    std::int64_t position = 0;
    std::int64_t house_position = 0;
    Instant at{};
    std::string kind;
    std::map<std::string, wire::json::value> data;
};
BOOST_DESCRIBE_STRUCT(JournalLine, (), (position, house_position, at, kind, data))
constexpr std::string_view wire_name(JournalLine const*) { return "JournalEntry"; }
WIRE_NOTES(JournalLine, {"position", "In this call: 1, 2, 3 … without gaps.", "1"},
           {"house_position", "In the journal of the house, among all calls.", "1042"},
           {"at", "When it happened."}, {"kind", "What happened.", R"("offered")"},
           {"data", "What belongs to it, by kind.", R"({"agent":"lena"})"})

struct CallWithJournal : ListedCall {
    std::vector<JournalLine> journal;
};
BOOST_DESCRIBE_STRUCT(CallWithJournal, (ListedCall), (journal))
constexpr std::string_view wire_name(CallWithJournal const*) { return "CallWithJournal"; }
WIRE_NOTES(CallWithJournal, {"journal", "All that happened, in order; empty for people of a client."})

struct CallItems {
    std::vector<ListedCall> items;
};
WIRE_STRUCT(CallItems, items)
WIRE_NOTES(CallItems, {"items", "The oldest first, at most 200."})

CallPage list_calls(store::Transaction& transaction, people::Actor const& actor, CallQuery const& query);
/// Throws Problem not_found "call.unknown", also for a call behind the wall.
CallWithJournal show_call(store::Transaction& transaction, people::Actor const& actor, CallKey const& key);
/// My ended calls without a result, the oldest first, at most 200.
CallItems list_to_complete(store::Transaction& transaction, people::Actor const& actor,
                           people::Nothing const& in);

/// Digits to search by, as calls are stored: "0170 / 12" → "4917012", "+49170" → "49170".
std::string searched_digits(std::string_view typed);

}  // namespace rufwerk::call

#include "call/call_list.hpp"

#include "base/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rufwerk::call {
namespace {

constexpr std::int64_t calls_per_page = 100;
constexpr std::int64_t to_complete_max = 200;
constexpr std::size_t search_digits_min = 3;
constexpr std::size_t search_digits_max = 20;

constexpr std::string_view select_call =
    "SELECT c.id, c.direction, c.client, k.name, k.color, c.queue, q.name, c.number, c.caller, "
    "c.caller_name, c.agent, "
    "u.name, c.started_ms, c.queued_ms, c.offered_ms, c.answered_ms, c.ended_ms, c.end_reason, c.result, "
    "c.note "
    "FROM call c LEFT JOIN client k ON k.key = c.client LEFT JOIN queue q ON q.key = c.queue "
    "LEFT JOIN user_account u ON u.login = c.agent ";

std::optional<Instant> instant(std::optional<std::int64_t> ms) {
    if (!ms) return std::nullopt;
    return from_ms(*ms);
}

/// People of a client learn about their calls, not about the agents of the house.
bool sees_agents(people::Actor const& actor) { return !actor.roles.contains(people::Role::client); }

void fill(ListedCall& call, store::Row const& row, people::Actor const& actor) {
    call.id = CallId{row.integer(0)};
    call.direction = row.text(1);
    call.client = row.text(2);
    call.client_name = row.optional_text(3).value_or(call.client);
    call.client_color = row.optional_text(4).value_or("");
    call.queue = row.text(5);
    call.queue_name = row.optional_text(6).value_or(call.queue);
    call.number = row.text(7);
    call.caller = row.optional_text(8);
    if (!row.text(9).empty()) call.caller_name = row.text(9);
    if (sees_agents(actor)) {
        call.agent = row.optional_text(10);
        call.agent_name = row.optional_text(11);
        if (call.agent && !call.agent_name) call.agent_name = call.agent;
    }
    call.started_at = from_ms(row.integer(12));
    call.offered_at = instant(row.optional_integer(14));
    call.answered_at = instant(row.optional_integer(15));
    call.ended_at = instant(row.optional_integer(16));
    call.end_reason = row.optional_text(17);
    auto const waiting_since_ms = row.optional_integer(13).value_or(row.integer(12));
    if (auto const until = call.answered_at ? call.answered_at : call.ended_at)
        call.wait_ms = std::max<std::int64_t>(0, to_ms(*until) - waiting_since_ms);
    if (call.answered_at && call.ended_at) call.talk_ms = to_ms(*call.ended_at) - to_ms(*call.answered_at);
    call.result = row.optional_text(18);
    if (!row.text(19).empty()) call.note = row.text(19);
}

/// Collects conditions with the values they bind.
class Where {
  public:
    void add(std::string_view condition_with_place, store::Value value) {
        values.push_back(std::move(value));
        add(fmt::format(fmt::runtime(condition_with_place), fmt::format("${}", values.size())));
    }
    void add(std::string const& condition) { text += (text.empty() ? "WHERE " : " AND ") + condition; }

    std::string text;
    store::Values values;
};

std::string after_prefix(std::string prefix) {
    ++prefix.back();  // digits only: ':' follows '9'
    return prefix;
}

void add_search(Where& where, std::string const& typed) {
    auto const digits = searched_digits(typed);
    if (digits.size() < search_digits_min || digits.size() > search_digits_max)
        throw invalid_field(
            "search", "length",
            fmt::format("\"{}\" has {} digits; give {} to {} digits of the caller's number, how it "
                        "begins or how it ends",
                        typed, digits.size(), search_digits_min, search_digits_max));
    // What is typed as an ending is not a number: only its own digits count, without a country code.
    std::string ending;
    std::ranges::copy_if(typed, std::back_inserter(ending), [](char c) { return c >= '0' && c <= '9'; });
    std::ranges::reverse(ending);
    auto const first = where.values.size() + 1;
    for (auto const& value : {digits, after_prefix(digits), ending, after_prefix(ending)})
        where.values.emplace_back(value);
    where.add(
        fmt::format("((c.caller_digits >= ${} AND c.caller_digits < ${}) OR (c.caller_reversed >= ${} AND "
                    "c.caller_reversed < ${}))",
                    first, first + 1, first + 2, first + 3));
}

/// A page of several clients must come from the index of times: taken from the index of clients, SQLite would
/// sort all their calls first (0.4 s with a million of them, 1 ms so). An expression instead of the column
/// keeps it from that.
std::string_view client_column_for_page(people::Actor const& actor) {
    return actor.clients.size() > 1 ? "(c.client || '')" : "c.client";
}

Where filters(people::Actor const& actor, CallQuery const& query, std::string_view client_column) {
    Where where;
    where.add(people::client_wall(actor, client_column, where.values));
    if (query.from) where.add("c.started_ms >= {}", to_ms(*query.from));
    if (query.to) where.add("c.started_ms < {}", to_ms(*query.to));
    if (query.client) where.add("c.client = {}", *query.client);
    if (query.queue) where.add("c.queue = {}", *query.queue);
    if (query.number) where.add("c.number = {}", *query.number);
    if (query.result) where.add("c.result = {}", *query.result);
    if (query.agent) {
        if (!sees_agents(actor))
            throw Problem{Refusal::forbidden, "permission.missing",
                          "Agents are not shown to people of a client."};
        where.add("c.agent = {}", *query.agent);
    }
    if (query.search) add_search(where, *query.search);
    return where;
}

std::string cursor_after(ListedCall const& last) {
    return fmt::format("{}.{}", to_ms(last.started_at), last.id.value);
}

void add_cursor(Where& where, std::string const& cursor) {
    auto const dot = cursor.find('.');
    auto const started_ms = parse_id(std::string_view{cursor}.substr(0, dot));
    auto const id =
        dot == std::string::npos ? std::nullopt : parse_id(std::string_view{cursor}.substr(dot + 1));
    if (!started_ms || !id)
        throw invalid_field("cursor", "cursor",
                            "is not the `next` of a page: leave it out for the first page");
    auto const first = where.values.size() + 1;
    where.values.emplace_back(*started_ms);
    where.values.emplace_back(*id);
    where.add(fmt::format("(c.started_ms, c.id) < (${}, ${})", first, first + 1));
}

std::optional<std::int64_t> count_calls(store::Transaction& transaction, Where const& where) {
    auto const row =
        transaction.query_one(fmt::format("SELECT count(*) FROM (SELECT 1 FROM call c {} LIMIT {}) counted",
                                          where.text, calls_counted_max + 1),
                              where.values);
    auto const count = row ? row->integer(0) : 0;
    if (count > calls_counted_max) return std::nullopt;
    return count;
}

std::map<std::string, wire::json::value> data_of(std::string const& json) {
    wire::Faults faults;
    std::map<std::string, wire::json::value> data;
    auto const value = wire::parse(json, faults);
    if (value && value->is_object())
        for (auto const& member : value->get_object())
            data.emplace(member.key(), member.value());
    return data;
}

std::vector<JournalLine> journal_of(store::Transaction& transaction, CallId call) {
    std::vector<JournalLine> journal;
    for (auto const& row : transaction.query(
             "SELECT seq, position, at_ms, kind, data FROM call_journal WHERE call = $1 ORDER BY seq",
             {call.value}))
        journal.push_back(
            {row.integer(0), row.integer(1), from_ms(row.integer(2)), row.text(3), data_of(row.text(4))});
    return journal;
}

}  // namespace

std::string searched_digits(std::string_view typed) {
    std::string digits;
    for (char const c : typed)
        if (c >= '0' && c <= '9') digits += c;
    auto const first = typed.find_first_not_of(" \t");
    if (first != std::string_view::npos && typed[first] == '+') return digits;
    if (digits.starts_with("00")) return digits.substr(2);
    if (digits.starts_with("0")) return "49" + digits.substr(1);
    return digits;
}

CallPage list_calls(store::Transaction& transaction, people::Actor const& actor, CallQuery const& query) {
    actor.require(people::Permission::see_calls);
    auto const limit = query.limit.value_or(calls_per_page);
    if (limit < 1 || limit > calls_per_page_max)
        throw invalid_field("limit", "range",
                            fmt::format("is {}, must be from 1 to {}", limit, calls_per_page_max));
    CallPage page;
    page.total = count_calls(transaction, filters(actor, query, "c.client"));
    auto where = filters(actor, query, client_column_for_page(actor));
    if (query.cursor) add_cursor(where, *query.cursor);
    where.values.emplace_back(limit + 1);
    auto const rows = transaction.query(fmt::format("{}{} ORDER BY c.started_ms DESC, c.id DESC LIMIT ${}",
                                                    select_call, where.text, where.values.size()),
                                        where.values);
    for (auto const& row : rows) {
        if (std::ssize(page.items) == limit) {
            page.next = cursor_after(page.items.back());
            break;
        }
        fill(page.items.emplace_back(), row, actor);
    }
    return page;
}

CallWithJournal show_call(store::Transaction& transaction, people::Actor const& actor, CallKey const& key) {
    actor.require(people::Permission::see_calls);
    Where where;
    where.add(people::client_wall(actor, "c.client", where.values));
    where.add("c.id = {}", key.id.value);
    auto const row = transaction.query_one(fmt::format("{}{}", select_call, where.text), where.values);
    if (!row)
        throw Problem{Refusal::not_found, "call.unknown", fmt::format("There is no call {}.", key.id.value)};
    CallWithJournal call;
    fill(call, *row, actor);
    if (sees_agents(actor)) call.journal = journal_of(transaction, key.id);
    return call;
}

CallItems list_to_complete(store::Transaction& transaction, people::Actor const& actor,
                           people::Nothing const&) {
    actor.require(people::Permission::take_calls);
    CallItems calls;
    store::Values values{actor.login};
    auto const wall = people::client_wall(actor, "c.client", values);
    auto const rows = transaction.query(fmt::format("{}WHERE c.agent = $1 AND c.result IS NULL AND "
                                                    "c.answered_ms IS NOT NULL AND c.ended_ms IS NOT NULL "
                                                    "AND {} ORDER BY c.started_ms, c.id LIMIT {}",
                                                    select_call, wall, to_complete_max),
                                        values);
    for (auto const& row : rows)
        fill(calls.items.emplace_back(), row, actor);
    return calls;
}

}  // namespace rufwerk::call

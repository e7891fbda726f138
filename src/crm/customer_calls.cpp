#include "crm/customer_calls.hpp"

#include "base/problem.hpp"
#include "people/audit.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rufwerk::crm {
namespace {

struct CallRow {
    std::string client, digits;  // of the caller; empty: withheld
    std::optional<CustomerId> chosen;
};

CallRow load_call(store::Transaction& transaction, people::Actor const& actor, CalledId id) {
    store::Values values{id.value};
    auto const wall = people::client_wall(actor, "c.client", values);
    auto const row = transaction.query_one(
        fmt::format(
            "SELECT c.client, c.caller_digits, u.id FROM call c LEFT JOIN call_customer x ON x.call = c.id "
            "LEFT JOIN customer u ON u.id = x.customer AND u.gone_ms IS NULL WHERE c.id = $1 AND {}",
            wall),
        values);
    if (!row) throw unknown_call(id);
    CallRow call{row->text(0), row->text(1), std::nullopt};
    if (auto const chosen = row->optional_integer(2)) call.chosen = CustomerId{*chosen};
    return call;
}

std::optional<Instant> instant(std::optional<std::int64_t> ms) {
    if (!ms) return std::nullopt;
    return from_ms(*ms);
}

/// The wall needs no second look: calls and customer are of one client.
std::vector<CustomerCall> calls_of(store::Transaction& transaction, people::Actor const& actor,
                                   CustomerId customer, CalledId before) {
    // People of a client learn about their calls, not about the agents of the house.
    bool const sees_agents = !actor.roles.contains(people::Role::client);
    std::vector<CustomerCall> calls;
    for (
        auto const& row : transaction.query(
            fmt::format(
                "SELECT c.id, c.started_ms, c.answered_ms, c.ended_ms, c.end_reason, u.name, c.result, "
                "c.note, "
                "q.name, c.queue, h.chosen FROM (SELECT x.call AS id, 1 AS chosen FROM call_customer x WHERE "
                "x.customer = $1 UNION SELECT n.id, 0 FROM customer_phone p JOIN call n ON n.caller_digits = "
                "p.digits AND n.client = p.client LEFT JOIN call_customer y ON y.call = n.id WHERE "
                "p.customer = $1 "
                "AND y.call IS NULL) h JOIN call c ON c.id = h.id LEFT JOIN queue q ON q.key = c.queue "
                "LEFT JOIN user_account u ON u.login = c.agent WHERE c.id <> $2 "
                "ORDER BY c.started_ms DESC, c.id DESC LIMIT {}",
                calls_of_customer_max),
            {customer.value, before.value})) {
        auto& call = calls.emplace_back();
        call.id = {row.integer(0)};
        call.started_at = from_ms(row.integer(1));
        call.answered_at = instant(row.optional_integer(2));
        call.ended_at = instant(row.optional_integer(3));
        call.end_reason = row.optional_text(4);
        if (sees_agents) call.agent_name = row.optional_text(5);
        call.result = row.optional_text(6);
        if (!row.text(7).empty()) call.note = row.text(7);
        call.queue_name = row.optional_text(8).value_or(row.text(9));
        call.chosen = row.integer(10) == 1;
        call.open = call.answered_at && call.ended_at && !call.result;
    }
    return calls;
}

FoundCustomer as_found(Customer const& customer) {
    FoundCustomer found{customer.id,
                        customer.client,
                        customer.client_name,
                        customer.kind,
                        customer.given_name,
                        customer.name,
                        customer.number,
                        {},
                        {},
                        {}};
    if (!customer.phones.empty()) found.phone = customer.phones.front().number;
    if (!customer.mails.empty()) found.mail = customer.mails.front().mail;
    if (!customer.addresses.empty()) found.city = customer.addresses.front().city;
    return found;
}

std::vector<CustomerId> with_number(store::Transaction& transaction, CallRow const& call) {
    std::vector<CustomerId> customers;
    if (call.digits.empty()) return customers;
    for (auto const& row : transaction.query(
             fmt::format(
                 "SELECT c.id FROM customer_phone p JOIN customer c ON c.id = p.customer WHERE p.digits = $1 "
                 "AND p.client = $2 ORDER BY c.sort_key, c.id LIMIT {}",
                 callers_max),
             {call.digits, call.client}))
        customers.push_back({row.integer(0)});
    return customers;
}

}  // namespace

Problem unknown_call(CalledId id) {
    return {Refusal::not_found, "call.unknown", fmt::format("There is no call {}.", id.value)};
}

CallersOfCall find_callers(store::Transaction& transaction, people::Actor const& actor,
                           CallOfCustomerKey const& key) {
    actor.require(people::Permission::see_customers);
    auto const call = load_call(transaction, actor, key.id);
    CallersOfCall out{call.chosen, {}};
    auto const customers = call.chosen ? std::vector{*call.chosen} : with_number(transaction, call);
    for (auto const id : customers) {
        auto calls = calls_of(transaction, actor, id, key.id);
        auto const open = std::ranges::count_if(calls, &CustomerCall::open);
        calls.resize(std::min<std::size_t>(calls.size(), calls_of_caller_max));
        out.callers.push_back({as_found(load_customer(transaction, actor, id)), std::move(calls), open});
    }
    return out;
}

CallersOfCall choose_customer(store::Transaction& transaction, people::Actor const& actor,
                              ChosenCustomer const& in) {
    actor.require(people::Permission::edit_customers);
    auto const call = load_call(transaction, actor, in.id);
    if (in.customer) {
        auto const row =
            transaction.query_one("SELECT 1 FROM customer WHERE id = $1 AND client = $2 AND gone_ms IS NULL",
                                  {in.customer->value, call.client});
        if (!row)
            throw invalid_field(
                "customer", "unknown",
                fmt::format("{} is not a customer of the call's client: see /api/customers?client={}",
                            in.customer->value, call.client));
    }
    if (call.chosen != in.customer) {
        transaction.execute("DELETE FROM call_customer WHERE call = $1", {in.id.value});
        if (in.customer)
            transaction.execute(
                "INSERT INTO call_customer (call, customer, chosen_by, chosen_ms) VALUES ($1, $2, $3, $4)",
                {in.id.value, in.customer->value, actor.login, to_ms(transaction.now())});
        auto const json = [](std::optional<CustomerId> id) {
            return id ? fmt::format(R"({{"customer":"{}"}})", id->value) : std::string{};
        };
        people::write_audit(transaction, actor,
                            {"call.customer_chosen", "call", to_string(in.id), call.client, json(call.chosen),
                             json(in.customer)});
    }
    return find_callers(transaction, actor, {in.id});
}

CustomerCalls list_customer_calls(store::Transaction& transaction, people::Actor const& actor,
                                  CustomerKey const& key) {
    actor.require(people::Permission::see_customers);
    auto const customer = load_customer(transaction, actor, key.id);
    return {calls_of(transaction, actor, customer.id, {})};
}

}  // namespace rufwerk::crm

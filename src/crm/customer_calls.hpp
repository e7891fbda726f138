#pragma once

#include "crm/search_customers.hpp"
#include "people/me.hpp"

#include <optional>
#include <string>
#include <vector>

/// Who is calling, and what was before: customers by the number of a call, the customer chosen for it, and a
/// customer's calls.
namespace rufwerk::crm {

using CalledId = Id<struct CalledTag>;

constexpr std::int64_t callers_max = 20;         // customers with one number; of more, the first by name
constexpr std::int64_t calls_of_caller_max = 5;  // shown while it rings
constexpr std::int64_t calls_of_customer_max = 200;

struct CustomerCall {
    CalledId id;
    Instant started_at{};
    std::optional<Instant> answered_at, ended_at;
    std::optional<std::string> end_reason, agent_name, result, note;
    std::string queue_name;
    bool chosen = false, open = false;
};
WIRE_STRUCT(CustomerCall, id, started_at, answered_at, ended_at, end_reason, agent_name, result, note,
            queue_name, chosen, open)
WIRE_NOTES(CustomerCall, {"id", "The call.", R"("71")"}, {"started_at", "When it came in."},
           {"answered_at", "When an agent answered; null: nobody."},
           {"ended_at", "When it ended; null: it goes on."},
           {"end_reason", "Why; null while it lasts.", R"("caller_hung_up")"},
           {"agent_name", "Null: nobody, or not for your eyes.", R"("Lena Brandt")"},
           {"result", "Key of the result; null: none yet.", R"("advice")"},
           {"note", "The agent's note; null: none.", R"("Sends the contract.")"},
           {"queue_name", "Where it waited.", R"("Tarifberatung")"},
           {"chosen", "Somebody chose this customer for it; false: only the number says so.", "true"},
           {"open", "Answered and ended, but still without a result.", "false"})

struct Caller {
    FoundCustomer customer;
    std::vector<CustomerCall> calls;
    std::int64_t open = 0;
};
WIRE_STRUCT(Caller, customer, calls, open)
WIRE_NOTES(Caller, {"customer", "Who it may be."},
           {"calls", "The last five before this one, the newest first."},
           {"open", "How many of the last 200 are open.", "0"})

struct CallersOfCall {
    std::optional<CustomerId> chosen;
    std::vector<Caller> callers;
};
WIRE_STRUCT(CallersOfCall, chosen, callers)
WIRE_NOTES(
    CallersOfCall, {"chosen", "Whose call it is, as somebody chose; null: nobody has.", R"("4711")"},
    {"callers",
     "The chosen one, else everybody of the client with the caller's number, by name; empty for a number "
     "withheld or unknown."})

struct CallOfCustomerKey {
    CalledId id;
};
WIRE_STRUCT(CallOfCustomerKey, id)
WIRE_NOTES(CallOfCustomerKey, {"id", "The call.", R"("71")"})

struct ChosenCustomer {
    CalledId id;
    std::optional<CustomerId> customer;
};
WIRE_STRUCT(ChosenCustomer, id, customer)
WIRE_NOTES(ChosenCustomer, {"id", "The call.", R"("71")"},
           {"customer", "Whose call it is; null: nobody's any more.", R"("4711")"})

struct CustomerCalls {
    std::vector<CustomerCall> items;
};
WIRE_STRUCT(CustomerCalls, items)
WIRE_NOTES(CustomerCalls, {"items", "The newest first, at most 200."})

/// Throws Problem not_found "call.unknown", also for a call behind the wall.
CallersOfCall find_callers(store::Transaction& transaction, people::Actor const& actor,
                           CallOfCustomerKey const& key);
/// Throws Problem not_found "call.unknown"; invalid `customer`: unknown, or of another client than the call.
CallersOfCall choose_customer(store::Transaction& transaction, people::Actor const& actor,
                              ChosenCustomer const& in);
/// Calls for which the customer was chosen, and those with one of their numbers for which nobody was.
CustomerCalls list_customer_calls(store::Transaction& transaction, people::Actor const& actor,
                                  CustomerKey const& key);

Problem unknown_call(CalledId id);

}  // namespace rufwerk::crm

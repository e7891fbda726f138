#pragma once

#include "crm/customer.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rufwerk::crm {

constexpr std::int64_t customers_per_page_max = 200;
/// As many are looked at closely in a search; of more, those that share the most with what was typed.
constexpr std::int64_t search_candidates_max = 1'000;

struct CustomerQuery {
    std::optional<std::int64_t> limit;
    std::optional<std::string> cursor, client, search;
};
WIRE_STRUCT(CustomerQuery, limit, cursor, client, search)
WIRE_NOTES(
    CustomerQuery, {"limit", "At most this many; 50 when left out.", "50", 1, customers_per_page_max},
    {"cursor", "`next` of the page before; left out for the first page.", R"("1.2c3f.4711")"},
    {"client", "Only customers of the client with this key.", R"("nordheim")"},
    {"search",
     "Words of name, customer number, mail or city, misspelt if need be, or 3 digits and more of how a "
     "phone begins or ends.",
     R"("mueler nordheim")"})

struct FoundCustomer {
    CustomerId id;
    std::string client, client_name;
    CustomerKind kind{};
    std::string given_name, name, number;
    std::optional<std::string> phone, mail, city;
};
WIRE_STRUCT(FoundCustomer, id, client, client_name, kind, given_name, name, number, phone, mail, city)
WIRE_NOTES(FoundCustomer, {"id", "The customer.", R"("4711")"},
           {"client", "Key of the client.", R"("nordheim")"},
           {"client_name", "Its name.", R"("Stadtwerke Nordheim")"},
           {"kind", "person or organisation.", R"("person")"}, {"given_name", "May be empty.", R"("Anna")"},
           {"name", "Family name, or name of the organisation.", R"("Weber")"},
           {"number", "Customer number; empty: none.", R"("K-1100")"},
           {"phone", "The first one, E.164; null: none.", R"("+491701234567")"},
           {"mail", "The first one; null: none.", R"("anna@weber.example")"},
           {"city", "Of the first address; null: none.", R"("Nordheim")"})

struct CustomerPage {
    std::vector<FoundCustomer> items;
    std::optional<std::string> next;
    bool more_candidates = false;
};
WIRE_STRUCT(CustomerPage, items, next, more_candidates)
WIRE_NOTES(CustomerPage, {"items", "By name; in a search the best first."},
           {"next", "`cursor` of the next page; null on the last one.", "null"},
           {"more_candidates", "The search fits more customers than are looked at: type more.", "false"})

/// Throws Problem invalid: `limit`, `cursor`, `search`.
CustomerPage search_customers(store::Transaction& transaction, people::Actor const& actor,
                              CustomerQuery const& query);

}  // namespace rufwerk::crm

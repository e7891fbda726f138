#pragma once

#include "crm/customer.hpp"
#include "people/me.hpp"

#include <string>

/// Customers are made, changed, put together and erased here. The audit log says who did it and which fields
/// it touched, never what stood in them: it cannot be erased, and Art. 17 DSGVO must reach every word about a
/// person.
namespace rufwerk::crm {

struct NewCustomer : CustomerData {
    std::string client;
};
BOOST_DESCRIBE_STRUCT(NewCustomer, (CustomerData), (client))
constexpr std::string_view wire_name(NewCustomer const*) { return "NewCustomer"; }
WIRE_NOTES(NewCustomer, {"client", "Key of the client whose customer it will be.", R"("nordheim")"})

struct ChangedCustomer : CustomerData {
    CustomerId id;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ChangedCustomer, (CustomerData), (id, version))
constexpr std::string_view wire_name(ChangedCustomer const*) { return "ChangedCustomer"; }
WIRE_NOTES(ChangedCustomer, {"id", "The customer."}, {"version", "The one that was changed.", "3"})

struct MergedCustomers {
    CustomerId id, other;
    std::int64_t version = 0, other_version = 0;
};
WIRE_STRUCT(MergedCustomers, id, other, version, other_version)
WIRE_NOTES(MergedCustomers, {"id", "The customer that stays."},
           {"other", "The one that is taken into it.", R"("4712")"},
           {"version", "Of the one that stays.", "3"}, {"other_version", "Of the other one.", "1"})

/// Throws Problem: invalid fields, `client` not served by the actor among them; conflict
/// "customer.number_taken".
Customer create_customer(store::Transaction& transaction, people::Actor const& actor, NewCustomer const& in);
/// Throws Problem: not_found "customer.unknown"; invalid fields; people::Stale "customer.stale" with the row
/// as it is; conflict "customer.number_taken". The same again changes nothing.
Customer edit_customer(store::Transaction& transaction, people::Actor const& actor,
                       ChangedCustomer const& in);
/// What only the other one has goes to the one that stays: empty fields, phones, mails, addresses, its note
/// below. Throws Problem as edit_customer; invalid `other` for itself or another client's customer.
Customer merge_customers(store::Transaction& transaction, people::Actor const& actor,
                         MergedCustomers const& in);
/// Art. 17 DSGVO. What remains is an empty row with id, client and dates, so that what must be kept for six,
/// eight or ten years (§ 147 Abs. 3 AO, § 257 Abs. 4 HGB) still refers to something; Art. 17 Abs. 3 lit. b
/// DSGVO allows that. Rows merged into this one are emptied already.
people::Nothing erase_customer(store::Transaction& transaction, people::Actor const& actor,
                               CustomerKey const& in);

Problem stale_customer(CustomerId id, std::int64_t version);
Problem number_taken(std::string const& number, CustomerId by);

}  // namespace rufwerk::crm

#pragma once

#include "base/clock.hpp"
#include "base/id.hpp"
#include "people/actor.hpp"
#include "store/database.hpp"
#include "wire/note.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// A customer as it is typed, stored and shown. Customers belong to one client; every query keeps to the
/// wall.
namespace rufwerk::crm {

using CustomerId = Id<struct CustomerTag>;

constexpr std::size_t customer_lines_max = 20;  // phones, mails and addresses, each
constexpr std::size_t customer_text_bytes_max = 200;
constexpr std::size_t customer_note_bytes_max = 10'000;

enum class CustomerKind : std::uint8_t { person, organisation };
BOOST_DESCRIBE_ENUM(CustomerKind, person, organisation)

struct CustomerPhone {
    std::string number, label;
};
WIRE_STRUCT(CustomerPhone, number, label)
WIRE_NOTES(CustomerPhone, {"number", "As people write it; kept and shown as E.164.", R"("+491701234567")"},
           {"label", "What it is for; may be empty.", R"("privat")"})

struct CustomerMail {
    std::string mail, label;
};
WIRE_STRUCT(CustomerMail, mail, label)
WIRE_NOTES(CustomerMail, {"mail", "The address.", R"("anna@weber.example")"},
           {"label", "What it is for; may be empty.", R"("")"})

struct CustomerAddress {
    std::string street, postcode, city, country, label;
};
WIRE_STRUCT(CustomerAddress, street, postcode, city, country, label)
WIRE_NOTES(CustomerAddress, {"street", "With the house number.", R"("Deichweg 4")"},
           {"postcode", "May be empty.", R"("26506")"}, {"city", "May be empty.", R"("Nordheim")"},
           {"country", "ISO 3166-1, two letters; empty: DE.", R"("DE")"},
           {"label", "What it is for; may be empty.", R"("Lieferung")"})

struct CustomerData {
    CustomerKind kind{};
    std::string given_name, name, number, note;
    std::vector<CustomerPhone> phones;
    std::vector<CustomerMail> mails;
    std::vector<CustomerAddress> addresses;
};
WIRE_STRUCT(CustomerData, kind, given_name, name, number, note, phones, mails, addresses)
WIRE_NOTES(CustomerData, {"kind", "person or organisation.", R"("person")"},
           {"given_name", "Empty for an organisation.", R"("Anna")"},
           {"name", "Family name, or name of the organisation.", R"("Weber")"},
           {"number", "Customer number of the client, unique there; empty: none.", R"("K-1100")"},
           {"note", "At most 10,000 bytes.", R"("Wants to be called after four.")"},
           {"phones", "At most 20, the first is the main one."}, {"mails", "At most 20."},
           {"addresses", "At most 20."})

struct Customer : CustomerData {
    CustomerId id;
    std::string client, client_name;
    std::int64_t version = 0;
    Instant created_at{}, changed_at{};
};
BOOST_DESCRIBE_STRUCT(Customer, (CustomerData), (id, client, client_name, version, created_at, changed_at))
constexpr std::string_view wire_name(Customer const*) { return "Customer"; }
WIRE_NOTES(Customer, {"id", "The customer.", R"("4711")"},
           {"client", "Key of the client whose customer it is.", R"("nordheim")"},
           {"client_name", "Its name.", R"("Stadtwerke Nordheim")"},
           {"version", "Grows with every change; a change names the version it started from.", "3"},
           {"created_at", "When."}, {"changed_at", "When last."})

struct CustomerKey {
    CustomerId id;
};
WIRE_STRUCT(CustomerKey, id)
WIRE_NOTES(CustomerKey, {"id", "The customer."})

/// Checks every field, and turns the phones into E.164, mails into trimmed text and countries into capitals.
/// Throws Problem with all faults at once.
void check_and_normalise(CustomerData& data);

/// Throws Problem not_found "customer.unknown": also for one behind the wall, merged or erased.
Customer load_customer(store::Transaction& transaction, people::Actor const& actor, CustomerId id);
Problem unknown_customer(CustomerId id);
/// As load_customer, with the permission to see it.
Customer show_customer(store::Transaction& transaction, people::Actor const& actor, CustomerKey const& key);

/// Phones, mails, addresses and search index of the row, in the place of those that are there.
void store_lines(store::Transaction& transaction, CustomerId id, std::string const& client,
                 CustomerData const& data);
void remove_lines(store::Transaction& transaction, CustomerId id);

/// Everything a search looks at, folded: names, customer number, mails, cities.
std::string search_words_of(CustomerData const& data);
std::string sort_key_of(CustomerData const& data);

}  // namespace rufwerk::crm

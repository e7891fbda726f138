#include "crm/edit_customer.hpp"

#include "base/problem.hpp"
#include "base/text.hpp"
#include "people/audit.hpp"
#include "people/stale.hpp"

#include <fmt/format.h>

namespace rufwerk::crm {
namespace {

/// {"fields":["name","phones"]}: which members of `after` are not as in `before`.
std::string changed_fields(CustomerData const& before, CustomerData const& after) {
    std::string fields;
    wire::mp::mp_for_each<wire::Members<CustomerData>>([&](auto member) {
        if (wire::encode_value(before.*member.pointer) == wire::encode_value(after.*member.pointer)) return;
        fields += (fields.empty() ? "" : ",") + json_string(member.name);
    });
    return fields;
}

void audit(store::Transaction& transaction, people::Actor const& actor, std::string action,
           Customer const& customer, std::string const& after_json) {
    people::write_audit(
        transaction, actor,
        {std::move(action), "customer", to_string(customer.id), customer.client, "", after_json});
}

void check_number_free(store::Transaction& transaction, std::string const& client, std::string const& number,
                       CustomerId self) {
    if (number.empty()) return;
    auto const row = transaction.query_one(
        "SELECT id FROM customer WHERE client = $1 AND number = $2 AND number <> '' AND gone_ms IS NULL",
        {client, number});
    if (row && row->integer(0) != self.value) throw number_taken(number, {row->integer(0)});
}

void check_version(Customer const& present, std::int64_t version) {
    if (present.version == version) return;
    auto const problem = stale_customer(present.id, present.version);
    throw people::Stale{problem.code(), problem.detail(), wire::encode(present)};
}

void check_client(store::Transaction& transaction, people::Actor const& actor, std::string const& client) {
    if (actor.sees_client(client) && transaction.query_one("SELECT 1 FROM client WHERE key = $1", {client}))
        return;
    throw invalid_field("client", "unknown",
                        fmt::format("{} is not a client you work for: see /api/clients",
                                    wire::shown(wire::encode_value(client))));
}

std::string_view kind_name(CustomerKind kind) { return boost::describe::enum_to_string(kind, ""); }

/// Writes `customer` over its row when that still has the version before; a writer who was quicker wins.
void update_row(store::Transaction& transaction, Customer const& customer) {
    CustomerData const& data = customer;
    auto const changed = transaction.execute(
        "UPDATE customer SET kind = $1, given_name = $2, name = $3, number = $4, note = $5, version = $6, "
        "changed_ms = $7, sort_key = $8, search_words = $9 WHERE id = $10 AND version = $11",
        {std::string{kind_name(data.kind)}, data.given_name, data.name, data.number, data.note,
         customer.version, to_ms(customer.changed_at), sort_key_of(data), search_words_of(data),
         customer.id.value, customer.version - 1});
    if (changed != 1) throw stale_customer(customer.id, customer.version);
    store_lines(transaction, customer.id, customer.client, data);
}

/// Only what is empty is filled from the other one.
void take_over(std::string& text, std::string const& other) {
    if (text.empty()) text = other;
}

template <class Line, class Same>
void take_over(std::vector<Line>& lines, std::vector<Line> const& others, Same same) {
    for (auto const& other : others) {
        bool known = false;
        for (auto const& line : lines)
            known = known || same(line, other);
        if (!known) lines.push_back(other);
    }
}

void take_over(Customer& customer, Customer const& other) {
    if (customer.kind == CustomerKind::person) take_over(customer.given_name, other.given_name);
    take_over(customer.number, other.number);
    if (!other.note.empty() && other.note != customer.note)
        customer.note += (customer.note.empty() ? "" : "\n\n") + other.note;
    take_over(customer.phones, other.phones, [](auto& a, auto& b) { return a.number == b.number; });
    take_over(customer.mails, other.mails, [](auto& a, auto& b) { return a.mail == b.mail; });
    take_over(customer.addresses, other.addresses, [](auto& a, auto& b) {
        return a.street == b.street && a.postcode == b.postcode && a.city == b.city;
    });
}

/// The row stays with id, client and dates alone.
void empty_row(store::Transaction& transaction, CustomerId id, store::Value merged_into) {
    remove_lines(transaction, id);
    transaction.execute(
        "UPDATE customer SET given_name = '', name = '', number = '', note = '', sort_key = '', "
        "search_words = '', version = version + 1, gone_ms = $1, merged_into = $2 WHERE id = $3",
        {to_ms(transaction.now()), std::move(merged_into), id.value});
}

}  // namespace

Problem stale_customer(CustomerId id, std::int64_t version) {
    return {
        Refusal::conflict, "customer.stale",
        fmt::format("Customer {} has been changed in the meantime and is at version {}: look at `present` "
                    "and change that.",
                    id.value, version)};
}

Problem number_taken(std::string const& number, CustomerId by) {
    return {Refusal::conflict, "customer.number_taken",
            fmt::format("The customer number {} belongs to customer {} of this client: take another one, or "
                        "merge the two.",
                        wire::shown(wire::encode_value(number)), by.value)};
}

Customer create_customer(store::Transaction& transaction, people::Actor const& actor, NewCustomer const& in) {
    actor.require(people::Permission::edit_customers);
    check_client(transaction, actor, in.client);
    CustomerData data = in;
    check_and_normalise(data);
    check_number_free(transaction, in.client, data.number, {});
    CustomerId const id{transaction.new_id()};
    transaction.execute(
        "INSERT INTO customer (id, client, kind, given_name, name, number, note, version, created_ms, "
        "changed_ms, sort_key, search_words) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $8, $9, $10)",
        {id.value, in.client, std::string{kind_name(data.kind)}, data.given_name, data.name, data.number,
         data.note, to_ms(transaction.now()), sort_key_of(data), search_words_of(data)});
    store_lines(transaction, id, in.client, data);
    auto customer = load_customer(transaction, actor, id);
    audit(transaction, actor, "customer.created", customer,
          fmt::format(R"({{"fields":[{}]}})", changed_fields({}, data)));
    return customer;
}

Customer edit_customer(store::Transaction& transaction, people::Actor const& actor,
                       ChangedCustomer const& in) {
    actor.require(people::Permission::edit_customers);
    auto customer = load_customer(transaction, actor, in.id);
    check_version(customer, in.version);
    CustomerData data = in;
    check_and_normalise(data);
    auto const fields = changed_fields(customer, data);
    if (fields.empty()) return customer;
    check_number_free(transaction, customer.client, data.number, in.id);
    static_cast<CustomerData&>(customer) = std::move(data);
    ++customer.version;
    customer.changed_at = transaction.now();
    update_row(transaction, customer);
    audit(transaction, actor, "customer.changed", customer, fmt::format(R"({{"fields":[{}]}})", fields));
    return customer;
}

Customer merge_customers(store::Transaction& transaction, people::Actor const& actor,
                         MergedCustomers const& in) {
    actor.require(people::Permission::merge_customers);
    if (in.id == in.other)
        throw invalid_field("other", "same", "is the customer itself: name the one that is to be taken in");
    auto customer = load_customer(transaction, actor, in.id);
    auto const other = load_customer(transaction, actor, in.other);
    if (other.client != customer.client)
        throw invalid_field("other", "client",
                            fmt::format("is a customer of {}, not of {}: clients share no customers",
                                        other.client_name, customer.client_name));
    check_version(customer, in.version);
    check_version(other, in.other_version);
    take_over(customer, other);
    CustomerData data = customer;
    check_and_normalise(data);
    ++customer.version;
    customer.changed_at = transaction.now();
    empty_row(transaction, in.other, in.id.value);
    update_row(transaction, customer);
    transaction.execute("UPDATE call_customer SET customer = $1 WHERE customer = $2",
                        {in.id.value, in.other.value});
    audit(transaction, actor, "customer.merged", customer,
          fmt::format(R"({{"other":"{}"}})", in.other.value));
    return customer;
}

people::Nothing erase_customer(store::Transaction& transaction, people::Actor const& actor,
                               CustomerKey const& in) {
    actor.require(people::Permission::erase_customers);
    auto const customer = load_customer(transaction, actor, in.id);
    empty_row(transaction, in.id, nullptr);
    audit(transaction, actor, "customer.erased", customer, "");
    return {};
}

}  // namespace rufwerk::crm

#include "crm/customer.hpp"

#include "base/problem.hpp"
#include "crm/fold.hpp"

#include <fmt/format.h>

#include <set>

namespace rufwerk::crm {
namespace {

void load_lines(store::Transaction& transaction, Customer& customer) {
    store::Values const id{customer.id.value};
    for (auto const& row :
         transaction.query("SELECT number, label FROM customer_phone WHERE customer = $1 ORDER BY place", id))
        customer.phones.push_back({row.text(0), row.text(1)});
    for (auto const& row :
         transaction.query("SELECT mail, label FROM customer_mail WHERE customer = $1 ORDER BY place", id))
        customer.mails.push_back({row.text(0), row.text(1)});
    for (auto const& row :
         transaction.query("SELECT street, postcode, city, country, label FROM customer_address WHERE "
                           "customer = $1 ORDER BY place",
                           id))
        customer.addresses.push_back({row.text(0), row.text(1), row.text(2), row.text(3), row.text(4)});
}

void store_grams(store::Transaction& transaction, CustomerId id, std::string const& client,
                 CustomerData const& data) {
    std::set<std::int64_t> grams;
    for (auto const& word : words_from(search_words_of(data)))
        grams.merge(grams_of(word));
    if (grams.empty()) return;
    std::string places;
    store::Values values{client, id.value};
    for (auto const gram : grams) {
        values.emplace_back(gram);
        places += fmt::format("{}(${},$1,$2)", places.empty() ? "" : ",", values.size());
    }
    transaction.execute("INSERT INTO customer_gram (gram, client, customer) VALUES " + places, values);
}

}  // namespace

Problem unknown_customer(CustomerId id) {
    return {Refusal::not_found, "customer.unknown", fmt::format("There is no customer {}.", id.value)};
}

Customer load_customer(store::Transaction& transaction, people::Actor const& actor, CustomerId id) {
    store::Values values{id.value};
    auto const wall = people::client_wall(actor, "c.client", values);
    auto const row = transaction.query_one(
        fmt::format("SELECT c.client, k.name, c.kind, c.given_name, c.name, c.number, c.note, c.version, "
                    "c.created_ms, c.changed_ms FROM customer c JOIN client k ON k.key = c.client "
                    "WHERE c.id = $1 AND c.gone_ms IS NULL AND {}",
                    wall),
        values);
    if (!row) throw unknown_customer(id);
    Customer customer;
    customer.id = id;
    customer.client = row->text(0);
    customer.client_name = row->text(1);
    customer.kind = row->text(2) == "person" ? CustomerKind::person : CustomerKind::organisation;
    customer.given_name = row->text(3);
    customer.name = row->text(4);
    customer.number = row->text(5);
    customer.note = row->text(6);
    customer.version = row->integer(7);
    customer.created_at = from_ms(row->integer(8));
    customer.changed_at = from_ms(row->integer(9));
    load_lines(transaction, customer);
    return customer;
}

Customer show_customer(store::Transaction& transaction, people::Actor const& actor, CustomerKey const& key) {
    actor.require(people::Permission::see_customers);
    return load_customer(transaction, actor, key.id);
}

void remove_lines(store::Transaction& transaction, CustomerId id) {
    for (std::string const table : {"customer_phone", "customer_mail", "customer_address", "customer_gram"})
        transaction.execute("DELETE FROM " + table + " WHERE customer = $1", {id.value});
}

void store_lines(store::Transaction& transaction, CustomerId id, std::string const& client,
                 CustomerData const& data) {
    remove_lines(transaction, id);
    std::int64_t place = 0;
    for (auto const& phone : data.phones) {
        auto const digits = phone.number.substr(1);
        transaction.execute(
            "INSERT INTO customer_phone (customer, place, client, number, digits, reversed, label) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7)",
            {id.value, place++, client, phone.number, digits, std::string{digits.rbegin(), digits.rend()},
             phone.label});
    }
    place = 0;
    for (auto const& mail : data.mails)
        transaction.execute(
            "INSERT INTO customer_mail (customer, place, mail, label) VALUES ($1, $2, $3, $4)",
            {id.value, place++, mail.mail, mail.label});
    place = 0;
    for (auto const& address : data.addresses)
        transaction.execute(
            "INSERT INTO customer_address (customer, place, street, postcode, city, country, label) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7)",
            {id.value, place++, address.street, address.postcode, address.city, address.country,
             address.label});
    store_grams(transaction, id, client, data);
}

std::string search_words_of(CustomerData const& data) {
    std::string text = fmt::format("{} {} {}", data.given_name, data.name, data.number);
    for (auto const& mail : data.mails)
        text += ' ' + mail.mail;
    for (auto const& address : data.addresses)
        text += ' ' + address.city;
    return to_utf8(folded_words(text));
}

std::string sort_key_of(CustomerData const& data) { return sort_key(data.name + ' ' + data.given_name); }

}  // namespace rufwerk::crm

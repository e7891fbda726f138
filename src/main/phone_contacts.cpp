#include "main/phone_contacts.hpp"

#include "base/log.hpp"

namespace rufwerk {
namespace {

constexpr char const* select_contacts =
    "SELECT login, uri, instance, q_thousandths, path, transport, host, port, through, agent, call_id, cseq, "
    "since_ms, seen_ms, expires_ms FROM phone_contact";
constexpr char const* insert_contact =
    "INSERT INTO phone_contact (login, uri, instance, q_thousandths, path, transport, host, port, through, "
    "agent, call_id, cseq, since_ms, seen_ms, expires_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
    "$11, $12, $13, $14, $15)";

}  // namespace

std::map<std::string, std::vector<sip::Contact>> load_phone_contacts(store::Database& database) {
    std::map<std::string, std::vector<sip::Contact>> contacts;
    database.read_and_wait([&](store::Transaction& transaction) {
        contacts.clear();
        for (auto const& row : transaction.query(select_contacts))
            contacts[row.text(0)].push_back({.uri = row.text(1),
                                             .instance = row.text(2),
                                             .q_thousandths = static_cast<int>(row.integer(3)),
                                             .path = row.text(4),
                                             .transport = row.text(5),
                                             .host = row.text(6),
                                             .port = static_cast<int>(row.integer(7)),
                                             .through = row.text(8),
                                             .agent = row.text(9),
                                             .call_id = row.text(10),
                                             .cseq = static_cast<std::uint32_t>(row.integer(11)),
                                             .since = from_ms(row.integer(12)),
                                             .seen = from_ms(row.integer(13)),
                                             .expires = from_ms(row.integer(14))});
    });
    return contacts;
}

void keep_phone_contacts(store::Database& database, std::string const& login,
                         std::vector<sip::Contact> contacts) {
    bool const taken = database.write(
        [login, contacts = std::move(contacts)](store::Transaction& transaction) {
            transaction.execute("DELETE FROM phone_contact WHERE login = $1", {login});
            for (auto const& one : contacts)
                transaction.execute(
                    insert_contact,
                    {login, one.uri, one.instance, std::int64_t{one.q_thousandths}, one.path, one.transport,
                     one.host, std::int64_t{one.port}, one.through, one.agent, one.call_id,
                     std::int64_t{one.cseq}, to_ms(one.since), to_ms(one.seen), to_ms(one.expires)});
        },
        [login](store::Outcome const& outcome) {
            if (outcome.failure) log::warning("phone.contacts_not_kept", {{"user", login}});
        });
    if (!taken) log::warning("phone.contacts_not_kept", {{"user", login}});
}

}  // namespace rufwerk

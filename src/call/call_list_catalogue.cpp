#include "call/call_list_catalogue.hpp"

#include "base/problem.hpp"

#include <fmt/format.h>

namespace rufwerk::call {
namespace {

/// `sql` has one {} for the wall on `column`.
store::Rows within_wall(store::Transaction& transaction, people::Actor const& actor, std::string_view column,
                        std::string_view sql) {
    actor.require(people::Permission::see_catalogue);
    store::Values values;
    auto const wall = people::client_wall(actor, column, values);
    return transaction.query(fmt::format(fmt::runtime(sql), wall), values);
}

NamedChoices named(store::Rows const& rows) {
    NamedChoices choices;
    for (auto const& row : rows)
        choices.items.push_back({row.text(0), row.text(1), row.text(2)});
    return choices;
}

}  // namespace

ClientChoices list_clients(store::Transaction& transaction, people::Actor const& actor,
                           people::Nothing const&) {
    ClientChoices choices;
    for (auto const& row : within_wall(transaction, actor, "key",
                                       "SELECT key, name, color FROM client WHERE {} ORDER BY name, key"))
        choices.items.push_back({row.text(0), row.text(1), row.text(2)});
    return choices;
}

QueueChoices list_queues(store::Transaction& transaction, people::Actor const& actor,
                         people::Nothing const&) {
    QueueChoices choices;
    for (auto const& row : within_wall(transaction, actor, "client",
                                       "SELECT key, name, client FROM queue WHERE {} ORDER BY name, key"))
        choices.items.push_back({row.text(0), row.text(1), row.text(2)});
    return choices;
}

NumberChoices list_numbers(store::Transaction& transaction, people::Actor const& actor,
                           people::Nothing const&) {
    NumberChoices choices;
    for (auto const& row : within_wall(transaction, actor, "client",
                                       "SELECT number, client, queue FROM number WHERE {} ORDER BY number"))
        choices.items.push_back({row.text(0), row.text(1), row.text(2)});
    return choices;
}

NamedChoices list_results(store::Transaction& transaction, people::Actor const& actor, OfClient const& in) {
    actor.require(people::Permission::see_catalogue);
    if (!actor.sees_client(in.client) ||
        !transaction.query_one("SELECT 1 FROM client WHERE key = $1", {in.client}))
        throw Problem{Refusal::not_found, "client.unknown",
                      fmt::format("There is no client \"{}\".", in.client)};
    return named(transaction.query(
        "SELECT key, name_de, name_en FROM result WHERE client = $1 ORDER BY place, key", {in.client}));
}

NamedChoices list_pause_reasons(store::Transaction& transaction, people::Actor const& actor,
                                people::Nothing const&) {
    actor.require(people::Permission::see_catalogue);
    return named(transaction.query("SELECT key, name_de, name_en FROM pause_reason ORDER BY place, key"));
}

ButtonChoices list_call_buttons(store::Transaction& transaction, people::Actor const&,
                                people::Nothing const&) {
    ButtonChoices choices;
    for (auto const& row : transaction.query("SELECT n.call_button, n.client, c.name, c.color FROM number n "
                                             "JOIN client c ON c.key = n.client "
                                             "WHERE n.call_button <> '' ORDER BY c.name, n.call_button"))
        choices.items.push_back({row.text(0), row.text(1), row.text(2), row.text(3)});
    return choices;
}

}  // namespace rufwerk::call

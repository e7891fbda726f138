#include "call/provision_state.hpp"

#include "base/invariant.hpp"
#include "call/phone_secret.hpp"

#include <algorithm>

namespace rufwerk::call {
namespace {

void load_clients(store::Transaction& transaction, CentreState& state) {
    for (auto const& row : transaction.query("SELECT key, name, greeting, color FROM client"))
        state.clients.emplace(row.text(0), Client{row.text(0), row.text(1), row.text(2), row.text(3)});
}

std::map<std::string, Named> load_named(store::Transaction& transaction, std::string const& table) {
    std::map<std::string, Named> named;
    for (auto const& row : transaction.query("SELECT key, name FROM " + table))
        named.emplace(row.text(0), Named{row.text(0), row.text(1)});
    return named;
}

void load_queues(store::Transaction& transaction, CentreState& state) {
    for (auto const& row :
         transaction.query("SELECT key, name, client, priority, ring_s, wrap_up_s, "
                           "service_level_within_s, service_level_percent, music_audio FROM queue")) {
        Queue queue;
        queue.key = row.text(0);
        queue.name = row.text(1);
        queue.client = row.text(2);
        queue.priority = static_cast<int>(row.integer(3));
        queue.ring_s = static_cast<int>(row.integer(4));
        queue.wrap_up_s = static_cast<int>(row.integer(5));
        queue.service_level_within_s = static_cast<int>(row.integer(6));
        queue.service_level_percent = static_cast<int>(row.integer(7));
        queue.music_audio = row.text(8);
        state.queues.emplace(queue.key, std::move(queue));
    }
    for (auto const& row : transaction.query("SELECT queue, skill FROM queue_skill ORDER BY queue, skill"))
        state.queues.at(row.text(0)).skills.push_back(row.text(1));
}

void load_trunks(store::Transaction& transaction, CentreState& state) {
    for (auto const& row : transaction.query("SELECT key FROM trunk"))
        state.trunks[row.text(0)].key = row.text(0);
    for (auto const& row :
         transaction.query("SELECT trunk, network FROM trunk_allow ORDER BY trunk, network"))
        state.trunks.at(row.text(0)).allow.push_back(row.text(1));
}

void load_numbers(store::Transaction& transaction, CentreState& state) {
    for (auto const& row :
         transaction.query("SELECT number, client, queue, answer, greeting_audio, call_button FROM number")) {
        auto const answer = row.text(3) == name(AnswerWhen::agent) ? AnswerWhen::agent : AnswerWhen::at_once;
        state.numbers.emplace(
            row.text(0), Number{row.text(0), row.text(1), row.text(2), answer, row.text(4), row.text(5)});
    }
}

void load_choices(store::Transaction& transaction, CentreState& state) {
    for (auto const& row : transaction.query("SELECT client, key, name_de, name_en, place FROM result"))
        state.results.emplace(std::pair{row.text(0), row.text(1)},
                              Choice{row.text(0), row.text(1), row.text(2), row.text(3), row.integer(4)});
    for (auto const& row : transaction.query("SELECT key, name_de, name_en, place FROM pause_reason"))
        state.pause_reasons.emplace(row.text(0),
                                    Choice{{}, row.text(0), row.text(1), row.text(2), row.integer(3)});
}

void save_named(store::Transaction& transaction, std::string const& table, Named const& named) {
    transaction.execute(
        "INSERT INTO " + table +
            " (key, name) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET name = excluded.name",
        {named.key, named.name});
}

}  // namespace

CentreState load_state(store::Transaction& transaction) {
    CentreState state;
    load_clients(transaction, state);
    state.teams = load_named(transaction, "team");
    state.skills = load_named(transaction, "skill");
    load_queues(transaction, state);
    load_trunks(transaction, state);
    load_numbers(transaction, state);
    state.users = people::load_users(transaction);
    state.phone_secrets = load_phone_secrets(transaction);
    load_choices(transaction, state);
    return state;
}

void save(store::Transaction& transaction, Client const& client) {
    transaction.execute(
        "INSERT INTO client (key, name, greeting, color) VALUES ($1, $2, $3, $4) ON CONFLICT (key) DO UPDATE "
        "SET "
        "name = excluded.name, greeting = excluded.greeting, color = excluded.color",
        {client.key, client.name, client.greeting, client.color});
}

void save_team(store::Transaction& transaction, Named const& team) { save_named(transaction, "team", team); }
void save_skill(store::Transaction& transaction, Named const& skill) {
    save_named(transaction, "skill", skill);
}

void save(store::Transaction& transaction, Queue const& queue) {
    transaction.execute(
        "INSERT INTO queue (key, client, name, priority, ring_s, wrap_up_s, service_level_within_s, "
        "service_level_percent, music_audio) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (key) "
        "DO UPDATE "
        "SET client = excluded.client, name = excluded.name, priority = excluded.priority, ring_s = "
        "excluded.ring_s, "
        "wrap_up_s = excluded.wrap_up_s, service_level_within_s = excluded.service_level_within_s, "
        "service_level_percent = excluded.service_level_percent, music_audio = excluded.music_audio",
        {queue.key, queue.client, queue.name, std::int64_t{queue.priority}, std::int64_t{queue.ring_s},
         std::int64_t{queue.wrap_up_s}, std::int64_t{queue.service_level_within_s},
         std::int64_t{queue.service_level_percent}, queue.music_audio});
    transaction.execute("DELETE FROM queue_skill WHERE queue = $1", {queue.key});
    for (auto const& skill : queue.skills)
        transaction.execute("INSERT INTO queue_skill (queue, skill) VALUES ($1, $2)", {queue.key, skill});
}

void save(store::Transaction& transaction, Trunk const& trunk) {
    transaction.execute("INSERT INTO trunk (key) VALUES ($1) ON CONFLICT (key) DO NOTHING", {trunk.key});
    transaction.execute("DELETE FROM trunk_allow WHERE trunk = $1", {trunk.key});
    for (auto const& network : trunk.allow)
        transaction.execute("INSERT INTO trunk_allow (trunk, network) VALUES ($1, $2)", {trunk.key, network});
}

void save(store::Transaction& transaction, Number const& number) {
    transaction.execute(
        "INSERT INTO number (number, client, queue, answer, greeting_audio, call_button) VALUES ($1, $2, $3, "
        "$4, $5, "
        "$6) ON CONFLICT (number) DO UPDATE SET client = excluded.client, queue = excluded.queue, "
        "answer = excluded.answer, greeting_audio = excluded.greeting_audio, call_button = "
        "excluded.call_button",
        {number.number, number.client, number.queue, std::string{name(number.answer)}, number.greeting_audio,
         number.call_button});
}

void save(store::Transaction& transaction, Choice const& choice) {
    if (choice.client.empty())
        transaction.execute(
            "INSERT INTO pause_reason (key, name_de, name_en, place) VALUES ($1, $2, $3, $4) "
            "ON CONFLICT (key) DO UPDATE SET name_de = excluded.name_de, name_en = excluded.name_en",
            {choice.key, choice.name_de, choice.name_en, choice.place});
    else
        transaction.execute(
            "INSERT INTO result (client, key, name_de, name_en, place) VALUES ($1, $2, $3, $4, $5) "
            "ON CONFLICT (client, key) DO UPDATE SET name_de = excluded.name_de, name_en = excluded.name_en",
            {choice.client, choice.key, choice.name_de, choice.name_en, choice.place});
}

std::string_view name(AnswerWhen answer) {
    switch (answer) {
        case AnswerWhen::at_once: return "at_once";
        case AnswerWhen::agent: return "agent";
    }
    return {};
}

}  // namespace rufwerk::call

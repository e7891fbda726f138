#include "call/provision.hpp"

#include "base/problem.hpp"
#include "call/phone_secret.hpp"
#include "call/provision_check.hpp"
#include "people/audit.hpp"
#include "people/password.hpp"
#include "wire/wire.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace rufwerk::call {

WIRE_STRUCT(Client, key, name, greeting, color)
WIRE_STRUCT(Queue, key, name, client, skills, priority, ring_s, wrap_up_s, service_level_within_s,
            service_level_percent, music_audio)
BOOST_DESCRIBE_ENUM(AnswerWhen, at_once, agent)
WIRE_STRUCT(Number, number, client, queue, answer, greeting_audio, call_button)
WIRE_STRUCT(Trunk, key, allow)
WIRE_STRUCT(Named, key, name)
WIRE_STRUCT(Choice, client, key, name_de, name_en, place)

namespace {

std::string client_of(Client const& client) { return client.key; }
std::string client_of(Queue const& queue) { return queue.client; }
std::string client_of(Number const& number) { return number.client; }
std::string client_of(Choice const& choice) { return choice.client; }
std::string client_of(auto const&) { return {}; }

/// As the audit log shows it: a secret never.
std::string shown(sip::DigestSecret const&) { return {}; }
std::string shown(auto const& value) { return wire::encode(value); }

std::string subject_of(std::string const& key) { return key; }
std::string subject_of(std::pair<std::string, std::string> const& key) {
    return key.first + "/" + key.second;
}

/// Writes what differs between two states, one kind after the other, and counts.
class Difference {
  public:
    Difference(store::Transaction& transaction, people::Actor const& actor)
        : transaction_{transaction}, actor_{actor} {}

    template <class Map, class Save>
    void write(std::string const& kind, Map const& before, Map const& after, Save save) {
        KindCount count{.kind = kind};
        for (auto const& [key, value] : after) {
            auto const was = before.find(key);
            bool const created = was == before.end();
            if (!created && was->second == value) {
                ++count.unchanged;
                continue;
            }
            if constexpr (std::is_invocable_v<Save, decltype(key), decltype(value)>)
                save(key, value);
            else
                save(value);
            ++(created ? count.created : count.changed);
            people::write_audit(
                transaction_, actor_,
                {kind + (created ? ".created" : ".changed"), kind, subject_of(key), client_of(value),
                 created ? std::string{} : shown(was->second), shown(value)});
        }
        if (!after.empty()) applied.kinds.push_back(count);
    }

    Applied applied;

  private:
    store::Transaction& transaction_;
    people::Actor const& actor_;
};

std::string as_line(CentreFile const& file, CentreFault const& fault) {
    return fmt::format("{}:{}: {}: {}", file.file_name, fault.line, fault.path, fault.message);
}

void refuse(CentreFile const& file, std::vector<CentreFault> faults) {
    if (faults.empty()) return;
    std::ranges::stable_sort(faults, {}, &CentreFault::line);
    std::string detail;
    std::vector<FieldFault> fields;
    for (auto const& fault : faults) {
        detail += (detail.empty() ? "" : "\n") + as_line(file, fault);
        fields.push_back(
            {fmt::format("{}:{}: {}", file.file_name, fault.line, fault.path), "centre", fault.message});
    }
    throw Problem{Refusal::invalid, "centre.faults", detail, std::move(fields)};
}

void write_difference(store::Transaction& transaction, Difference& difference, CentreState const& before,
                      CentreState const& after, std::map<std::string, std::string> const& hashes) {
    auto const plain = [&](auto const& value) { save(transaction, value); };
    difference.write("client", before.clients, after.clients, plain);
    difference.write("team", before.teams, after.teams,
                     [&](Named const& team) { save_team(transaction, team); });
    difference.write("skill", before.skills, after.skills,
                     [&](Named const& skill) { save_skill(transaction, skill); });
    difference.write("queue", before.queues, after.queues, plain);
    difference.write("trunk", before.trunks, after.trunks, plain);
    difference.write("number", before.numbers, after.numbers, plain);
    difference.write("user", before.users, after.users, [&](people::User const& user) {
        auto const hash = hashes.find(user.login);
        people::save_user(transaction, user, hash == hashes.end() ? std::string{} : hash->second);
    });
    difference.write("phone_secret", before.phone_secrets, after.phone_secrets,
                     [&](std::string const& login, sip::DigestSecret const& secret) {
                         save_phone_secret(transaction, login, secret);
                     });
    difference.write("result", before.results, after.results, plain);
    difference.write("pause_reason", before.pause_reasons, after.pause_reasons, plain);
}

/// Hashes what the file gives to logins that are not there yet.
std::map<std::string, std::string> hash_new_passwords(store::Database& database, CentreFile const& file) {
    std::set<std::string> known;
    database.read_and_wait([&](store::Transaction& transaction) {
        known.clear();
        for (auto const& row : transaction.query("SELECT login FROM user_account"))
            known.insert(row.text(0));
    });
    std::vector<std::string> logins;
    std::vector<std::string> passwords;
    for (auto const& user : file.users) {
        if (!user.password || known.contains(user.login.text)) continue;
        logins.push_back(user.login.text);
        passwords.push_back(user.password->text);
    }
    auto const hashed = people::hash_passwords(passwords);
    std::map<std::string, std::string> hashes;
    for (std::size_t i = 0; i < logins.size(); ++i)
        hashes.emplace(logins[i], hashed[i]);
    return hashes;
}

}  // namespace

bool Applied::changed() const {
    return std::ranges::any_of(kinds,
                               [](KindCount const& count) { return count.created + count.changed > 0; });
}

std::string Applied::sentence() const {
    std::vector<std::string> parts;
    std::int64_t unchanged = 0;
    for (auto const& count : kinds) {
        if (count.created > 0) parts.push_back(fmt::format("{} {} created", count.created, count.kind));
        if (count.changed > 0) parts.push_back(fmt::format("{} {} changed", count.changed, count.kind));
        unchanged += count.unchanged;
    }
    parts.push_back(fmt::format("{} unchanged", unchanged));
    return fmt::format("{}", fmt::join(parts, ", "));
}

Applied provision_centre(store::Transaction& transaction, people::Actor const& actor,
                         ProvisionCentre const& in) {
    actor.require(people::Permission::manage_centre);
    auto faults = in.file.faults;
    std::ranges::move(value_faults(in.file), std::back_inserter(faults));
    auto const before = load_state(transaction);
    auto const after = plan_centre(before, in.file, faults);
    refuse(in.file, std::move(faults));
    Difference difference{transaction, actor};
    write_difference(transaction, difference, before, after, in.password_hashes);
    if (difference.applied.changed()) {
        people::write_audit(
            transaction, actor,
            {"centre.changed", "centre", in.file.file_name, {}, {}, wire::encode(difference.applied)});
        transaction.emit("centre.changed", wire::encode(difference.applied));
    }
    return difference.applied;
}

Applied apply_centre_text(store::Database& database, people::Actor const& actor, std::string_view toml,
                          std::string const& file_name, std::string const& folder) {
    ProvisionCentre in{parse_centre_file(toml, file_name, folder), {}};
    // A file with faults is not worth the time of hashing; the use case names them together with the unknown
    // references.
    if (in.file.faults.empty() && value_faults(in.file).empty())
        in.password_hashes = hash_new_passwords(database, in.file);
    Applied applied;
    database.write_and_wait(
        [&](store::Transaction& transaction) { applied = provision_centre(transaction, actor, in); });
    return applied;
}

Applied apply_centre(store::Database& database, people::Actor const& actor, std::string const& file) {
    std::ifstream in{file, std::ios::binary};
    std::ostringstream text;
    if (!in || !(text << in.rdbuf()))
        throw Problem{Refusal::not_found, "centre.unreadable",
                      fmt::format("The file {} cannot be read.", file)};
    auto const path = std::filesystem::absolute(file);
    return apply_centre_text(database, actor, text.str(), path.filename().string(),
                             path.parent_path().string());
}

Centre load_centre(store::Transaction& transaction) {
    auto state = load_state(transaction);
    Centre centre;
    auto const version =
        transaction.query_one("SELECT max(id) FROM audit WHERE subject_kind = $1", {std::string{"centre"}});
    centre.version = version ? version->optional_integer(0).value_or(0) : 0;
    centre.clients = std::move(state.clients);
    centre.queues = std::move(state.queues);
    centre.numbers = std::move(state.numbers);
    centre.trunks = std::move(state.trunks);
    for (auto const& [key, choice] : state.pause_reasons)
        centre.pause_reasons.emplace(key, PauseReason{key, choice.name_de, choice.name_en});
    for (auto const& [login, user] : state.users) {
        if (std::ranges::find(user.roles, people::name(people::Role::agent)) == user.roles.end()) continue;
        Agent agent{.login = login,
                    .name = user.name,
                    .skills = {},
                    .clients = {},
                    .phone = user.phone,
                    .phone_secret = {},
                    .active = user.active};
        for (auto const& [skill, level] : user.skills)
            agent.skills.emplace(skill, static_cast<int>(level));
        if (auto const secret = state.phone_secrets.find(login); secret != state.phone_secrets.end())
            agent.phone_secret = secret->second;
        agent.clients.assign(user.clients.begin(), user.clients.end());
        centre.agents.emplace(login, std::move(agent));
    }
    return centre;
}

}  // namespace rufwerk::call

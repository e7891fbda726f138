#pragma once

#include "store/database.hpp"
#include "wire/note.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rufwerk::people {

constexpr std::size_t login_characters_max = 64;
constexpr int skill_level_max = 10;

/// A person of the house, or of a client, as the administrator sees them. Texts are the keys people write.
struct User {
    std::string login;
    std::string name;
    std::string language;           // "de", "en" or empty: as the browser says
    std::string phone = "browser";  // or "register" or a SIP URI
    bool active = true;
    bool all_clients = true;           // may serve and see every client
    std::vector<std::string> roles;    // sorted, as the two below
    std::vector<std::string> clients;  // when not all
    std::vector<std::string> teams;
    std::map<std::string, std::int64_t> skills;  // key → level 1..10

    bool operator==(User const&) const = default;
};
WIRE_STRUCT(User, login, name, language, phone, active, all_clients, roles, clients, teams, skills)
WIRE_NOTES(User, {"login", "Who it is, everywhere.", R"("lena")"},
           {"name", "As people read it.", R"("Lena Brandt")"},
           {"language", "de, en, or empty: as the browser says.", R"("de")"},
           {"phone", "browser, register (a desk telephone that registers), or the SIP URI of the telephone.",
            R"("browser")"},
           {"active", "Whether the user can sign in and take calls."},
           {"all_clients", "Whether the user serves and sees every client."},
           {"roles", "agent, supervisor, back_office, field, quality, client, administrator.",
            R"(["agent"])"},
           {"clients", "Keys of the clients, when not all.", R"([])"},
           {"teams", "Keys of the teams.", R"(["day"])"},
           {"skills", "Level 1 to 10 by the key of the skill.", R"({"tarif":5})"})

/// All users by login; the house has at most 100,000.
std::map<std::string, User> load_users(store::Transaction& transaction);

/// Writes the user and everything that hangs on them. `password_hash` is used only when the login is new;
/// empty: the user cannot sign in. Ends the sessions of a user who is no longer active. Clients, teams and
/// skills must exist.
void save_user(store::Transaction& transaction, User const& user, std::string const& password_hash);

/// Lower case a-z, digits and . _ @ -, at most 64: what a login is made of.
bool is_login(std::string_view text);
/// Lower case a-z, digits, _ and -, at most 64: what keys of clients, queues, skills and teams are made of.
bool is_key(std::string_view text);

}  // namespace rufwerk::people

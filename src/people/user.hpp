#pragma once

#include "store/database.hpp"
#include "wire/wire.hpp"

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
    std::string phone = "browser";  // or a SIP URI
    bool active = true;
    bool all_clients = true;           // may serve and see every client
    std::vector<std::string> roles;    // sorted, as the two below
    std::vector<std::string> clients;  // when not all
    std::vector<std::string> teams;
    std::map<std::string, std::int64_t> skills;  // key → level 1..10

    bool operator==(User const&) const = default;
};
WIRE_STRUCT(User, login, name, language, phone, active, all_clients, roles, clients, teams, skills)

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

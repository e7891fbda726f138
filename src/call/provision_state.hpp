#pragma once

#include "call/centre.hpp"
#include "people/user.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace rufwerk::call {

/// A thing that has no more than a key and a name.
struct Named {
    std::string key;
    std::string name;

    bool operator==(Named const&) const = default;
};

/// Something a person picks: the result of a call (of a client), or the reason of a pause (of the house).
struct Choice {
    std::string client;  // empty for a pause reason
    std::string key;
    std::string name_de;
    std::string name_en;
    std::int64_t place = 0;  // order in lists, given when it is new

    bool operator==(Choice const&) const = default;
};

/// Everything a centre file can say, as the database has it.
struct CentreState {
    std::map<std::string, Client> clients;
    std::map<std::string, Named> teams;
    std::map<std::string, Named> skills;
    std::map<std::string, Queue> queues;
    std::map<std::string, Trunk> trunks;
    std::map<std::string, Number> numbers;
    std::map<std::string, people::User> users;
    std::map<std::string, sip::DigestSecret> phone_secrets;         // by login
    std::map<std::pair<std::string, std::string>, Choice> results;  // client, key
    std::map<std::string, Choice> pause_reasons;
};

CentreState load_state(store::Transaction& transaction);

// Each writes one row and what hangs on it, whether it was there or not.
void save(store::Transaction& transaction, Client const& client);
void save_team(store::Transaction& transaction, Named const& team);
void save_skill(store::Transaction& transaction, Named const& skill);
void save(store::Transaction& transaction, Queue const& queue);
void save(store::Transaction& transaction, Trunk const& trunk);
void save(store::Transaction& transaction, Number const& number);
void save(store::Transaction& transaction, Choice const& choice);

/// "at_once" or "agent".
std::string_view name(AnswerWhen answer);

}  // namespace rufwerk::call

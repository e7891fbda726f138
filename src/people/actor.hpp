#pragma once

#include "people/permission.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rufwerk::people {

/// Who does something, found anew for every request from the session, so that a role taken away is gone at
/// once.
struct Actor {
    std::int64_t user = 0;  // 0: nobody is signed in
    std::int64_t session = 0;
    std::string login;
    std::string name;
    std::string language;  // "de" or "en"; empty: as the browser says
    std::string phone;     // "browser" or a SIP URI
    std::set<Role> roles;
    /// The wall between clients: with `all_clients` false only what belongs to `clients` exists for this
    /// person.
    bool all_clients = false;
    std::vector<std::string> clients;

    bool may(Permission permission) const;
    /// Throws Problem: unauthenticated "session.missing" for nobody, else forbidden "permission.missing".
    void require(Permission permission) const;
    bool sees_client(std::string_view key) const;
};

/// The house itself at work (`rufwerk apply`, ingestion): may everything, sees everything.
Actor house();

/// A condition for WHERE that keeps rows of other clients out: appends what it binds to `values` and gives
/// "call.client IN ($3,$4)", "TRUE" or, for a person without any client, "FALSE".
std::string client_wall(Actor const& actor, std::string_view column, store::Values& values);

}  // namespace rufwerk::people

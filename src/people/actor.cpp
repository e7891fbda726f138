#include "people/actor.hpp"

#include "base/problem.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rufwerk::people {

bool Actor::may(Permission permission) const {
    if (permission == Permission::anyone) return true;
    return user != 0 && grants(roles, permission);
}

void Actor::require(Permission permission) const {
    if (may(permission)) return;
    if (user == 0)
        throw Problem{Refusal::unauthenticated, "session.missing",
                      "There is no session, or it has ended: sign in."};
    throw Problem{Refusal::forbidden, "permission.missing",
                  fmt::format("This needs the permission {}, which {} does not have.",
                              people::name(permission), login)};
}

bool Actor::sees_client(std::string_view key) const {
    return all_clients || std::ranges::find(clients, key) != clients.end();
}

Actor house() {
    Actor actor;
    actor.user = -1;
    actor.login = "house";
    actor.name = "house";
    actor.roles = {all_roles().begin(), all_roles().end()};
    actor.all_clients = true;
    return actor;
}

std::string client_wall(Actor const& actor, std::string_view column, store::Values& values) {
    if (actor.all_clients) return "TRUE";
    if (actor.clients.empty()) return "FALSE";
    std::string places;
    for (auto const& client : actor.clients) {
        values.emplace_back(client);
        places += fmt::format("{}${}", places.empty() ? "" : ",", values.size());
    }
    return fmt::format("{} IN ({})", column, places);
}

}  // namespace rufwerk::people

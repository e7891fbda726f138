#include "people/permission.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

namespace rufwerk::people {
namespace {

constexpr std::array role_names{
    std::pair{Role::agent, "agent"},
    std::pair{Role::supervisor, "supervisor"},
    std::pair{Role::back_office, "back_office"},
    std::pair{Role::field, "field"},
    std::pair{Role::quality, "quality"},
    std::pair{Role::client, "client"},
    std::pair{Role::administrator, "administrator"},
};
constexpr std::array roles_in_order{Role::agent,   Role::supervisor, Role::back_office,  Role::field,
                                    Role::quality, Role::client,     Role::administrator};

constexpr unsigned bit(Role role) { return 1U << static_cast<unsigned>(role); }

constexpr unsigned any_of(std::initializer_list<Role> roles) {
    unsigned bits = 0;
    for (auto const role : roles)
        bits |= bit(role);
    return bits;
}

struct Line {
    Permission permission;
    char const* name;
    unsigned roles;
};

constexpr unsigned everybody = (1U << roles_in_order.size()) - 1;

// The whole law of the house. An administrator runs the installation and does not take part in calls: the
// person who does both has both roles.
constexpr std::array table{
    Line{Permission::anyone, "anyone", everybody},
    Line{Permission::signed_in, "signed_in", everybody},
    Line{Permission::take_calls, "call.take", any_of({Role::agent})},
    Line{Permission::set_presence, "presence.set", any_of({Role::supervisor})},
    Line{Permission::see_floor, "floor.see",
         any_of({Role::supervisor, Role::quality, Role::client, Role::administrator})},
    Line{Permission::see_calls, "call.see",
         any_of({Role::agent, Role::supervisor, Role::back_office, Role::quality, Role::client,
                 Role::administrator})},
    Line{Permission::file_result, "call.file_result", any_of({Role::agent, Role::supervisor})},
    Line{Permission::correct_result, "call.correct_result", any_of({Role::supervisor})},
    Line{Permission::see_catalogue, "catalogue.see", everybody},
    Line{Permission::see_users, "user.see", any_of({Role::supervisor, Role::administrator})},
    Line{Permission::manage_users, "user.manage", any_of({Role::administrator})},
    Line{Permission::manage_centre, "centre.manage", any_of({Role::administrator})},
    Line{Permission::see_audit, "audit.see", any_of({Role::administrator})},
};

constexpr auto permissions_in_order = [] {
    std::array<Permission, table.size()> all{};
    for (std::size_t i = 0; i < table.size(); ++i)
        all[i] = table[i].permission;
    return all;
}();

static_assert([] {
    for (std::size_t i = 0; i < table.size(); ++i)
        if (static_cast<std::size_t>(table[i].permission) != i) return false;
    return true;
}());

Line const& line(Permission permission) { return table.at(static_cast<std::size_t>(permission)); }

}  // namespace

std::span<Role const> all_roles() { return roles_in_order; }
std::span<Permission const> all_permissions() { return permissions_in_order; }

std::string_view name(Role role) { return role_names.at(static_cast<std::size_t>(role)).second; }
std::string_view name(Permission permission) { return line(permission).name; }

std::optional<Role> role_named(std::string_view name) {
    auto const found =
        std::ranges::find(role_names, name, [](auto const& pair) { return std::string_view{pair.second}; });
    if (found == role_names.end()) return std::nullopt;
    return found->first;
}

bool grants(Role role, Permission permission) { return (line(permission).roles & bit(role)) != 0; }

bool grants(std::set<Role> const& roles, Permission permission) {
    return permission == Permission::anyone || permission == Permission::signed_in ||
           std::ranges::any_of(roles, [&](Role role) { return grants(role, permission); });
}

std::vector<std::string> permission_names(std::set<Role> const& roles) {
    std::vector<std::string> names;
    for (auto const& entry : table) {
        if (entry.permission == Permission::anyone || entry.permission == Permission::signed_in) continue;
        if (grants(roles, entry.permission)) names.emplace_back(entry.name);
    }
    return names;
}

}  // namespace rufwerk::people

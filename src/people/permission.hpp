#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Who may do what: one table of roles and permissions (permission.cpp), checked in the use cases and named
/// on every route. A person can have several roles; the permissions add up.
namespace rufwerk::people {

enum class Role { agent, supervisor, back_office, field, quality, client, administrator };

enum class Permission {
    anyone,          // no session needed
    signed_in,       // any session
    take_calls,      // own presence, and the calls offered to me
    set_presence,    // the presence of others
    see_floor,       // queues and agents as they are at this moment
    see_calls,       // the call list, within the wall
    file_result,     // result and note of my own call
    correct_result,  // result and note of anybody's call
    see_catalogue,   // clients, queues, numbers, results, pause reasons; for filters and choices
    see_users,
    manage_users,
    manage_centre,  // clients, queues, numbers, trunks, results: what `rufwerk apply` can do
    see_audit,
};

std::span<Role const> all_roles();
std::span<Permission const> all_permissions();

/// "back_office"; the same text in centre.toml, in the database and in the API.
std::string_view name(Role role);
/// "call.see"; the text the API gives to the browser.
std::string_view name(Permission permission);
std::optional<Role> role_named(std::string_view name);

bool grants(Role role, Permission permission);
bool grants(std::set<Role> const& roles, Permission permission);
/// Names of everything these roles may do, in the order of the table, without `anyone` and `signed_in`.
std::vector<std::string> permission_names(std::set<Role> const& roles);

}  // namespace rufwerk::people

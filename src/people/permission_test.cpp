#include "people/permission.hpp"

#include "base/problem.hpp"
#include "people/actor.hpp"

#include <gtest/gtest.h>

namespace rufwerk::people {
namespace {

TEST(Permission, every_role_and_permission_has_a_name_of_its_own) {
    std::set<std::string_view> names;
    for (auto const role : all_roles()) {
        EXPECT_TRUE(names.insert(name(role)).second);
        EXPECT_EQ(role_named(name(role)), role);
    }
    for (auto const permission : all_permissions())
        EXPECT_TRUE(names.insert(name(permission)).second);
    EXPECT_FALSE(role_named("root"));
}

TEST(Permission, only_the_administrator_changes_users_and_the_centre_and_reads_the_audit_log) {
    for (auto const permission : {Permission::manage_users, Permission::manage_centre, Permission::see_audit})
        for (auto const role : all_roles())
            EXPECT_EQ(grants(role, permission), role == Role::administrator)
                << name(role) << " " << name(permission);
}

TEST(Permission, a_client_only_looks) {
    EXPECT_EQ(permission_names({Role::client}),
              (std::vector<std::string>{"floor.see", "call.see", "catalogue.see"}));
}

TEST(Permission, the_permissions_of_two_roles_add_up) {
    std::set<Role> const both{Role::agent, Role::supervisor};
    EXPECT_TRUE(grants(both, Permission::take_calls));
    EXPECT_TRUE(grants(both, Permission::set_presence));
    EXPECT_FALSE(grants(Role::agent, Permission::set_presence));
}

TEST(Actor, nobody_is_unauthenticated_and_somebody_without_the_permission_is_forbidden) {
    auto const refusal = [](Actor const& actor) {
        try {
            actor.require(Permission::see_audit);
        } catch (Problem const& problem) {
            return problem.refusal();
        }
        return Refusal::invalid;
    };
    EXPECT_EQ(refusal(Actor{}), Refusal::unauthenticated);
    Actor agent;
    agent.user = 7;
    agent.roles = {Role::agent};
    EXPECT_EQ(refusal(agent), Refusal::forbidden);
    EXPECT_NO_THROW(house().require(Permission::see_audit));
}

TEST(Actor, the_wall_binds_the_clients_one_may_see_and_nothing_for_a_person_without_any) {
    Actor actor;
    store::Values values{std::int64_t{1}};
    EXPECT_EQ(client_wall(actor, "c.client", values), "FALSE");
    actor.clients = {"kranich", "nordheim"};
    EXPECT_EQ(client_wall(actor, "c.client", values), "c.client IN ($2,$3)");
    EXPECT_EQ(values.size(), 3U);
    EXPECT_TRUE(actor.sees_client("kranich"));
    EXPECT_FALSE(actor.sees_client("lindauer"));
    EXPECT_EQ(client_wall(house(), "c.client", values), "TRUE");
}

}  // namespace
}  // namespace rufwerk::people

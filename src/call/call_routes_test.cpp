#include "call/call_routes.hpp"

#include "people/small_house.hpp"

#include <algorithm>
#include <set>

namespace rufwerk::call {
namespace {

using people::Permission;
using people::Role;
using people::testing::Ask;
using people::testing::SmallHouseTest;
using store::testing::engine_name;
using store::testing::engines;

class PermissionMatrixTest : public SmallHouseTest {
  protected:
    static std::string with_values(std::string path) {
        auto const open = path.find('{');
        if (open == std::string::npos) return path;
        return path.replace(open, path.find('}') - open + 1, "1");
    }
    http::Answer ask_route(people::RouteInfo const& route, std::string const& token) {
        return ask({.method = route.method,
                    .path = with_values(route.path),
                    .body = route.method == "GET" ? "" : "{}",
                    .token = token});
    }
};

TEST_P(PermissionMatrixTest, every_role_gets_through_exactly_where_the_table_says) {
    ASSERT_GE(api_->routes().size(), 15U);
    for (auto const role : people::all_roles())
        for (auto const& route : api_->routes()) {
            if (route.path == "/api/sessions") continue;  // refuses by the password, see the sign-in tests
            auto const answer = ask_route(route, session_of(std::string{name(role)}));
            auto const where =
                std::string{name(role)} + ": " + route.method + " " + route.path + " → " + answer.body;
            if (route.permission == Permission::anyone || route.permission == Permission::signed_in ||
                grants(role, route.permission))
                EXPECT_TRUE(answer.status != 401 && answer.status != 403) << where;
            else
                EXPECT_EQ(answer.status, 403) << where;
        }
}

TEST_P(PermissionMatrixTest, without_a_session_only_what_is_for_anyone_answers) {
    for (auto const& route : api_->routes()) {
        if (route.permission == Permission::anyone) continue;
        for (auto const& token : {std::string{}, std::string(64, 'f')})
            EXPECT_EQ(ask_route(route, token).status, 401) << route.method << " " << route.path;
    }
    EXPECT_EQ(ask({.path = "/api/demo/buttons"}).status, 200);
}

TEST_P(PermissionMatrixTest, no_write_is_taken_from_a_page_of_another_address) {
    for (auto const& route : api_->routes()) {
        if (route.method == "GET") continue;
        for (auto const* origin : {"", "null", "http://evil.example", "http://centre.example"}) {
            auto const answer = ask({.method = route.method,
                                     .path = with_values(route.path),
                                     .body = "{}",
                                     .token = session_of("administrator"),
                                     .origin = origin});
            EXPECT_EQ(answer.status, 403) << route.method << " " << route.path << " from " << origin;
            EXPECT_EQ(code_of(answer), "origin.foreign");
        }
    }
}

TEST_P(PermissionMatrixTest, unknown_paths_and_methods_are_problems_too) {
    auto const token = session_of("agent");
    auto const unknown = ask({.path = "/api/nothing", .token = token});
    EXPECT_EQ(unknown.status, 404);
    EXPECT_EQ(unknown.content_type, "application/problem+json");
    auto const wrong = ask({.method = "DELETE", .path = "/api/calls", .token = token});
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(header_of(wrong, "Allow"), "GET");
}

TEST_P(PermissionMatrixTest, a_role_taken_away_is_gone_with_the_next_request) {
    auto const token = session_of("supervisor");
    EXPECT_EQ(ask({.path = "/api/users", .token = token}).status, 200);
    apply("[[user]]\nlogin = \"supervisor\"\nroles = [\"field\"]\n");
    EXPECT_EQ(ask({.path = "/api/users", .token = token}).status, 403);
    apply("[[user]]\nlogin = \"supervisor\"\nactive = false\n");
    EXPECT_EQ(ask({.path = "/api/me", .token = token}).status, 401);
}

TEST_P(PermissionMatrixTest, the_api_describes_every_route_it_has) {
    auto const document = boost::json::parse(ask({.path = "/api/openapi.json"}).body);
    for (auto const& route : api_->routes())
        EXPECT_TRUE(document.at("paths").as_object().contains(route.path)) << route.path;
    EXPECT_TRUE(document.at("components").at("schemas").as_object().contains("Call"));
}

INSTANTIATE_TEST_SUITE_P(Engines, PermissionMatrixTest, ::testing::ValuesIn(engines()), engine_name);

class DataWallTest : public SmallHouseTest {
  protected:
    void SetUp() override {
        SmallHouseTest::SetUp();
        apply("[[client]]\nkey = \"third\"\n[[queue]]\nkey = \"third\"\nclient = \"third\"\n");
        talk(1, "nordheim", "agent");
        talk(2, "kranich", "agent");
        tell(3, {{"arrived", R"({"client":"third","queue":"third","number":"+49","caller":null})"}});
    }
    /// The values of `member` in the items of a list.
    std::set<std::string> seen(std::string const& login, std::string const& path,
                               std::string const& member = "client") {
        std::set<std::string> values;
        auto const list = get(login, path);
        for (auto const& item : list.at("items").as_array())
            values.emplace(item.at(member).as_string());
        return values;
    }
};

TEST_P(DataWallTest, every_list_shows_only_the_clients_a_person_may_see) {
    std::set<std::string> const all{"kranich", "nordheim", "third"};
    std::set<std::string> const both{"kranich", "nordheim"};
    std::set<std::string> const one{"nordheim"};
    for (auto const& [login, clients] :
         {std::pair{"agent", all}, std::pair{"supervisor", all}, std::pair{"back_office", all},
          std::pair{"quality", all}, std::pair{"administrator", all}, std::pair{"wide_agent", both},
          std::pair{"narrow_agent", one}, std::pair{"client", one}}) {
        EXPECT_EQ(seen(login, "/api/calls"), clients) << login;
        EXPECT_EQ(seen(login, "/api/queues"), clients) << login;
        EXPECT_TRUE(std::ranges::includes(clients, seen(login, "/api/numbers"))) << login;
        EXPECT_EQ(seen(login, "/api/clients", "key"), clients) << login;
    }
    EXPECT_EQ(seen("field", "/api/queues"), all);
    EXPECT_EQ(seen("client", "/api/numbers"), one);
    EXPECT_EQ(seen("supervisor", "/api/numbers"), both);
}

TEST_P(DataWallTest, a_call_of_a_client_one_may_no_longer_serve_is_not_to_complete) {
    talk(4, "kranich", "narrow_agent");
    talk(5, "nordheim", "narrow_agent");
    EXPECT_EQ(seen("narrow_agent", "/api/me/to-complete"), std::set<std::string>{"nordheim"});
}

TEST_P(DataWallTest, filters_and_totals_do_not_look_over_the_wall) {
    auto const page = get("client", "/api/calls", {{"client", "kranich"}});
    EXPECT_TRUE(page.at("items").as_array().empty());
    EXPECT_EQ(page.at("total").as_int64(), 0);
    EXPECT_EQ(get("client", "/api/calls").at("total").as_int64(), 1);
    EXPECT_EQ(get("narrow_agent", "/api/calls", {{"search", "4567"}}).at("total").as_int64(), 1);
}

TEST_P(DataWallTest, a_call_and_the_results_of_another_client_do_not_exist) {
    for (std::string const login : {"narrow_agent", "client"}) {
        auto const token = session_of(login);
        EXPECT_EQ(ask({.path = "/api/calls/1", .token = token}).status, 200) << login;
        EXPECT_EQ(ask({.path = "/api/calls/2", .token = token}).status, 404) << login;
        EXPECT_EQ(ask({.path = "/api/results", .token = token, .query = {{"client", "kranich"}}}).status, 404)
            << login;
        EXPECT_EQ(ask({.path = "/api/results", .token = token, .query = {{"client", "nordheim"}}}).status,
                  200)
            << login;
    }
    auto const put = ask({.method = "PUT",
                          .path = "/api/calls/2/result",
                          .body = R"({"result":"solved"})",
                          .token = session_of("narrow_agent")});
    EXPECT_EQ(put.status, 404);
}

TEST_P(DataWallTest, a_client_sees_its_calls_but_not_the_agents_of_the_house) {
    auto const call = get("client", "/api/calls/1");
    EXPECT_TRUE(call.at("agent").is_null());
    EXPECT_TRUE(call.at("agent_name").is_null());
    EXPECT_TRUE(call.at("journal").as_array().empty());
    EXPECT_EQ(
        ask({.path = "/api/calls", .token = session_of("client"), .query = {{"agent", "agent"}}}).status,
        403);
    EXPECT_EQ(get("supervisor", "/api/calls/1").at("agent").as_string(), "agent");
}

INSTANTIATE_TEST_SUITE_P(Engines, DataWallTest, ::testing::ValuesIn(engines()), engine_name);

}  // namespace
}  // namespace rufwerk::call

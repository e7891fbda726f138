#include "people/api.hpp"

#include "people/route_table.hpp"

#include <gtest/gtest.h>

namespace rufwerk::people {
namespace {

TEST(RouteTable, literal_parts_win_over_placeholders) {
    RouteTable table;
    table.add("GET", "/api/calls/{id}");
    table.add("GET", "/api/calls/latest");
    table.add("PUT", "/api/calls/{id}/result");
    auto const match = table.find("GET", "/api/calls/71");
    ASSERT_TRUE(match.found);
    EXPECT_EQ(match.route, 0U);
    EXPECT_EQ(match.values.at("id"), "71");
    EXPECT_EQ(table.find("GET", "/api/calls/latest").route, 1U);
    EXPECT_EQ(table.find("PUT", "/api/calls/71/result").route, 2U);
}

TEST(RouteTable, knows_an_unknown_path_from_a_wrong_method) {
    RouteTable table;
    table.add("GET", "/api/calls/{id}");
    table.add("DELETE", "/api/calls/{id}");
    for (auto const* path : {"/api", "/api/calls", "/api/calls/", "/api/calls/1/2", "", "/", "//"})
        EXPECT_FALSE(table.find("GET", path).path_known) << path;
    auto const match = table.find("POST", "/api/calls/1");
    EXPECT_TRUE(match.path_known);
    EXPECT_FALSE(match.found);
    EXPECT_EQ(match.allow, "DELETE, GET");
    EXPECT_THROW(table.add("GET", "/api/calls/{id}"), std::logic_error);
}

}  // namespace
}  // namespace rufwerk::people

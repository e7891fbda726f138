#include "wire/openapi.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace rufwerk::openapi_test {

enum class Mode { slow, fast };
BOOST_DESCRIBE_ENUM(Mode, slow, fast)
struct Card {
    std::string number;
};
WIRE_STRUCT(Card, number)
struct Cash {
    int cents = 0;
};
WIRE_STRUCT(Cash, cents)
struct Change {
    std::string login;
    Mode mode{};
    std::optional<std::string> reason;
};
WIRE_STRUCT(Change, login, mode, reason)
struct Bill {
    Id<struct BillTag> id;
    std::variant<Card, Cash> payment;
    std::optional<Instant> paid_at;
};
WIRE_STRUCT(Bill, id, payment, paid_at)
struct Find {
    std::optional<int> limit;
};
WIRE_STRUCT(Find, limit)

boost::json::value document() {
    wire::OpenApi api{"Test", "1"};
    api.add<Change, Bill>({.method = "put",
                           .path = "/api/agents/{login}",
                           .summary = "Change",
                           .permission = "agents.change",
                           .in = {},
                           .out = {}});
    api.add<Find, std::vector<Bill>>(
        {.method = "get", .path = "/api/bills", .summary = "Bills", .permission = {}, .in = {}, .out = {}});
    return boost::json::parse(api.print());
}

TEST(OpenApi, members_in_the_path_are_parameters_and_the_rest_is_the_body) {
    auto const api = document();
    EXPECT_EQ(api.at("openapi").as_string(), "3.1.0");
    auto const& put = api.at("paths").at("/api/agents/{login}").at("put");
    ASSERT_EQ(put.at("parameters").as_array().size(), 1U);
    EXPECT_EQ(put.at_pointer("/parameters/0/in").as_string(), "path");
    auto const& body = put.at_pointer("/requestBody/content/application~1json/schema");
    EXPECT_EQ(body.at("required").as_array().size(), 1U);
    EXPECT_EQ(body.at_pointer("/properties/mode/enum/1").as_string(), "fast");
    EXPECT_EQ(put.at("x-permission").as_string(), "agents.change");
}

TEST(OpenApi, members_of_a_get_are_query_parameters) {
    auto const api = document();
    auto const& parameter = api.at("paths").at("/api/bills").at("get").at_pointer("/parameters/0");
    EXPECT_EQ(parameter.at("in").as_string(), "query");
    EXPECT_FALSE(parameter.at("required").as_bool());
}

TEST(OpenApi, a_variant_is_told_apart_by_kind) {
    auto const api = document();
    auto const& payment = api.at_pointer("/components/schemas/Bill/properties/payment");
    EXPECT_EQ(payment.at_pointer("/discriminator/mapping/Cash").as_string(), "#/components/schemas/Cash");
    EXPECT_EQ(api.at_pointer("/components/schemas/Cash/properties/kind/const").as_string(), "Cash");
}

}  // namespace rufwerk::openapi_test

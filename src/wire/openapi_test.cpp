#include "wire/openapi.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
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
    std::optional<std::string> search;
    Mode mode{};
};
WIRE_STRUCT(Find, limit, search, mode)
WIRE_NOTES(Find, {"limit", "At most this many.", "50", 1, 1000}, {"search", "Digits.", R"("0170")"})
struct Line {
    std::string text;
    std::optional<std::int64_t> count;
    std::uint8_t level = 0;
};
WIRE_STRUCT(Line, text, count, level)
WIRE_NOTES(Line, {"text", "What it says.", R"("Tariff")"}, {"count", "How many."})
struct Order {
    std::vector<Line> lines;
    std::map<std::string, Line> by_name;
    std::variant<Card, Cash> payment;
};
WIRE_STRUCT(Order, lines, by_name, payment)

wire::Refused refused(int status, std::string const& code) {
    return {status, {{"title", "No"}, {"status", status}, {"code", code}}};
}

boost::json::value document() {
    wire::OpenApi api{"Test", "1"};
    api.add<Change, Bill>(
        {.method = "put",
         .path = "/api/agents/{login}",
         .summary = "Change",
         .permission = "agents.change",
         .refusals = {refused(404, "login.unknown"), refused(409, "busy"), refused(409, "gone")}});
    api.add<Find, std::vector<Bill>>({.method = "get",
                                      .path = "/api/bills",
                                      .summary = "Bills",
                                      .refusals = {refused(404, "login.unknown")}});
    api.add<Order, Order>({.method = "post", .path = "/api/orders", .summary = "Order", .open = true});
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
    EXPECT_EQ(parameter.at("description").as_string(), "At most this many.");
    EXPECT_EQ(parameter.at("example").as_int64(), 50);
    EXPECT_EQ(wire::print(parameter.at("schema")), R"({"type":"integer","minimum":1,"maximum":1000})");
    auto const& search = api.at_pointer("/paths/~1api~1bills/get/parameters/1");
    EXPECT_EQ(wire::print(search.at("schema")), R"({"type":"string","minLength":1})");
    EXPECT_TRUE(api.at_pointer("/paths/~1api~1bills/get/parameters/2/required").as_bool());
}

std::vector<std::string> required_in(boost::json::value const& schema) {
    std::vector<std::string> names;
    for (auto const& name : schema.at("required").as_array())
        names.emplace_back(name.as_string());
    return names;
}

TEST(OpenApi, an_answer_has_all_its_members_and_a_request_needs_only_those_without_a_default) {
    auto const api = document();
    auto const& body =
        api.at_pointer("/paths/~1api~1orders/post/requestBody/content/application~1json/schema");
    EXPECT_EQ(body.at_pointer("/properties/lines/items/$ref").as_string(), "#/components/schemas/LineInput");
    EXPECT_FALSE(body.at("additionalProperties").as_bool());
    auto const& sent = api.at_pointer("/components/schemas/LineInput");
    EXPECT_THAT(required_in(sent), testing::ElementsAre("text", "level"));
    EXPECT_FALSE(sent.at("additionalProperties").as_bool());
    EXPECT_EQ(wire::print(sent.at_pointer("/properties/level")),
              R"({"type":"integer","minimum":0,"maximum":255})");
    EXPECT_THAT(required_in(api.at_pointer("/components/schemas/Line")),
                testing::ElementsAre("text", "count", "level"));
    EXPECT_THAT(required_in(api.at_pointer("/components/schemas/CardInput")),
                testing::ElementsAre("number", "kind"));
}

TEST(OpenApi, examples_are_made_of_the_notes_and_are_what_decodes) {
    auto const api = document();
    auto const& example =
        api.at_pointer("/paths/~1api~1orders/post/requestBody/content/application~1json/example");
    EXPECT_EQ(example.at_pointer("/lines/0/text").as_string(), "Tariff");
    EXPECT_EQ(wire::encode(wire::decode<Order>(wire::print(example))), wire::print(example));
}

TEST(OpenApi, refusals_of_one_status_are_one_answer_with_an_example_each_and_are_shared) {
    auto const api = document();
    auto const& put = api.at_pointer("/paths/~1api~1agents~1{login}/put/responses");
    EXPECT_EQ(put.at_pointer("/404/$ref").as_string(), "#/components/responses/404-login.unknown");
    EXPECT_EQ(put.at("404"), api.at_pointer("/paths/~1api~1bills/get/responses/404"));
    auto const& both =
        api.at_pointer("/components/responses/409-busy-gone/content/application~1problem+json");
    EXPECT_EQ(both.at("examples").as_object().size(), 2U);
    EXPECT_EQ(both.at_pointer("/schema/$ref").as_string(), "#/components/schemas/Problem");
}

struct Impostor {
    int other = 0;
};
BOOST_DESCRIBE_STRUCT(Impostor, (), (other))
constexpr std::string_view wire_name(Impostor const*) { return "Card"; }

TEST(OpenApi, two_types_of_one_name_are_refused) {
    wire::Schemas schemas;
    schemas.of<Card>(wire::Use::answer);
    EXPECT_THROW(schemas.of<Impostor>(wire::Use::answer), std::logic_error);
    EXPECT_THROW((schemas.of<std::variant<Card, Cash>>(wire::Use::answer)), std::logic_error);
}

TEST(OpenApi, every_operation_has_a_name_of_its_own) {
    auto const api = document();
    EXPECT_EQ(api.at_pointer("/paths/~1api~1agents~1{login}/put/operationId").as_string(),
              "putAgentsByLogin");
    EXPECT_EQ(api.at_pointer("/paths/~1api~1bills/get/operationId").as_string(), "getBills");
}

TEST(OpenApi, a_variant_is_told_apart_by_kind) {
    auto const api = document();
    auto const& payment = api.at_pointer("/components/schemas/Bill/properties/payment");
    EXPECT_EQ(payment.at_pointer("/discriminator/mapping/Cash").as_string(), "#/components/schemas/Cash");
    EXPECT_EQ(api.at_pointer("/components/schemas/Cash/properties/kind/const").as_string(), "Cash");
}

}  // namespace rufwerk::openapi_test

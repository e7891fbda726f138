#include "people/small_house.hpp"

namespace rufwerk::crm {
namespace {

using people::testing::SmallHouseTest;
using store::testing::engine_name;
using store::testing::engines;
namespace json = boost::json;

class CustomerCallsTest : public SmallHouseTest {
  protected:
    /// A customer of nordheim with this number; gives the id.
    std::string customer(std::string const& name, std::string const& phone,
                         std::string const& client = "nordheim") {
        json::object const body{{"client", client},
                                {"kind", "person"},
                                {"given_name", ""},
                                {"name", name},
                                {"number", ""},
                                {"note", ""},
                                {"phones", json::array{{{"number", phone}, {"label", ""}}}},
                                {"mails", json::array{}},
                                {"addresses", json::array{}}};
        auto const answer = ask({.method = "POST",
                                 .path = "/api/customers",
                                 .body = json::serialize(body),
                                 .token = session_of("agent")});
        EXPECT_EQ(answer.status, 200) << answer.body;
        return std::string{json::parse(answer.body).at("id").as_string()};
    }
    http::Answer choose(std::string const& login, int call, json::value const& customer) {
        return ask({.method = "PUT",
                    .path = "/api/calls/" + std::to_string(call) + "/customer",
                    .body = json::serialize(json::object{{"customer", customer}}),
                    .token = session_of(login)});
    }
    json::array callers(int call) {
        return get("agent", "/api/calls/" + std::to_string(call) + "/callers").at("callers").as_array();
    }
    json::array calls_of(std::string const& id, std::string const& login = "agent") {
        return get(login, "/api/customers/" + id + "/calls").at("items").as_array();
    }
    void offer(int call, std::string const& caller_json) {
        tell(call, {{"arrived", R"({"client":"nordheim","queue":"tarif","number":"+495551448000","caller":)" +
                                    caller_json + R"(,"caller_name":""})"},
                    {"queued", "{}"},
                    {"offered", R"({"agent":"agent"})"}});
    }
};

TEST_P(CustomerCallsTest, a_known_caller_is_named_with_what_was_before_while_it_rings) {
    auto const id = customer("Weber", "0170 1234567");
    talk(1, "nordheim", "agent");
    offer(2, R"("+491701234567")");
    auto const found = callers(2);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].at("customer").at("name").as_string(), "Weber");
    ASSERT_EQ(found[0].at("calls").as_array().size(), 1U);
    EXPECT_EQ(found[0].at("calls").at(0).at("id").as_string(), "1");
    EXPECT_EQ(found[0].at("open").as_int64(), 1);
    EXPECT_EQ(calls_of(id).size(), 2U);
}

TEST_P(CustomerCallsTest, of_several_with_one_number_one_is_chosen_and_the_call_is_theirs_alone) {
    auto const anna = customer("Weber, Anna", "0170 1234567");
    auto const bert = customer("Weber, Bert", "0170 1234567");
    talk(1, "nordheim", "agent");
    EXPECT_EQ(callers(1).size(), 2U);
    ASSERT_EQ(choose("agent", 1, json::value(bert)).status, 200);
    auto const found = callers(1);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].at("customer").at("id").as_string(), bert);
    EXPECT_TRUE(calls_of(bert).at(0).at("chosen").as_bool());
    EXPECT_TRUE(calls_of(anna).empty());
    ASSERT_EQ(choose("agent", 1, nullptr).status, 200);
    EXPECT_EQ(callers(1).size(), 2U);
}

TEST_P(CustomerCallsTest, a_withheld_number_finds_nobody_and_somebody_can_be_chosen) {
    auto const id = customer("Weber", "0170 1234567");
    offer(1, "null");
    EXPECT_TRUE(callers(1).empty());
    EXPECT_EQ(choose("agent", 1, json::value(id)).status, 200);
    EXPECT_EQ(calls_of(id).size(), 1U);
}

TEST_P(CustomerCallsTest, the_wall_holds_between_calls_and_customers) {
    auto const foreign = customer("Weber", "0170 1234567", "kranich");
    talk(1, "nordheim", "agent");
    talk(2, "kranich", "agent");
    EXPECT_TRUE(callers(1).empty());
    EXPECT_EQ(choose("agent", 1, json::value(foreign)).status, 422);
    EXPECT_EQ(choose("narrow_agent", 2, json::value(foreign)).status, 404);
    for (auto const& path : {std::string{"/api/calls/2/callers"}, "/api/customers/" + foreign + "/calls"})
        EXPECT_EQ(ask({.path = path, .token = session_of("narrow_agent")}).status, 404) << path;
    auto const own = customer("Weber", "0170 1234567");
    EXPECT_TRUE(calls_of(own, "client").at(0).at("agent_name").is_null());
    EXPECT_EQ(calls_of(own).at(0).at("agent_name").as_string(), "agent");
}

INSTANTIATE_TEST_SUITE_P(Engines, CustomerCallsTest, ::testing::ValuesIn(engines()), engine_name);

}  // namespace
}  // namespace rufwerk::crm

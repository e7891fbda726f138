#include "call/call_list.hpp"

#include "people/small_house.hpp"

namespace rufwerk::call {
namespace {

using people::testing::SmallHouseTest;
using store::testing::engine_name;
using store::testing::engines;

TEST(SearchedDigits, are_written_as_calls_are_stored) {
    EXPECT_EQ(searched_digits("0170 / 12-34"), "491701234");
    EXPECT_EQ(searched_digits("+49 170"), "49170");
    EXPECT_EQ(searched_digits("0049170"), "49170");
    EXPECT_EQ(searched_digits("4567"), "4567");
    EXPECT_EQ(searched_digits("no digits"), "");
}

class CallListTest : public SmallHouseTest {
  protected:
    std::vector<std::string> ids(std::vector<std::pair<std::string, std::string>> query) {
        std::vector<std::string> ids;
        auto const page = get("supervisor", "/api/calls", std::move(query));
        for (auto const& call : page.at("items").as_array())
            ids.emplace_back(call.at("id").as_string());
        return ids;
    }
    std::string ms(Instant at) { return std::to_string(to_ms(at)); }
};

TEST_P(CallListTest, a_call_has_its_times_and_they_add_up) {
    auto const begun = clock_.now();
    talk(71, "nordheim", "agent");
    auto const call = get("supervisor", "/api/calls/71");
    EXPECT_EQ(call.at("id").as_string(), "71");
    EXPECT_EQ(call.at("direction").as_string(), "inbound");
    EXPECT_EQ(call.at("client_name").as_string(), "Stadtwerke Nordheim");
    EXPECT_EQ(call.at("queue").as_string(), "tarif");
    EXPECT_EQ(call.at("caller").as_string(), "+491701234567");
    EXPECT_EQ(call.at("agent").as_string(), "agent");
    EXPECT_EQ(call.at("started_at").as_int64(), to_ms(begun));
    EXPECT_EQ(call.at("offered_at").as_int64(), to_ms(begun) + 3000);
    EXPECT_EQ(call.at("answered_at").as_int64(), to_ms(begun) + 5000);
    EXPECT_EQ(call.at("ended_at").as_int64(), to_ms(begun) + 65000);
    EXPECT_EQ(call.at("wait_ms").as_int64(), 5000);
    EXPECT_EQ(call.at("talk_ms").as_int64(), 60000);
    EXPECT_EQ(call.at("end_reason").as_string(), "caller_hung_up");
    EXPECT_TRUE(call.at("result").is_null());
    auto const& journal = call.at("journal").as_array();
    ASSERT_EQ(journal.size(), 7U);
    for (std::size_t i = 0; i < journal.size(); ++i)
        EXPECT_EQ(journal[i].at("position").as_int64(), static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(journal[0].at("kind").as_string(), "arrived");
    EXPECT_EQ(journal[0].at("data").at("client").as_string(), "nordheim");
}

TEST_P(CallListTest, a_call_that_nobody_answered_belongs_to_no_agent) {
    tell(5, {{"arrived", R"({"client":"nordheim","queue":"tarif","number":"+495551448000","caller":null})"},
             {"queued", "{}"},
             {"offered", R"({"agent":"agent"})"},
             {"ended", R"({"reason":"abandoned","agent":"agent","answered_at":null})"}});
    auto const call = get("supervisor", "/api/calls/5");
    EXPECT_TRUE(call.at("agent").is_null());
    EXPECT_TRUE(call.at("caller").is_null());
    EXPECT_TRUE(call.at("answered_at").is_null());
    EXPECT_TRUE(call.at("talk_ms").is_null());
    EXPECT_EQ(call.at("end_reason").as_string(), "abandoned");
}

TEST_P(CallListTest, an_entry_taken_in_twice_counts_once) {
    talk(71, "nordheim", "agent");
    store::JournalEntry const again{1, 71, 1, clock_.now(), "arrived", R"({"client":"kranich"})"};
    write([&](store::Transaction& transaction) { ingest(transaction, again); });
    auto const call = get("supervisor", "/api/calls/71");
    EXPECT_EQ(call.at("client").as_string(), "nordheim");
    EXPECT_EQ(call.at("journal").as_array().size(), 7U);
}

TEST_P(CallListTest, facts_that_make_no_sense_are_kept_and_change_nothing_else) {
    tell(5, {{"arrived", "not json"}, {"ended", "[]"}, {"something_new", R"({"a":1})"}});
    auto const call = get("supervisor", "/api/calls/5");
    EXPECT_EQ(call.at("journal").as_array().size(), 3U);
    EXPECT_EQ(call.at("client").as_string(), "");
}

TEST_P(CallListTest, pages_follow_each_other_without_gap_or_double_also_within_one_millisecond) {
    for (std::int64_t id = 1; id <= 7; ++id)
        tell(id, {{"arrived",
                   R"({"client":"nordheim","queue":"tarif","number":"+495551448000","caller":null})"}});
    std::vector<std::string> all;
    std::vector<std::pair<std::string, std::string>> query{{"limit", "3"}};
    for (int page_number = 0; page_number < 3; ++page_number) {
        auto const page = get("supervisor", "/api/calls", query);
        EXPECT_EQ(page.at("total").as_int64(), 7);
        for (auto const& call : page.at("items").as_array())
            all.emplace_back(call.at("id").as_string());
        if (page.at("next").is_null()) break;
        query = {{"limit", "3"}, {"cursor", std::string{page.at("next").as_string()}}};
    }
    EXPECT_EQ(all, (std::vector<std::string>{"7", "6", "5", "4", "3", "2", "1"}));
}

TEST_P(CallListTest, filters_narrow_by_time_queue_number_client_agent_and_result) {
    auto const begun = clock_.now();
    talk(1, "nordheim", "agent");
    talk(2, "kranich", "narrow_agent");
    auto const second = begun + Duration{65000};
    EXPECT_EQ(ids({}), (std::vector<std::string>{"2", "1"}));
    EXPECT_EQ(ids({{"to", ms(second)}}), std::vector<std::string>{"1"});
    EXPECT_EQ(ids({{"from", ms(second)}}), std::vector<std::string>{"2"});
    EXPECT_EQ(ids({{"queue", "tarif"}}), std::vector<std::string>{"1"});
    EXPECT_EQ(ids({{"number", "+49302555900"}}), std::vector<std::string>{"2"});
    EXPECT_EQ(ids({{"client", "nordheim"}}), std::vector<std::string>{"1"});
    EXPECT_EQ(ids({{"agent", "narrow_agent"}}), std::vector<std::string>{"2"});
    EXPECT_EQ(ids({{"result", "solved"}}), std::vector<std::string>{});
    auto const put = ask({.method = "PUT",
                          .path = "/api/calls/1/result",
                          .body = R"({"result":"solved"})",
                          .token = session_of("agent")});
    EXPECT_EQ(put.status, 200) << put.body;
    EXPECT_EQ(ids({{"result", "solved"}}), std::vector<std::string>{"1"});
}

TEST_P(CallListTest, a_caller_is_found_by_the_beginning_or_the_end_of_the_number) {
    talk(1, "nordheim", "agent", "+491701234567");
    talk(2, "nordheim", "agent", "+4955514480");
    for (auto const* typed : {"0170", "+49170", "0049 170 12", "4567", "34567", "01701234567"})
        EXPECT_EQ(ids({{"search", typed}}), std::vector<std::string>{"1"}) << typed;
    EXPECT_EQ(ids({{"search", "4480"}}), std::vector<std::string>{"2"});
    EXPECT_EQ(ids({{"search", "99999"}}), std::vector<std::string>{});
}

TEST_P(CallListTest, input_that_makes_no_sense_is_refused_by_its_name) {
    auto const token = session_of("supervisor");
    for (auto const& [name, value] : std::vector<std::pair<std::string, std::string>>{{"limit", "0"},
                                                                                      {"limit", "1001"},
                                                                                      {"limit", "many"},
                                                                                      {"cursor", "1"},
                                                                                      {"cursor", "x.y"},
                                                                                      {"search", "12"},
                                                                                      {"search", "%"},
                                                                                      {"from", "yesterday"},
                                                                                      {"colour", "red"}}) {
        auto const answer = ask({.path = "/api/calls", .token = token, .query = {{name, value}}});
        EXPECT_EQ(answer.status, 422) << name << "=" << value << ": " << answer.body;
        EXPECT_NE(answer.body.find("\"field\":\"" + name + "\""), std::string::npos) << answer.body;
    }
}

INSTANTIATE_TEST_SUITE_P(Engines, CallListTest, ::testing::ValuesIn(engines()), engine_name);

class FileResultTest : public SmallHouseTest {
  protected:
    void SetUp() override {
        SmallHouseTest::SetUp();
        talk(1, "nordheim", "agent");
    }
    http::Answer put(std::string const& login, std::string const& body) {
        return ask(
            {.method = "PUT", .path = "/api/calls/1/result", .body = body, .token = session_of(login)});
    }
    std::int64_t count(std::string const& sql) {
        std::int64_t count = 0;
        database_->read_and_wait(
            [&](store::Transaction& transaction) { count = transaction.query_one(sql)->integer(0); });
        return count;
    }
};

TEST_P(FileResultTest, stays_to_complete_until_the_agent_has_filed_it) {
    EXPECT_EQ(get("agent", "/api/me/to-complete").at("items").as_array().size(), 1U);
    EXPECT_TRUE(get("narrow_agent", "/api/me/to-complete").at("items").as_array().empty());
    auto const answer = put("agent", R"({"result":"solved","note":"Grüße"})");
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_TRUE(get("agent", "/api/me/to-complete").at("items").as_array().empty());
    EXPECT_EQ(get("agent", "/api/calls/1").at("note").as_string(), "Grüße");
}

TEST_P(FileResultTest, is_for_the_agent_of_the_call_or_a_supervisor) {
    auto const answer = put("narrow_agent", R"({"result":"solved"})");
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(code_of(answer), "call.not_yours");
    EXPECT_EQ(put("supervisor", R"({"result":"solved"})").status, 200);
}

TEST_P(FileResultTest, the_same_again_changes_nothing_and_a_correction_is_audited_with_both) {
    auto const changes = "SELECT count(*) FROM audit WHERE action = 'call.result_changed'";
    auto const told = "SELECT count(*) FROM outbox WHERE topic = 'call.filed'";
    EXPECT_EQ(put("agent", R"({"result":"solved","note":"a"})").status, 200);
    EXPECT_EQ(put("agent", R"({"result":"solved","note":"a"})").status, 200);
    EXPECT_EQ(count(changes), 0);
    EXPECT_EQ(count(told), 1);
    EXPECT_EQ(put("supervisor", R"({"result":"call_back"})").status, 200);
    EXPECT_EQ(count(changes), 1);
    auto const audit = get("administrator", "/api/audit", {{"subject_kind", "call"}});
    auto const& line = audit.at("items").as_array().at(0);
    EXPECT_EQ(line.at("actor").as_string(), "supervisor");
    EXPECT_EQ(line.at("before").at("result").as_string(), "solved");
    EXPECT_EQ(line.at("after").at("result").as_string(), "call_back");
    EXPECT_EQ(line.at("after").at("note").as_string(), "a") << "a note that is left out stays";
}

TEST_P(FileResultTest, takes_only_results_of_the_client_and_notes_of_bearable_length) {
    EXPECT_EQ(put("agent", R"({"result":"no_such"})").status, 422);
    EXPECT_EQ(put("agent", R"({"result":"solved","note":")" + std::string(10'001, 'x') + "\"}").status, 422);
    EXPECT_EQ(put("agent", R"({"note":"x"})").status, 422);
    EXPECT_EQ(put("agent", R"(not json)").status, 422);
}

INSTANTIATE_TEST_SUITE_P(Engines, FileResultTest, ::testing::ValuesIn(engines()), engine_name);

}  // namespace
}  // namespace rufwerk::call

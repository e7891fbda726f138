#include "wire/request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rufwerk::request_test {

using LeadId = Id<struct LeadTag>;
struct Find {
    LeadId id;
    std::optional<int> limit;
    std::optional<double> least;
    std::optional<bool> open;
    std::optional<std::string> search;
    std::optional<Instant> from;
};
WIRE_STRUCT(Find, id, limit, least, open, search, from)

std::vector<std::string> faults_of(wire::Request const& request) {
    std::vector<std::string> faults;
    try {
        wire::decode_request<Find>(request);
    } catch (Problem const& problem) {
        for (auto const& fault : problem.fields())
            faults.push_back(fault.field + ":" + fault.code);
    }
    return faults;
}

std::vector<std::string> faults_of_query(wire::TextMembers query) {
    return faults_of({{{"id", "7"}}, std::move(query), "", false});
}

TEST(Request, texts_of_an_address_become_what_the_member_wants) {
    auto const find = wire::decode_request<Find>({{{"id", "7"}},
                                                  {{"limit", "50"},
                                                   {"least", "1.5e3"},
                                                   {"open", "true"},
                                                   {"search", "0170"},
                                                   {"from", "1795467272123"}},
                                                  "",
                                                  false});
    EXPECT_EQ(find.id, LeadId{7});
    EXPECT_EQ(find.limit, 50);
    EXPECT_EQ(find.least, 1500);
    EXPECT_EQ(find.open, true);
    EXPECT_EQ(find.search, "0170");
    EXPECT_EQ(to_ms(*find.from), 1795467272123);
}

TEST(Request, a_text_that_is_not_what_the_member_wants_names_its_parameter_and_value) {
    for (auto const* text : {"1.5", "1e3", "many", " 5", "0x10", "+5"}) {
        try {
            wire::decode_request<Find>({{{"id", "7"}}, {{"limit", text}}, "", false});
            ADD_FAILURE() << text << " was taken";
        } catch (Problem const& problem) {
            EXPECT_EQ(problem.detail(), "limit must be a whole number, not \"" + std::string{text} + "\"");
        }
    }
    for (auto const* text : {"inf", "nan", "1e999", "1,5", "-"})
        EXPECT_THAT(faults_of_query({{"least", text}}), testing::ElementsAre("least:type")) << text;
    EXPECT_THAT(faults_of_query({{"limit", "99999999999"}}), testing::ElementsAre("limit:range"));
    EXPECT_THAT(faults_of_query({{"limit", "18446744073709551615"}}), testing::ElementsAre("limit:range"));
    EXPECT_THAT(faults_of_query({{"open", "1"}}), testing::ElementsAre("open:type"));
    EXPECT_THAT(faults_of_query({{"page", "2"}}), testing::ElementsAre("page:unknown"));
}

TEST(Request, empty_values_and_doubled_names_are_all_named) {
    EXPECT_THAT(faults_of_query({{"limit", ""}, {"search", ""}, {"open", "true"}, {"open", "true"}}),
                testing::ElementsAre("limit:empty", "search:empty", "open:doubled"));
}

TEST(Request, every_member_has_one_place) {
    EXPECT_THAT(faults_of_query({{"id", "8"}}), testing::ElementsAre("id:unknown"));
    EXPECT_THAT(faults_of({{{"id", "7"}}, {}, R"({"limit":5})", false}),
                testing::ElementsAre("(body):unexpected"));
    EXPECT_THAT(faults_of({{{"id", "7"}}, {{"limit", "5"}}, "", true}),
                testing::ElementsAre("limit:unknown"));
    EXPECT_THAT(faults_of({{{"id", "7"}}, {}, R"({"id":"8"})", true}), testing::ElementsAre("id:unknown"));
    EXPECT_THAT(faults_of({{{"id", "7"}}, {}, "[]", true}), testing::ElementsAre("(body):type"));
    EXPECT_EQ(wire::decode_request<Find>({{{"id", "7"}}, {}, R"({"limit":5})", true}).limit, 5);
}

}  // namespace rufwerk::request_test

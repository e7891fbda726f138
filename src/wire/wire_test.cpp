#include "wire/wire.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace rufwerk::wire_test {

using LeadId = Id<struct LeadTag>;
enum class Channel { voice, chat, email };
BOOST_DESCRIBE_ENUM(Channel, voice, chat, email)
struct Card {
    std::string number;
};
WIRE_STRUCT(Card, number)
struct Transfer {
    std::string iban;
};
WIRE_STRUCT(Transfer, iban)
struct Skill {
    std::string key;
    int level = 0;
    void check(wire::Faults& faults, std::string const& at) const {
        if (level < 1 || level > 10) faults.add(wire::below(at, "level"), "range", "must be from 1 to 10");
    }
};
WIRE_STRUCT(Skill, key, level)
struct NewLead {
    std::string full_name;
    std::optional<std::string> email;
    std::vector<Skill> skills;
    Channel channel{};
    std::variant<Card, Transfer> payment;
    std::uint8_t priority = 0;
    bool urgent = false;
    LeadId parent;
    Instant call_at;
    std::map<std::string, int> counts;
};
WIRE_STRUCT(NewLead, full_name, email, skills, channel, payment, priority, urgent, parent, call_at, counts)

constexpr auto good = R"({"full_name":"Änne","email":null,"skills":[{"key":"a","level":3}],"channel":"chat",
  "payment":{"kind":"Transfer","iban":"DE1"},"priority":7,"urgent":true,"parent":"42","call_at":1795467272123,"counts":{"x":1}})";

std::vector<std::string> faulty_fields(std::string_view text) {
    std::vector<std::string> fields;
    try {
        wire::decode<NewLead>(text);
    } catch (Problem const& problem) {
        for (auto const& fault : problem.fields())
            fields.push_back(fault.field + ":" + fault.code);
    }
    return fields;
}

TEST(Wire, what_is_encoded_decodes_to_the_same) {
    auto const lead = wire::decode<NewLead>(good);
    EXPECT_EQ(lead.channel, Channel::chat);
    EXPECT_EQ(std::get<Transfer>(lead.payment).iban, "DE1");
    EXPECT_EQ(lead.parent, LeadId{42});
    auto const text = wire::encode(lead);
    EXPECT_EQ(wire::encode(wire::decode<NewLead>(text)), text);
}

TEST(Wire, every_wrong_field_is_named_by_its_path_at_once) {
    auto const fields = faulty_fields(
        R"({"full_name":1,"skills":[{"key":"a","level":3},{"key":"b","level":11}],"channel":"fax",
        "payment":{"kind":"Cash"},"priority":300,"urgent":"yes","parent":42,"call_at":-1,"counts":{"x":"y"},"extra":1})");
    EXPECT_THAT(fields, testing::UnorderedElementsAre("full_name:type", "skills[1].level:range",
                                                      "channel:enum", "payment.kind:enum", "priority:range",
                                                      "urgent:type", "parent:id", "call_at:range",
                                                      "counts.x:type", "extra:unknown"));
}

TEST(Wire, a_missing_member_is_a_fault_unless_it_is_optional) {
    auto const fields = faulty_fields("{}");
    EXPECT_EQ(fields.size(), 9U);
    EXPECT_THAT(fields, testing::Not(testing::Contains("email:required")));
}

TEST(Wire, text_that_is_not_json_or_too_deep_is_refused) {
    EXPECT_THAT(faulty_fields("{"), testing::ElementsAre("(body):json"));
    EXPECT_THAT(faulty_fields(std::string(1000, '[')), testing::ElementsAre("(body):json"));
    EXPECT_THAT(faulty_fields(std::string{good} + "x"), testing::ElementsAre("(body):json"));
    EXPECT_THAT(faulty_fields("[]"), testing::ElementsAre("(body):type"));
}

struct Measure {
    double value = 0;
};
WIRE_STRUCT(Measure, value)

TEST(Wire, a_number_beyond_a_double_is_refused_because_it_could_not_be_sent_back) {
    EXPECT_EQ(wire::decode<Measure>(R"({"value":1e300})").value, 1e300);
    for (auto const* text : {R"({"value":1e999})", R"({"value":-1e999})"}) {
        try {
            wire::decode<Measure>(text);
            ADD_FAILURE() << text << " was taken";
        } catch (Problem const& problem) {
            ASSERT_EQ(problem.fields().size(), 1U);
            EXPECT_EQ(problem.fields()[0].field, "value");
            EXPECT_EQ(problem.fields()[0].code, "range");
        }
    }
}

TEST(Wire, a_double_is_read_as_the_nearest_and_written_as_the_shortest_text) {
    struct Case {
        std::string text;
        double value;
        std::string written;
    };
    for (auto const& [text, value, written] :
         {Case{"91e90", 91e90, "9.1e+91"}, Case{"0.1", 0.1, "0.1"}, Case{"5.0", 5, "5"},
          Case{"2.2250738585072011e-308", 2.2250738585072011e-308, "2.225073858507201e-308"},
          Case{"4.9e-324", 4.9e-324, "5e-324"}, Case{"1e-999", 0, "0"}, Case{"-1e-999", -0.0, "-0.0"},
          Case{"9007199254740993", 9007199254740992, "9007199254740992"},
          Case{"123456789012345678901234567890", 123456789012345678901234567890.0, "1.2345678901234568e+29"},
          Case{"0.1000000000000000055511151231257827021181583404541015625", 0.1, "0.1"}}) {
        auto const measure = wire::decode<Measure>(R"({"value":)" + text + "}");
        EXPECT_EQ(measure.value, value) << text;
        EXPECT_EQ(wire::encode(measure), R"({"value":)" + written + "}") << text;
        EXPECT_EQ(wire::decode<Measure>(wire::encode(measure)).value, value) << text;
    }
}

TEST(Wire, what_is_no_number_is_written_as_null) {
    for (double const value : {std::nan(""), HUGE_VAL, -HUGE_VAL})
        EXPECT_EQ(wire::encode(Measure{value}), R"({"value":null})");
}

TEST(Wire, texts_are_escaped_and_empty_lists_and_objects_stay) {
    wire::json::value const value{{"list", wire::json::array{}},
                                  {"object", wire::json::object{}},
                                  {"text", "\"\\\n\r\t\x01\x1f/ä"},
                                  {"large", std::numeric_limits<std::uint64_t>::max()}};
    auto const text = wire::print(value);
    EXPECT_EQ(text,
              R"({"list":[],"object":{},"text":"\"\\\n\r\t\u0001\u001f/ä","large":18446744073709551615})");
    wire::Faults faults;
    EXPECT_EQ(wire::parse(text, faults), value);
}

struct Large {
    std::uint64_t bits = 0;
    std::int64_t number = 0;
};
WIRE_STRUCT(Large, bits, number)

TEST(Wire, whole_numbers_reach_to_the_end_of_their_type) {
    auto const* const text = R"({"bits":18446744073709551615,"number":-9223372036854775808})";
    auto const large = wire::decode<Large>(text);
    EXPECT_EQ(large.bits, std::numeric_limits<std::uint64_t>::max());
    EXPECT_EQ(large.number, std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(wire::encode(large), text);
    for (auto const* beyond : {R"({"bits":18446744073709551616,"number":0})", R"({"bits":-1,"number":0})",
                               R"({"bits":0,"number":9223372036854775808})", R"({"bits":1e300,"number":0})"})
        EXPECT_THROW(wire::decode<Large>(beyond), Problem) << beyond;
}

struct Counts {
    std::map<std::string, int> counts;
};
WIRE_STRUCT(Counts, counts)

TEST(Wire, a_map_has_as_many_entries_at_most_as_a_list) {
    auto const with = [](std::size_t entries) {
        std::string text;
        for (std::size_t i = 0; i < entries; ++i)
            text += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":1";
        return R"({"counts":{)" + text + "}}";
    };
    EXPECT_EQ(wire::decode<Counts>(with(wire::list_limit)).counts.size(), wire::list_limit);
    EXPECT_THROW(wire::decode<Counts>(with(wire::list_limit + 1)), Problem);
}

TEST(Wire, a_name_that_an_object_has_twice_is_refused) {
    for (auto const* text : {R"({"a":1,"b":2,"a":3})", R"([{"x":{"a":1,"\u0061":1}}])", R"({"":1,"":2})"}) {
        wire::Faults faults;
        EXPECT_FALSE(wire::parse(text, faults)) << text;
        ASSERT_EQ(faults.list().size(), 1U);
        EXPECT_EQ(faults.list()[0].code, "doubled");
    }
    wire::Faults none;
    EXPECT_TRUE(wire::parse(R"([{"a":1},{"a":{"a":1}}])", none));
}

TEST(Wire, a_long_key_is_not_sent_back_whole) {
    auto const fields = faulty_fields(R"({")" + std::string(100'000, 'x') + R"(":1})");
    for (auto const& field : fields)
        EXPECT_LE(field.size(), wire::fault_path_limit_bytes + 20);
}

}  // namespace rufwerk::wire_test

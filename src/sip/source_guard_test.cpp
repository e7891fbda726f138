#include "sip/source_guard.hpp"

#include "base/problem.hpp"
#include "sip/endpoint.hpp"

#include <gtest/gtest.h>

namespace rufwerk::sip {
namespace {

std::string trunk_of(SourceGuard const& guard, std::string const& address) {
    auto const* trunk = guard.trunk_of(*parse_address(address));
    return trunk ? *trunk : "";
}

TEST(SourceGuard, the_longest_prefix_wins_in_both_families) {
    SourceGuard guard{5};
    guard.set_trunks(
        {{"wide", {"10.0.0.0/8", "2001:db8::/32"}}, {"narrow", {"10.1.2.0/24", "2001:db8:1::/48"}}});
    EXPECT_EQ("narrow", trunk_of(guard, "10.1.2.3"));
    EXPECT_EQ("wide", trunk_of(guard, "10.1.3.3"));
    EXPECT_EQ("narrow", trunk_of(guard, "::ffff:10.1.2.3"));
    EXPECT_EQ("narrow", trunk_of(guard, "2001:db8:1::7"));
    EXPECT_EQ("wide", trunk_of(guard, "2001:db8:2::7"));
    EXPECT_EQ("", trunk_of(guard, "11.0.0.1"));
    EXPECT_EQ("", trunk_of(guard, "::"));
}

TEST(SourceGuard, a_block_for_all_of_ipv4_does_not_open_ipv6) {
    SourceGuard guard{5};
    guard.set_trunks({{"all", {"0.0.0.0/0"}}});
    EXPECT_EQ("all", trunk_of(guard, "203.0.113.9"));
    EXPECT_EQ("", trunk_of(guard, "2001:db8::1"));
}

TEST(SourceGuard, what_is_no_block_is_refused) {
    for (auto const* text : {"", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/8x", "10.0.0.0/-1",
                             "::/129", "host", "10.0.0/8", "2001:db8::1/32", "[::1]", "10.0.0.0/8/8"}) {
        EXPECT_FALSE(parse_network(text)) << text;
    }
    SourceGuard guard{5};
    guard.set_trunks({{"good", {"192.0.2.0/24"}}});
    EXPECT_THROW(guard.set_trunks({{"bad", {"192.0.2.1/24"}}}), Problem);
    EXPECT_EQ("good", trunk_of(guard, "192.0.2.1"));  // what was, stays
}

TEST(SourceGuard, a_stranger_is_answered_so_often_a_second_and_a_full_table_gives_silence) {
    SourceGuard guard{2, 3};
    auto const now = from_ms(1'000'000);
    auto const a = *parse_address("192.0.2.1");
    EXPECT_TRUE(guard.may_answer(a, now));
    EXPECT_TRUE(guard.may_answer(a, now));
    EXPECT_FALSE(guard.may_answer(a, now));
    EXPECT_TRUE(guard.may_answer(*parse_address("192.0.2.2"), now));
    EXPECT_TRUE(guard.may_answer(*parse_address("192.0.2.3"), now));
    EXPECT_FALSE(guard.may_answer(*parse_address("192.0.2.4"), now));
    EXPECT_TRUE(guard.may_answer(a, now + Duration{1000}));
}

TEST(SourceGuard, an_address_is_written_as_it_was_read) {
    for (auto const* text : {"192.0.2.7", "2001:db8::1", "::1"})
        EXPECT_EQ(text_of(*parse_address(text)), text);
    EXPECT_EQ(text_of(*parse_address("::ffff:192.0.2.7")), "192.0.2.7");
}

}  // namespace
}  // namespace rufwerk::sip

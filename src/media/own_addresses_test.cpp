#include "media/own_addresses.hpp"

#include "base/problem.hpp"

#include <gtest/gtest.h>

#include <sys/socket.h>

namespace rufwerk::media {
namespace {

SocketAddress ip(std::string const& text) { return *SocketAddress::parse(text, 0); }

TEST(OwnAddresses, the_route_decides_then_the_family_and_a_family_without_address_has_none) {
    OwnAddresses const both{{"192.0.2.9", "127.0.0.1", "::1"}, ""};
    EXPECT_EQ(both.toward("127.0.0.1")->ip(), "127.0.0.1");
    EXPECT_EQ(both.toward("::1")->ip(), "::1");
    EXPECT_EQ(both.toward("[::1]")->ip(), "::1");
    EXPECT_EQ(both.toward("203.0.113.1")->ip(), "192.0.2.9");
    EXPECT_EQ(both.toward("sbc.example")->ip(), "192.0.2.9");
    OwnAddresses const v4{{"127.0.0.1"}, ""};
    EXPECT_FALSE(v4.toward("2001:db8::1"));
}

TEST(OwnAddresses, what_is_advertised_is_said_outside_and_in_its_own_family_only) {
    OwnAddresses const own{{"10.0.0.5", "127.0.0.1", "2001:db8::5"}, "203.0.113.7"};
    EXPECT_EQ(own.spoken(ip("10.0.0.5"), "198.51.100.1"), "203.0.113.7");
    EXPECT_EQ(own.spoken(ip("127.0.0.1"), "127.0.0.1"), "127.0.0.1");
    EXPECT_EQ(own.spoken(ip("2001:db8::5"), "2001:db8::99"), "2001:db8::5");
    // A browser in the house may not get through the router's own address.
    EXPECT_EQ(own.reachable(ip("10.0.0.5")), (std::vector<std::string>{"203.0.113.7", "10.0.0.5"}));
    EXPECT_EQ(own.reachable(ip("127.0.0.1")), std::vector<std::string>{"127.0.0.1"});
    EXPECT_EQ(own.reachable(ip("2001:db8::5")), std::vector<std::string>{"2001:db8::5"});
}

TEST(OwnAddresses, all_of_the_machine_are_named_one_by_one) {
    OwnAddresses const own{{"0.0.0.0"}, ""};
    EXPECT_EQ(own.spoken(ip("0.0.0.0"), "127.0.0.1"), "127.0.0.1");
    EXPECT_NE(own.spoken(ip("0.0.0.0"), "desk.example"), "0.0.0.0");
    auto const named = own.reachable(ip("0.0.0.0"));
    ASSERT_FALSE(named.empty());
    for (auto const& one : named) {
        EXPECT_FALSE(ip(one).wildcard());
        EXPECT_EQ(ip(one).family(), AF_INET);
    }
}

TEST(OwnAddresses, the_address_of_the_page_comes_first) {
    OwnAddresses const own{{"192.0.2.9", "127.0.0.1", "::1"}, ""};
    EXPECT_EQ(own.ordered_for("[::1]").front().ip(), "::1");
    EXPECT_EQ(own.ordered_for("127.0.0.1").front().ip(), "127.0.0.1");
    EXPECT_EQ(own.ordered_for("desk.example").front().ip(), "192.0.2.9");
    EXPECT_EQ(own.ordered_for("desk.example").size(), 3U);
}

TEST(OwnAddresses, names_too_many_and_none_are_refused_by_the_name_of_the_setting) {
    auto const field_of = [](std::vector<std::string> const& addresses, std::string const& advertise) {
        try {
            OwnAddresses const own{addresses, advertise};
        } catch (Problem const& problem) {
            return problem.fields().front().field;
        }
        return std::string{"accepted"};
    };
    EXPECT_EQ(field_of({"localhost"}, ""), "media.address");
    EXPECT_EQ(field_of({}, ""), "media.address");
    EXPECT_EQ(field_of(std::vector<std::string>(9, "::1"), ""), "media.address");
    EXPECT_EQ(field_of({"127.0.0.1"}, "sbc.example"), "media.advertise");
    EXPECT_EQ(field_of({"127.0.0.1"}, "203.0.113.7"), "accepted");
}

}  // namespace
}  // namespace rufwerk::media

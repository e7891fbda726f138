#include "sip/bindings.hpp"

#include <gtest/gtest.h>

namespace rufwerk::sip::test {
namespace {

using std::chrono::seconds;
constexpr Instant kNow = from_ms(1'795'852'800'000);

struct Phone {
    std::string uri;
    std::string instance = {};
    std::string call_id = "call-" + uri;
    std::uint32_t cseq = 0;
    int port = 5062;

    Registering says(std::optional<std::uint32_t> expires_s, int q = 1000) {
        Registering in;
        in.wishes.push_back({uri, instance, q, expires_s});
        in.from.call_id = call_id;
        in.from.cseq = ++cseq;
        in.from.transport = "udp";
        in.from.host = "192.0.2.7";
        in.from.port = port;
        return in;
    }
};

class SipBindings : public ::testing::Test {
  protected:
    int apply(Registering const& in, Instant now = kNow) {
        outcome = bindings.apply("anna", in, now);
        return outcome.status;
    }
    std::vector<std::string> uris() const {
        std::vector<std::string> all;
        for (auto const& contact : bindings.of("anna"))
            all.push_back(contact.uri);
        return all;
    }
    Bindings bindings;
    Bindings::Outcome outcome;
    Phone desk{"sip:anna@10.0.0.7"};
    Phone home{"sip:anna@10.0.0.8"};
    using Uris = std::vector<std::string>;
};

TEST_F(SipBindings, a_telephone_stays_until_it_expires) {
    EXPECT_EQ(200, apply(desk.says(120)));
    EXPECT_TRUE(outcome.changed);
    EXPECT_TRUE(bindings.expire(kNow + seconds{119}).empty());
    auto const lost = bindings.expire(kNow + seconds{120});
    ASSERT_EQ(1u, lost.size());
    EXPECT_EQ("anna", lost[0].user);
    EXPECT_EQ(LostWhy::expired, lost[0].why);
    EXPECT_TRUE(bindings.all().empty());
}

TEST_F(SipBindings, a_refresh_moves_the_end_and_changes_nothing_else) {
    apply(desk.says(120));
    EXPECT_EQ(200, apply(desk.says(120), kNow + seconds{60}));
    EXPECT_FALSE(outcome.changed);
    auto const contact = bindings.of("anna").at(0);
    EXPECT_EQ(kNow, contact.since);
    EXPECT_EQ(kNow + seconds{60}, contact.seen);
    EXPECT_EQ(kNow + seconds{180}, contact.expires);
}

TEST_F(SipBindings, a_time_too_short_is_423_too_long_is_cut_and_none_gets_ours) {
    EXPECT_EQ(423, apply(desk.says(59)));
    EXPECT_TRUE(uris().empty());
    EXPECT_EQ(200, apply(desk.says(100'000)));
    EXPECT_EQ(kNow + seconds{3600}, bindings.of("anna").at(0).expires);
    EXPECT_EQ(200, apply(desk.says(std::nullopt)));
    EXPECT_EQ(kNow + seconds{600}, bindings.of("anna").at(0).expires);
    auto by_header = desk.says(std::nullopt);
    by_header.expires_s = 90;
    EXPECT_EQ(200, apply(by_header));
    EXPECT_EQ(kNow + seconds{90}, bindings.of("anna").at(0).expires);
}

TEST_F(SipBindings, several_are_rung_by_q_and_then_the_last_registered_first) {
    Phone soft{"sip:anna@10.0.0.9"};
    apply(desk.says(120, 500));
    apply(home.says(120, 500), kNow + seconds{1});
    apply(soft.says(120, 900), kNow);
    EXPECT_EQ((Uris{soft.uri, home.uri, desk.uri}), uris());
}

TEST_F(SipBindings, zero_takes_one_away_and_star_all) {
    apply(desk.says(120));
    apply(home.says(120));
    EXPECT_EQ(200, apply(desk.says(0)));
    EXPECT_EQ((Uris{home.uri}), uris());
    auto star = desk.says(std::nullopt);
    star.wishes.clear();
    star.is_star = true;
    EXPECT_EQ(400, apply(star)) << "RFC 3261, 10.2.2: only with Expires: 0";
    star.expires_s = 0;
    EXPECT_EQ(200, apply(star));
    EXPECT_TRUE(outcome.changed);
    EXPECT_TRUE(uris().empty());
}

TEST_F(SipBindings, an_update_overtaken_by_a_later_one_changes_nothing) {
    auto const early = desk.says(0);
    apply(desk.says(120));
    EXPECT_EQ(400, apply(early));
    EXPECT_EQ((Uris{desk.uri}), uris());
}

TEST_F(SipBindings, one_bad_contact_fails_the_whole_request) {
    auto in = desk.says(120);
    in.wishes.push_back({home.uri, "", 1000, 5});
    EXPECT_EQ(423, apply(in));
    EXPECT_TRUE(uris().empty());
}

TEST_F(SipBindings, the_same_device_after_a_reboot_takes_its_own_place) {
    desk.instance = "<urn:uuid:1>";
    apply(desk.says(120));
    desk.uri = "sip:anna@10.0.0.7:61000";
    desk.call_id = "after-reboot";
    EXPECT_EQ(200, apply(desk.says(120)));
    EXPECT_TRUE(outcome.changed);
    EXPECT_EQ((Uris{desk.uri}), uris());
}

TEST_F(SipBindings, a_ninth_takes_the_place_of_the_one_unseen_longest) {
    for (int i = 0; i < 9; ++i)
        apply(Phone{"sip:anna@10.0.1." + std::to_string(i)}.says(600), kNow + seconds{i});
    auto const all = uris();
    EXPECT_EQ(8u, all.size());
    EXPECT_EQ(all.end(), std::find(all.begin(), all.end(), "sip:anna@10.0.1.0"));
}

TEST_F(SipBindings, who_has_no_telephone_any_more_loses_it) {
    apply(desk.says(120));
    EXPECT_TRUE(bindings.knows("192.0.2.7", 5062));
    EXPECT_FALSE(bindings.knows("192.0.2.7", 5063));
    EXPECT_TRUE(bindings.keep_only({"anna"}).empty());
    auto const lost = bindings.keep_only({"bert"});
    ASSERT_EQ(1u, lost.size());
    EXPECT_EQ(LostWhy::removed, lost[0].why);
    EXPECT_FALSE(bindings.knows("192.0.2.7", 5062));
}

}  // namespace
}  // namespace rufwerk::sip::test

#include "sip/carrier_registration.hpp"

#include <gtest/gtest.h>

namespace rufwerk::sip::test {
namespace {

using std::chrono::seconds;
using State = CarrierRegistration::State;
using Answer = CarrierRegistration::Answer;

struct CarrierRegistrationTest : testing::Test {
    Instant now = from_ms(1'795'852'800'000);
    CarrierRegistration house{
        {"sip:carrier.example", "house", "the secret", 600}, "call-1", [] { return 0.0; }, now};

    std::optional<CarrierRegistration::Request> due() { return house.due(now, "c0ffee"); }
    void answer(Answer const& what) { house.answered(what, now); }
    static Answer challenge(std::string const& nonce, bool stale = false, int status = 401) {
        return {.status = status,
                .challenges = {"Digest realm=\"carrier\", nonce=\"" + nonce + "\", algorithm=AKAv1-MD5",
                               "Digest realm=\"carrier\", nonce=\"" + nonce + "\", qop=\"auth\"" +
                                   (stale ? ", stale=true" : "")},
                .expires_s = {},
                .min_expires_s = {},
                .retry_after_s = {}};
    }
    static Answer plain(int status) {
        Answer answer;
        answer.status = status;
        return answer;
    }
    static Answer ok(std::uint32_t expires_s) {
        auto answer = plain(200);
        answer.expires_s = expires_s;
        return answer;
    }
    void register_for(std::uint32_t expires_s) {
        due();
        answer(challenge("n1"));
        due();
        answer(ok(expires_s));
    }
};

TEST_F(CarrierRegistrationTest, a_challenge_is_answered_and_the_house_is_registered) {
    auto const first = due();
    ASSERT_TRUE(first);
    EXPECT_EQ("", first->authorization);
    EXPECT_EQ(600u, first->expires_s);
    EXPECT_FALSE(due()) << "one at a time";
    answer(challenge("n1"));
    EXPECT_EQ(State::trying, house.state());
    auto const second = due();
    ASSERT_TRUE(second);
    EXPECT_EQ(first->cseq + 1, second->cseq);
    auto const credentials = parse_credentials(second->authorization);
    ASSERT_TRUE(credentials) << second->authorization;
    EXPECT_EQ("sip:carrier.example", credentials->uri);
    EXPECT_TRUE(is_right(*credentials, digest_secret("house", "carrier", "the secret"), "REGISTER"));
    answer(ok(300));
    EXPECT_EQ(State::registered, house.state());
    EXPECT_EQ(now + seconds{300}, house.expires());
    EXPECT_EQ(now + seconds{210}, house.next()) << "well before it runs out";
}

TEST_F(CarrierRegistrationTest, the_refresh_uses_the_nonce_again_and_takes_a_new_one_when_asked) {
    register_for(300);
    now += seconds{210};
    auto const refresh = due();
    ASSERT_TRUE(refresh);
    EXPECT_EQ(2u, parse_credentials(refresh->authorization).value().nc);
    answer(challenge("n2"));
    auto const again = due();
    ASSERT_TRUE(again);
    EXPECT_EQ("n2", parse_credentials(again->authorization).value().nonce);
    EXPECT_EQ(1u, parse_credentials(again->authorization).value().nc);
    answer(ok(300));
    EXPECT_EQ(State::registered, house.state());
}

TEST_F(CarrierRegistrationTest, a_wrong_secret_is_refused_and_not_hammered) {
    due();
    answer(challenge("n1"));
    due();
    answer(challenge("n2"));
    EXPECT_EQ(State::refused, house.state());
    EXPECT_EQ(401, house.status());
    EXPECT_FALSE(due());
    EXPECT_EQ(now + seconds{15}, house.next());
}

TEST_F(CarrierRegistrationTest, a_stale_nonce_is_no_wrong_secret) {
    due();
    answer(challenge("n1"));
    due();
    answer(challenge("n2", true));
    ASSERT_TRUE(due());
    answer(ok(300));
    EXPECT_EQ(State::registered, house.state());
}

TEST_F(CarrierRegistrationTest, a_proxy_that_asks_gets_its_own_header) {
    due();
    answer(challenge("n1", false, 407));
    EXPECT_TRUE(due().value().to_proxy);
}

TEST_F(CarrierRegistrationTest, failures_back_off_to_half_an_hour) {
    for (auto const wait_s : {15, 30, 60, 120, 240, 480, 900, 900}) {
        ASSERT_TRUE(due());
        answer(plain(503));
        EXPECT_EQ(State::unreachable, house.state());
        EXPECT_EQ(now + seconds{wait_s}, house.next());
        now = house.next();
    }
    due();
    auto later = plain(503);
    later.retry_after_s = 1200;
    answer(later);
    EXPECT_EQ(now + seconds{1200}, house.next());
}

TEST_F(CarrierRegistrationTest, a_failed_refresh_is_an_outage_only_when_the_time_granted_is_over) {
    register_for(300);
    auto const since = now;
    now += seconds{210};
    due();
    answer(plain(408));
    EXPECT_EQ(State::registered, house.state());
    EXPECT_EQ(since, house.since());
    now = since + seconds{300};
    EXPECT_TRUE(due());
    EXPECT_EQ(State::unreachable, house.state());
    answer(ok(300));
    EXPECT_EQ(State::registered, house.state());
    EXPECT_EQ(now, house.since());
}

TEST_F(CarrierRegistrationTest, more_time_is_given_when_asked_for_but_not_for_ever) {
    due();
    auto brief = plain(423);
    brief.min_expires_s = 1800;
    answer(brief);
    EXPECT_EQ(1800u, due().value().expires_s);
    brief.min_expires_s = 3600;
    answer(brief);
    EXPECT_EQ(State::unreachable, house.state());
    EXPECT_FALSE(due());
}

TEST_F(CarrierRegistrationTest, what_was_not_asked_for_changes_nothing) {
    answer(ok(300));
    EXPECT_EQ(State::trying, house.state());
}

}  // namespace
}  // namespace rufwerk::sip::test

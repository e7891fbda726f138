#include "people/login_guard.hpp"

#include "store/engines.hpp"

#include <gtest/gtest.h>

namespace rufwerk::people {
namespace {

using store::testing::engine_name;
using store::testing::engines;

TEST(LoginGuard, rests_longer_with_every_failure_up_to_a_quarter_of_an_hour) {
    EXPECT_EQ(rest_after(4), Duration{0});
    EXPECT_EQ(rest_after(5), std::chrono::seconds{30});
    EXPECT_EQ(rest_after(6), std::chrono::seconds{60});
    EXPECT_EQ(rest_after(10), std::chrono::minutes{15});
    EXPECT_EQ(rest_after(1'000'000), std::chrono::minutes{15});
}

TEST(AddressLimiter, a_house_may_sign_in_together_but_a_guesser_is_stopped) {
    auto now = from_ms(1'800'000'000'000);
    AddressLimiter limiter;
    for (int i = 0; i < 200; ++i)
        EXPECT_FALSE(limiter.attempt("192.0.2.1", now)) << i;
    for (int i = 0; i < 20; ++i) {
        EXPECT_FALSE(limiter.attempt("192.0.2.9", now)) << i;
        limiter.failed("192.0.2.9", now);
    }
    auto const wait = limiter.attempt("192.0.2.9", now);
    ASSERT_TRUE(wait);
    EXPECT_EQ(*wait, std::chrono::seconds{30});
    EXPECT_FALSE(limiter.attempt("192.0.2.10", now)) << "a neighbour pays for it";
    now += *wait;
    EXPECT_FALSE(limiter.attempt("192.0.2.9", now));
}

TEST(AddressLimiter, one_ipv6_line_is_one_address) {
    auto const now = from_ms(1'800'000'000'000);
    AddressLimiter limiter;
    for (int i = 0; i < 20; ++i)
        limiter.failed("2001:db8:1:2::" + std::to_string(i + 1), now);
    EXPECT_TRUE(limiter.attempt("2001:db8:1:2::abcd", now));
    EXPECT_FALSE(limiter.attempt("2001:db8:1:3::abcd", now));
}

TEST(AddressLimiter, remembers_a_bounded_number_of_addresses_and_forgets_the_longest_unseen) {
    auto now = from_ms(1'800'000'000'000);
    AddressLimiter limiter;
    for (int i = 0; i < 20; ++i)
        limiter.failed("first", now);
    for (std::size_t i = 0; i < AddressLimiter::addresses_max; ++i) {
        now += Duration{1};
        EXPECT_FALSE(limiter.attempt("address" + std::to_string(i), now));
    }
    EXPECT_FALSE(limiter.attempt("first", now)) << "it was not forgotten, so the map grows without limit";
}

class LoginGuardTest : public store::testing::EngineTest {
  protected:
    std::optional<Resting> attempt(std::string const& login) {
        std::optional<Resting> resting;
        database_->write_and_wait(
            [&](store::Transaction& transaction) { resting = count_attempt(transaction, login); });
        return resting;
    }
    std::unique_ptr<store::Database> database_;
    void SetUp() override { database_ = open_migrated(); }
};

TEST_P(LoginGuardTest, the_sixth_attempt_in_a_row_has_to_wait_and_a_success_forgives) {
    for (int i = 0; i < 5; ++i)
        EXPECT_FALSE(attempt("lena")) << i;
    auto const resting = attempt("lena");
    ASSERT_TRUE(resting);
    EXPECT_EQ(resting->wait, std::chrono::seconds{30});
    EXPECT_FALSE(attempt("tim"));
    clock_.advance(std::chrono::seconds{30});
    EXPECT_FALSE(attempt("lena"));
    EXPECT_EQ(attempt("lena").value().wait, std::chrono::seconds{60});
    database_->write_and_wait([](store::Transaction& transaction) { forgive_login(transaction, "lena"); });
    EXPECT_FALSE(attempt("lena"));
}

TEST_P(LoginGuardTest, does_not_keep_what_was_typed) {
    attempt("my secret password");
    database_->read_and_wait([](store::Transaction& transaction) {
        auto const row = transaction.query_one("SELECT login FROM login_guard");
        ASSERT_TRUE(row);
        EXPECT_EQ(row->text(0).find("secret"), std::string::npos);
    });
}

TEST_P(LoginGuardTest, forgets_after_a_day) {
    for (int i = 0; i < 5; ++i)
        attempt("lena");
    clock_.advance(std::chrono::hours{25});
    for (int i = 0; i < 5; ++i)
        EXPECT_FALSE(attempt("lena")) << i;
}

INSTANTIATE_TEST_SUITE_P(Engines, LoginGuardTest, ::testing::ValuesIn(engines()), engine_name);

}  // namespace
}  // namespace rufwerk::people

#include "sip/nonce_book.hpp"

#include <gtest/gtest.h>

namespace rufwerk::sip::test {
namespace {

using Verdict = NonceBook::Verdict;
constexpr Instant kNow = from_ms(1'795'852'800'000);
constexpr Duration kValid = std::chrono::minutes{5};

TEST(NonceBook, a_count_is_good_once_and_only_upwards) {
    NonceBook book{NonceBook::random_key()};
    auto const nonce = book.issue(kNow);
    EXPECT_EQ(Verdict::good, book.use(nonce, 1, kNow));
    EXPECT_EQ(Verdict::replayed, book.use(nonce, 1, kNow));
    EXPECT_EQ(Verdict::good, book.use(nonce, 3, kNow));
    EXPECT_EQ(Verdict::replayed, book.use(nonce, 2, kNow));
}

TEST(NonceBook, looking_uses_nothing_up) {
    NonceBook book{NonceBook::random_key()};
    auto const nonce = book.issue(kNow);
    EXPECT_EQ(Verdict::good, book.look(nonce, 1, kNow));
    EXPECT_EQ(Verdict::good, book.use(nonce, 1, kNow));
}

TEST(NonceBook, an_old_a_foreign_and_a_changed_one_are_stale) {
    NonceBook book{NonceBook::random_key()};
    NonceBook other{NonceBook::random_key()};
    auto nonce = book.issue(kNow);
    EXPECT_EQ(Verdict::good, book.look(nonce, 1, kNow + kValid - Duration{1}));
    EXPECT_EQ(Verdict::stale, book.use(nonce, 1, kNow + kValid));
    EXPECT_EQ(Verdict::stale, other.use(nonce, 1, kNow));
    nonce[3] = nonce[3] == '0' ? '1' : '0';  // another time, to live longer
    EXPECT_EQ(Verdict::stale, book.use(nonce, 1, kNow));
    EXPECT_EQ(Verdict::stale, book.use("", 1, kNow));
}

TEST(NonceBook, a_full_book_takes_no_more_until_the_old_ones_go) {
    NonceBook book{NonceBook::random_key(), kValid, 2};
    auto const first = book.issue(kNow);
    EXPECT_EQ(Verdict::good, book.use(first, 1, kNow));
    EXPECT_EQ(Verdict::good, book.use(book.issue(kNow), 1, kNow));
    EXPECT_EQ(Verdict::stale, book.use(book.issue(kNow), 1, kNow));
    EXPECT_EQ(Verdict::good, book.use(first, 2, kNow)) << "who is in the book goes on";
    auto const later = kNow + kValid + Duration{1};
    EXPECT_EQ(Verdict::good, book.use(book.issue(later), 1, later));
}

}  // namespace
}  // namespace rufwerk::sip::test

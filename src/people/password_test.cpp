#include "people/password.hpp"

#include <gtest/gtest.h>

#include <future>

namespace rufwerk::people {
namespace {

TEST(Password, is_kept_as_argon2id_and_matches_only_itself) {
    auto const hashes =
        hash_passwords({"correct horse battery", "correct horse battery", "another one entirely"});
    ASSERT_EQ(hashes.size(), 3U);
    for (auto const& hash : hashes)
        EXPECT_TRUE(hash.starts_with("$argon2id$"));
    EXPECT_NE(hashes[0], hashes[1]) << "no salt";
    EXPECT_TRUE(password_matches(hashes[0], "correct horse battery"));
    EXPECT_TRUE(password_matches(hashes[2], "another one entirely"));
    EXPECT_FALSE(password_matches(hashes[2], "correct horse battery"));
    EXPECT_FALSE(password_matches(hashes[0], ""));
}

TEST(Password, nothing_matches_a_user_who_has_none) {
    EXPECT_FALSE(password_matches("", ""));
    EXPECT_FALSE(password_matches("", "nobody has this one"));
    EXPECT_FALSE(password_matches("not a hash", "x"));
}

TEST(Password, weak_ones_are_refused_by_length_and_not_by_recipe) {
    EXPECT_NE(password_fault("short 9 c", ""), "");
    EXPECT_NE(password_fault("üüüüäöü", ""), "") << "characters count, not bytes";
    EXPECT_NE(password_fault("aaaaaaaaaaaaaaa", ""), "");
    EXPECT_NE(password_fault("agent001-agent", "agent001"), "");
    EXPECT_NE(password_fault(std::string(257, 'x') + "y", ""), "");
    EXPECT_NE(password_fault("not utf-8 \xFF\xFE", ""), "");
    EXPECT_EQ(password_fault("all lower case", "agent001"), "");
    EXPECT_EQ(password_fault("demo-2026-rufwerk", "lena"), "");
}

TEST(Password, workers_run_jobs_and_refuse_when_too_many_wait) {
    std::promise<void> release;
    auto const released = release.get_future().share();
    std::promise<void> begun;
    std::promise<void> done;
    PasswordWorkers workers{1, 1};
    ASSERT_TRUE(workers.run([&, released] {
        begun.set_value();
        released.wait();
    }));
    begun.get_future().wait();
    EXPECT_TRUE(workers.run([&] { done.set_value(); }));
    EXPECT_FALSE(workers.run([] {}));
    release.set_value();
    done.get_future().wait();
}

}  // namespace
}  // namespace rufwerk::people

#include "store/migrate.hpp"

#include "base/problem.hpp"
#include "store/engines.hpp"

#include <gtest/gtest.h>

namespace rufwerk::store {
namespace {

class MigrateTest : public testing::EngineTest {
  protected:
    static std::string refusal(Database& database, std::vector<Migration> const& migrations) {
        try {
            migrate(database, migrations);
        } catch (Problem const& problem) {
            return problem.code() + ": " + problem.detail();
        }
        return "nothing";
    }
    static std::string columns(Database& database) {
        std::string name;
        database.read_and_wait(
            [&](Transaction& t) { name = t.query_one("SELECT name FROM thing")->text(0); });
        return name;
    }
};

Migration const first{1, "thing", "CREATE TABLE thing (id BIGINT PRIMARY KEY);"};
Migration const second{20, "thing_name",
                       "ALTER TABLE thing ADD COLUMN name TEXT; INSERT INTO thing VALUES (1, 'a;b');"};

TEST_P(MigrateTest, steps_are_applied_in_order_of_their_numbers_and_once) {
    auto database = open();
    migrate(*database, {second, first});
    EXPECT_EQ(columns(*database), "a;b");
    database.reset();
    database = open();
    migrate(*database, {first, second});
    EXPECT_EQ(columns(*database), "a;b");
}

TEST_P(MigrateTest, a_step_that_was_changed_after_it_was_applied_is_refused_by_name) {
    auto const database = open();
    migrate(*database, {first});
    auto changed = first;
    changed.sql = "CREATE TABLE thing (id BIGINT);";
    EXPECT_NE(refusal(*database, {changed}).find("store.migration_changed: Schema step 001_thing"),
              std::string::npos);
    auto commented = first;
    commented.sql = "-- why\nCREATE TABLE thing (\n  id BIGINT PRIMARY KEY);";
    EXPECT_EQ(refusal(*database, {commented}), "nothing");
}

TEST_P(MigrateTest, a_database_of_a_newer_program_is_refused) {
    auto const database = open();
    migrate(*database, {first, second});
    EXPECT_NE(refusal(*database, {first}).find("store.migration_newer"), std::string::npos);
}

TEST_P(MigrateTest, a_step_that_fails_leaves_nothing_behind_and_can_be_repeated) {
    auto const database = open();
    Migration wrong{2, "wrong", "CREATE TABLE other (id BIGINT); INSERT INTO nowhere VALUES (1);"};
    EXPECT_THROW(migrate(*database, {first, wrong}), std::logic_error);
    wrong.sql = "CREATE TABLE other (id BIGINT);";
    EXPECT_EQ(refusal(*database, {first, wrong}), "nothing");
}

TEST_P(MigrateTest, two_steps_with_one_number_are_a_mistake_in_the_program) {
    EXPECT_THROW(migrate(*open(), {first, {1, "other", "SELECT 1"}}), std::logic_error);
}

TEST_P(MigrateTest, every_step_of_this_program_applies) {
    auto const database = open_migrated();
    database->read_and_wait([](Transaction& transaction) {
        EXPECT_EQ(transaction.query_one("SELECT count(*) FROM outbox")->integer(0), 0);
        auto const steps = transaction.query_one("SELECT count(*) FROM migration")->integer(0);
        EXPECT_EQ(steps, static_cast<std::int64_t>(all_migrations().size()));
    });
}

INSTANTIATE_TEST_SUITE_P(Engine, MigrateTest, ::testing::ValuesIn(testing::engines()), testing::engine_name);

}  // namespace
}  // namespace rufwerk::store

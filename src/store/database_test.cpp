#include "store/database.hpp"

#include "base/problem.hpp"
#include "store/engines.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <future>
#include <thread>

namespace rufwerk::store {
namespace {

using testing::engine_name;
using testing::engines;
using testing::EngineTest;

class DatabaseTest : public EngineTest {
  protected:
    void SetUp() override {
        database_ = open();
        auto const steps = all_migrations();
        auto const outbox = std::find_if(steps.begin(), steps.end(),
                                         [](Migration const& step) { return step.name == "outbox"; });
        ASSERT_NE(outbox, steps.end());
        migrate(*database_, {*outbox,
                             {2, "thing",
                              "CREATE TABLE thing (id BIGINT PRIMARY KEY, name TEXT UNIQUE, ok BOOLEAN,"
                              " price DOUBLE PRECISION, raw BYTEA, parent BIGINT REFERENCES thing (id));"}});
    }

    std::int64_t count() {
        std::int64_t things = 0;
        database_->read_and_wait([&](Transaction& transaction) {
            things = transaction.query_one("SELECT count(*) FROM thing")->integer(0);
        });
        return things;
    }

    std::unique_ptr<Database> database_;
};

std::string code_of(std::function<void()> const& action) {
    try {
        action();
    } catch (Problem const& problem) {
        return problem.code();
    }
    return "nothing";
}

TEST_P(DatabaseTest, every_kind_of_value_comes_back_as_it_went_in) {
    std::vector<std::byte> const raw{std::byte{0}, std::byte{0xFF}, std::byte{'a'}};
    database_->write_and_wait([&](Transaction& transaction) {
        auto const changed = transaction.execute(
            "INSERT INTO thing (id, name, ok, price, raw, parent) VALUES ($1, $2, $3, $4, $5, $6)",
            {std::int64_t{9'007'199'254'740'993}, "Grüße 'x", true, 0.1, raw, nullptr});
        EXPECT_EQ(changed, 1);
    });
    database_->read_and_wait([&](Transaction& transaction) {
        auto const row = transaction.query_one(
            "SELECT id, name, ok, price, raw, parent FROM thing WHERE name = $1", {"Grüße 'x"});
        ASSERT_TRUE(row);
        EXPECT_EQ(row->integer(0), 9'007'199'254'740'993);
        EXPECT_EQ(row->text(1), "Grüße 'x");
        EXPECT_TRUE(row->boolean(2));
        EXPECT_EQ(row->real(3), 0.1);
        EXPECT_EQ(row->bytes(4), raw);
        EXPECT_TRUE(row->is_null(5));
        EXPECT_FALSE(row->optional_integer(5));
        EXPECT_FALSE(transaction.query_one("SELECT id FROM thing WHERE NOT ok"));
    });
}

TEST_P(DatabaseTest, placeholders_may_come_out_of_order_and_twice) {
    database_->read_and_wait([&](Transaction& transaction) {
        auto const row =
            transaction.query_one("SELECT CAST($2 AS BIGINT) - CAST($1 AS BIGINT) + CAST($2 AS BIGINT)",
                                  {std::int64_t{1}, std::int64_t{10}});
        EXPECT_EQ(row->integer(0), 19);
    });
}

TEST_P(DatabaseTest, a_use_case_that_throws_undoes_only_itself) {
    std::vector<std::future<bool>> outcomes;
    for (std::int64_t i = 1; i <= 40; ++i) {
        auto promise = std::make_shared<std::promise<bool>>();
        outcomes.push_back(promise->get_future());
        ASSERT_TRUE(database_->write(
            [i](Transaction& transaction) {
                transaction.execute("INSERT INTO thing (id) VALUES ($1)", {i});
                if (i % 2 == 0) throw Problem{Refusal::forbidden, "no", "no"};
            },
            [promise](Outcome const& outcome) { promise->set_value(!outcome.failure); }));
    }
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        EXPECT_EQ(outcomes[i].get(), i % 2 == 0);
    EXPECT_EQ(count(), 20);
}

TEST_P(DatabaseTest, a_fault_that_was_caught_still_undoes_the_use_case) {
    EXPECT_EQ(code_of([&] {
                  database_->write_and_wait([](Transaction& transaction) {
                      transaction.execute("INSERT INTO thing (id) VALUES (1)");
                      try {
                          transaction.execute("INSERT INTO thing (id) VALUES (1)");
                      } catch (Problem const&) {
                      }
                  });
              }),
              "store.duplicate");
    EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseTest, constraints_become_refusals_and_wrong_sql_a_logic_error) {
    auto const write = [&](std::string const& sql) {
        return code_of(
            [&] { database_->write_and_wait([&](Transaction& transaction) { transaction.execute(sql); }); });
    };
    EXPECT_EQ(write("INSERT INTO thing (id, name) VALUES (1, 'a')"), "nothing");
    EXPECT_EQ(write("INSERT INTO thing (id, name) VALUES (2, 'a')"), "store.duplicate");
    EXPECT_EQ(write("INSERT INTO thing (id, parent) VALUES (3, 77)"), "store.reference");
    EXPECT_THROW(write("INSERT INTO nothing (id) VALUES (1)"), std::logic_error);
    EXPECT_THROW(write("SELECT 1; SELECT 2"), std::logic_error);
}

TEST_P(DatabaseTest, a_text_with_nul_is_refused_rather_than_cut) {
    EXPECT_EQ(code_of([&] {
                  database_->write_and_wait([](Transaction& transaction) {
                      transaction.execute("INSERT INTO thing (id, name) VALUES (1, $1)",
                                          {std::string{"a\0b", 3}});
                  });
              }),
              "store.nul");
}

TEST_P(DatabaseTest, a_read_cannot_write_emit_or_make_ids) {
    auto const read = [&](Database::UseCase const& use_case) { database_->read_and_wait(use_case); };
    EXPECT_THROW(read([](Transaction& t) { t.execute("INSERT INTO thing (id) VALUES (1)"); }),
                 std::logic_error);
    EXPECT_THROW(read([](Transaction& t) { t.emit("topic", "{}"); }), std::logic_error);
    EXPECT_THROW(read([](Transaction& t) { t.new_id(); }), std::logic_error);
    EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseTest, a_read_sees_one_moment) {
    database_->read_and_wait([&](Transaction& transaction) {
        EXPECT_EQ(transaction.query_one("SELECT count(*) FROM thing")->integer(0), 0);
        database_->write_and_wait(
            [](Transaction& writer) { writer.execute("INSERT INTO thing (id) VALUES (1)"); });
        EXPECT_EQ(transaction.query_one("SELECT count(*) FROM thing")->integer(0), 0);
    });
    EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseTest, after_commit_runs_only_for_what_was_committed_and_before_done) {
    std::vector<std::string> heard;
    database_->write_and_wait([&](Transaction& t) { t.after_commit([&] { heard.emplace_back("kept"); }); });
    EXPECT_EQ(heard, std::vector<std::string>{"kept"});
    EXPECT_THROW(database_->write_and_wait([&](Transaction& t) {
        t.after_commit([&] { heard.emplace_back("refused"); });
        throw std::runtime_error{"no"};
    }),
                 std::runtime_error);
    EXPECT_EQ(heard, std::vector<std::string>{"kept"});
}

TEST_P(DatabaseTest, time_is_the_clock_that_was_given_and_ids_are_new) {
    std::vector<std::int64_t> ids;
    database_->write_and_wait([&](Transaction& transaction) {
        EXPECT_EQ(transaction.now(), clock_.now());
        for (int i = 0; i < 3; ++i)
            ids.push_back(transaction.new_id());
    });
    EXPECT_LT(ids[0], ids[1]);
    EXPECT_LT(ids[1], ids[2]);
}

TEST_P(DatabaseTest, concurrent_increments_are_all_counted) {
    database_->write_and_wait(
        [](Transaction& t) { t.execute("INSERT INTO thing (id, price) VALUES (1, 0)"); });
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int n = 0; n < 25; ++n)
                database_->write_and_wait([](Transaction& transaction) {
                    auto const price = transaction.query_one("SELECT price FROM thing WHERE id = 1")->real(0);
                    transaction.execute("UPDATE thing SET price = $1 WHERE id = 1", {price + 1});
                });
        });
    for (auto& thread : threads)
        thread.join();
    database_->read_and_wait([](Transaction& transaction) {
        EXPECT_EQ(transaction.query_one("SELECT price FROM thing WHERE id = 1")->real(0), 100);
    });
}

TEST_P(DatabaseTest, what_was_accepted_is_done_before_the_database_is_gone) {
    std::atomic<int> done = 0;
    for (std::int64_t i = 0; i < 50; ++i)
        ASSERT_TRUE(database_->write(
            [i](Transaction& transaction) { transaction.execute("INSERT INTO thing (id) VALUES ($1)", {i}); },
            [&](Outcome const& outcome) { done += outcome.failure ? 0 : 1; }));
    database_.reset();
    EXPECT_EQ(done, 50);
    database_ = open();
    EXPECT_EQ(count(), 50);
}

INSTANTIATE_TEST_SUITE_P(Engine, DatabaseTest, ::testing::ValuesIn(engines()), engine_name);

TEST(Database, an_address_that_is_no_database_is_refused_by_its_field) {
    testing::SharedClock const clock;
    try {
        open_database("mysql://host/name", clock);
        FAIL();
    } catch (Problem const& problem) {
        EXPECT_EQ(problem.fields().at(0).field, "database.url");
    }
}

TEST(Sqlite, a_file_that_cannot_be_made_or_is_no_database_is_named) {
    testing::SharedClock const clock;
    testing::TemporaryFolder const folder;
    EXPECT_EQ(code_of([&] { open_database("sqlite:" + folder.file("no/such/folder.db"), clock); }),
              "store.file");
    std::ofstream{folder.file("text.db")} << std::string(5'000, 'x');
    EXPECT_EQ(code_of([&] { open_database("sqlite:" + folder.file("text.db"), clock); }), "store.corrupt");
}

TEST(Postgres, a_lost_connection_is_mended_and_a_server_that_is_away_is_said) {
    testing::SharedClock const clock;
    if (testing::postgres_server() == nullptr) GTEST_SKIP() << "no RUFWERK_TEST_POSTGRES";
    testing::PostgresDatabaseOfTest const place;
    auto const database = open_postgres({.url = place.url(), .writers = 1, .readers = 1}, clock);
    auto const end_connections = [&] {
        PostgresConnection{testing::postgres_server()}.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", {place.name()});
    };
    end_connections();
    int runs = 0;
    database->write_and_wait([&](Transaction& transaction) {
        ++runs;
        transaction.execute("CREATE TABLE thing (id BIGINT)");
    });
    EXPECT_EQ(runs, 1) << "the first statement of all, BEGIN, already found the connection gone";
    runs = 0;
    database->write_and_wait([&](Transaction& transaction) {
        if (++runs == 1) end_connections();
        transaction.execute("INSERT INTO thing VALUES (1)");
    });
    EXPECT_EQ(runs, 2) << "lost before the commit: nothing had happened, so it was run again";
    auto const lost_at_commit = [&](Transaction& transaction) {
        transaction.execute("INSERT INTO thing VALUES (2)");
        end_connections();
    };
    EXPECT_EQ(code_of([&] { database->write_and_wait(lost_at_commit); }), "store.commit_unknown");
    EXPECT_EQ(code_of([&] { open_postgres({.url = "postgresql:///x?host=/nowhere"}, clock); }),
              "store.unreachable");
}

TEST(Sqlite, a_full_queue_refuses_and_does_not_wait) {
    testing::SharedClock const clock;
    testing::TemporaryFolder const folder;
    std::promise<void> started;
    std::promise<void> go_on;
    auto const database = open_sqlite(
        {.file = {.path = folder.file("a.db")}, .most_in_group = 1, .most_waiting_writes = 2}, clock);
    ASSERT_TRUE(database->write(
        [&](Transaction&) {
            started.set_value();
            go_on.get_future().wait();
        },
        {}));
    started.get_future().wait();
    EXPECT_TRUE(database->write([](Transaction&) {}, {}));
    EXPECT_TRUE(database->write([](Transaction&) {}, {}));
    EXPECT_FALSE(database->write([](Transaction&) {}, {}));
    EXPECT_EQ(code_of([&] { database->write_and_wait([](Transaction&) {}); }), "store.busy");
    go_on.set_value();
}

}  // namespace
}  // namespace rufwerk::store

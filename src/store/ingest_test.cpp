#include "store/ingest.hpp"

#include "store/engines.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace rufwerk::store {
namespace {

class IngestTest : public testing::EngineTest {
  protected:
    void SetUp() override {
        database_ = open_migrated();
        migrate_things();
        journal_ = open_journal(folder_.file("journal.db"));
    }

    void migrate_things() {
        auto steps = all_migrations();
        steps.push_back(
            {999, "taken", "CREATE TABLE taken (place BIGINT PRIMARY KEY, position BIGINT NOT NULL);"});
        migrate(*database_, steps);
    }

    void append(int entries) {
        for (int i = 0; i < entries; ++i)
            journal_->append({.stream = 1, .seq = ++seq_, .at = clock_.now(), .kind = "k", .data = "{}"});
    }

    static void take(Transaction& transaction, JournalEntry const& entry) {
        transaction.execute(
            "INSERT INTO taken (place, position) SELECT count(*) + 1, CAST($1 AS BIGINT) FROM taken WHERE "
            "true",
            {entry.position});
    }

    /// Each exactly once and in order: the n-th row is position n.
    void expect_taken(std::int64_t entries) {
        database_->read_and_wait([&](Transaction& transaction) {
            auto const row = transaction.query_one(
                "SELECT count(*), coalesce(max(position), 0),"
                " coalesce(max(abs(place - position)), 0) FROM taken");
            EXPECT_EQ(row->integer(0), entries);
            EXPECT_EQ(row->integer(1), entries);
            EXPECT_EQ(row->integer(2), 0);
        });
    }

    std::unique_ptr<Database> database_;
    std::unique_ptr<Journal> journal_;
    std::int64_t seq_ = 0;
};

TEST_P(IngestTest, entries_come_in_order_and_once_over_restarts) {
    append(250);
    for (int start = 1; start <= 4; ++start) {
        Ingest ingest{*journal_, *database_, take, {.most_in_batch = 7}};
        append(100);
        ingest.wait_until(start * 100);
    }
    Ingest ingest{*journal_, *database_, take};
    ingest.wait_until(650);
    expect_taken(650);
    EXPECT_EQ(ingest.trouble(), "");
}

TEST_P(IngestTest, an_entry_that_cannot_be_taken_in_holds_the_rest_until_it_can) {
    std::atomic<bool> broken = true;
    Ingest ingest{*journal_,
                  *database_,
                  [&](Transaction& transaction, JournalEntry const& entry) {
                      take(transaction, entry);
                      if (entry.position == 30 && broken) throw std::runtime_error{"entry 30 makes no sense"};
                  },
                  {.most_in_batch = 10}};
    append(40);
    ingest.wait_until(20);
    while (ingest.trouble().empty())
        std::this_thread::yield();
    EXPECT_EQ(ingest.trouble(), "entry 30 makes no sense");
    // A batch takes what waits, so where the last good one ended is up to the threads; it is before entry 30.
    auto const before = ingest.position();
    EXPECT_GE(before, 20);
    EXPECT_LT(before, 30);
    expect_taken(before);
    broken = false;
    ingest.wait_until(40);
    expect_taken(40);
}

TEST_P(IngestTest, a_journal_that_is_older_than_the_database_is_said_and_nothing_is_taken_in) {
    append(20);
    {
        Ingest ingest{*journal_, *database_, take};
        ingest.wait_until(20);
    }
    journal_->close();
    journal_ = open_journal(folder_.file("another.db"));
    append(5);
    Ingest const ingest{*journal_, *database_, take};
    while (ingest.trouble().empty())
        std::this_thread::yield();
    EXPECT_NE(ingest.trouble().find("restore the journal file"), std::string::npos);
    expect_taken(20);
}

INSTANTIATE_TEST_SUITE_P(Engine, IngestTest, ::testing::ValuesIn(testing::engines()), testing::engine_name);

}  // namespace
}  // namespace rufwerk::store

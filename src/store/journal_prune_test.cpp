#include "base/problem.hpp"
#include "store/engines.hpp"
#include "store/faulty_disk.hpp"
#include "store/ingest.hpp"
#include "store/journal.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <thread>

namespace rufwerk::store {
namespace {

using testing::FaultyDisk;
using testing::TemporaryFolder;

Instant at_s(std::int64_t second) { return Instant{std::chrono::seconds{second}}; }

/// Calls of two entries each, a second apart from call to call; every tenth call stays open.
class JournalPrune : public ::testing::Test {
  protected:
    static bool stays_open(std::int64_t call) { return call % 10 == 0; }
    void open() {
        journal_ = open_journal(
            JournalOptions{.file = folder_.file("journal.db"), .house_kept = 5, .prune_group = 7});
    }
    void take_calls(std::int64_t first, std::int64_t last) {
        for (auto call = first; call <= last; ++call) {
            append(call, 1, "arrived", call);
            append(call, 2, stays_open(call) ? "queued" : "closed", call);
        }
    }
    void append(std::int64_t stream, std::int64_t seq, std::string kind, std::int64_t second) {
        journal_->append(
            {.stream = stream, .seq = seq, .at = at_s(second), .kind = std::move(kind), .data = "{}"});
    }
    /// Everything that was appended is on disk.
    void settle() {
        while (journal_->durable() < last_)
            std::this_thread::yield();
    }
    std::vector<JournalEntry> all() const { return journal_->read_after(0, 100'000); }
    /// Until so many entries are left; more never go, so a later look finds the same.
    std::size_t left_after_pruning(std::size_t expected) const {
        auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
        while (all().size() > expected && std::chrono::steady_clock::now() < end)
            std::this_thread::yield();
        return all().size();
    }

    TemporaryFolder folder_;
    std::int64_t last_ = 0;
    std::unique_ptr<Journal> journal_;
};

TEST_F(JournalPrune, what_is_old_and_ingested_goes_but_open_calls_stay) {
    open();
    take_calls(1, 100);
    last_ = 200;
    settle();
    journal_->prune(at_s(61), 200);  // the first 60 calls, six of them open
    EXPECT_EQ(left_after_pruning(80 + 12), 92U);
    for (auto const& entry : all())
        EXPECT_TRUE(entry.stream > 60 || stays_open(entry.stream)) << entry.stream;
    EXPECT_EQ(journal_->pruned(), 118);  // the last entry of call 59
}

TEST_F(JournalPrune, what_is_not_ingested_stays_however_old) {
    open();
    take_calls(1, 100);
    last_ = 200;
    settle();
    journal_->prune(at_s(1'000'000), 38);  // 19 calls, one of them open
    EXPECT_EQ(left_after_pruning(164), 164U);
}

TEST_F(JournalPrune, the_last_entry_stays_so_that_positions_go_on) {
    open();
    take_calls(1, 9);
    last_ = 18;
    settle();
    journal_->prune(at_s(1'000'000), 18);
    EXPECT_EQ(left_after_pruning(1), 1U);
    journal_->close();
    open();
    EXPECT_EQ(journal_->durable(), 18);
    EXPECT_EQ(journal_->pruned(), 17);
    take_calls(11, 11);
    last_ = 20;
    settle();
    EXPECT_EQ(all().back().position, 20);
}

TEST_F(JournalPrune, the_latest_of_the_house_stay) {
    open();
    for (int seq = 1; seq <= 30; ++seq)
        append(0, seq, "presence", seq);
    take_calls(31, 32);
    last_ = 34;
    settle();
    journal_->prune(at_s(1'000'000), 34);
    EXPECT_EQ(left_after_pruning(6), 6U);
    auto const house = journal_->last_of_house(100);
    ASSERT_EQ(house.size(), 5U);
    EXPECT_EQ(house.front().seq, 26);
}

/// A start reads from `begin_for`: with holes before it, it must still be found by halving.
TEST_F(JournalPrune, a_start_after_pruning_begins_where_one_without_would) {
    open();
    take_calls(1, 9);
    for (std::int64_t call = 11; call <= 99; ++call)
        if (!stays_open(call)) take_calls(call, call);
    last_ = 2 * (9 + 81);
    settle();
    auto const begin = journal_->begin_for(at_s(80));
    journal_->prune(at_s(40), last_);
    static_cast<void>(left_after_pruning(108));
    EXPECT_EQ(journal_->begin_for(at_s(80)), begin);
    journal_->close();
    open();
    EXPECT_EQ(journal_->begin_for(at_s(80)), begin);
    EXPECT_LE(journal_->begin_for(at_s(10)), journal_->pruned());
}

TEST_F(JournalPrune, calls_go_on_while_it_prunes) {
    open();
    take_calls(1, 500);
    last_ = 1'000;
    settle();
    journal_->prune(at_s(450), 1'000);
    take_calls(501, 600);
    last_ = 1'200;
    settle();
    journal_->close();
    open();
    auto const entries = journal_->read_after(1'000, 1'000);
    EXPECT_EQ(entries.size(), 200U);
}

/// A business database of an old backup cannot be brought up to date any more, and hears so.
TEST_F(JournalPrune, an_old_backup_of_the_business_database_is_refused_with_the_reason) {
    open();
    take_calls(1, 9);
    last_ = 18;
    settle();
    journal_->prune(at_s(1'000'000), 18);
    EXPECT_EQ(left_after_pruning(1), 1U);
    testing::SharedClock const clock;
    auto const database = open_database("sqlite:" + folder_.file("business.db"), clock);
    migrate(*database, all_migrations());
    Ingest const ingest{*journal_, *database, [](Transaction&, JournalEntry const&) {}};
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (ingest.trouble().empty() && std::chrono::steady_clock::now() < end)
        std::this_thread::yield();
    EXPECT_NE(ingest.trouble().find("younger than journal.keep_days"), std::string::npos) << ingest.trouble();
}

/// The power fails while it prunes: what was to stay is there, what follows the removed has no gap.
TEST(PowerCutPrune, nothing_that_should_stay_is_lost_with_the_power) {
    for (std::uint64_t house = 0; house < 40; ++house) {
        SCOPED_TRACE(house);
        TemporaryFolder const folder;
        FaultyDisk disk{house};
        JournalOptions const options{.file = folder.file("journal.db"),
                                     .vfs = disk.name(),
                                     .log_pages = 6,
                                     .close_patience_ms = 0,
                                     .house_kept = 0,
                                     .prune_group = 5};
        std::mt19937_64 dice{house};
        std::int64_t promised = 0;
        {
            auto const journal = open_journal(options);
            for (std::int64_t call = 1; call <= 60; ++call)
                journal->append({.stream = call, .seq = 2, .at = at_s(call), .kind = "closed", .data = "{}"});
            while (journal->durable() < 60)
                std::this_thread::yield();
            disk.cut_after(1 + static_cast<std::int64_t>(dice() % 120));
            journal->prune(at_s(31), 60);
            for (std::int64_t call = 61; call <= 90 && !disk.is_off(); ++call)
                journal->append({.stream = call, .seq = 2, .at = at_s(call), .kind = "closed", .data = "{}"});
            journal->close();
            promised = journal->durable();
        }
        disk.power_on();
        auto const journal = open_journal(options);
        auto expected = journal->pruned();
        EXPECT_LE(expected, 30);
        for (auto const& entry : journal->read_after(0, 1'000))
            ASSERT_EQ(entry.position, ++expected);
        EXPECT_GE(expected, promised);
    }
}

}  // namespace
}  // namespace rufwerk::store

#include "store/journal.hpp"

#include "store/engines.hpp"
#include "store/faulty_disk.hpp"

#include <gtest/gtest.h>

#include <future>
#include <thread>

namespace rufwerk::store {
namespace {

JournalEntry entry(std::int64_t stream, std::int64_t seq) {
    return {.stream = stream,
            .seq = seq,
            .at = from_ms(1'000 + seq),
            .kind = "call.started",
            .data = R"({"a":1})"};
}

/// Too large for what the log has room for already.
JournalEntry large_entry(std::int64_t seq) {
    auto large = entry(7, seq);
    large.data.assign(50'000, 'x');
    return large;
}

/// Waits for the watermark as the switch does: by being told.
class Watermark {
  public:
    explicit Watermark(Journal& journal) {
        journal.on_durable([this](std::int64_t position) {
            std::lock_guard const lock{mutex_};
            position_ = position;
            moved_.notify_all();
        });
    }
    void wait_for(std::int64_t position) {
        std::unique_lock lock{mutex_};
        moved_.wait(lock, [&] { return position_ >= position; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable moved_;
    std::int64_t position_ = 0;
};

TEST(Journal, positions_go_on_without_gaps_after_a_restart) {
    testing::TemporaryFolder const folder;
    for (int start = 0; start < 3; ++start) {
        auto const journal = open_journal(folder.file("journal.db"));
        EXPECT_EQ(journal->durable(), start * 10);
        for (int i = 1; i <= 10; ++i)
            EXPECT_EQ(journal->append(entry(7, start * 10 + i)), start * 10 + i);
        journal->close();
        EXPECT_EQ(journal->durable(), start * 10 + 10);
    }
    auto const journal = open_journal(folder.file("journal.db"));
    auto const entries = journal->read_after(4, 3);
    ASSERT_EQ(entries.size(), 3U);
    EXPECT_EQ(entries[0].position, 5);
    EXPECT_EQ(entries[0].stream, 7);
    EXPECT_EQ(entries[0].seq, 5);
    EXPECT_EQ(entries[0].at, from_ms(1'005));
    EXPECT_EQ(entries[0].kind, "call.started");
    EXPECT_EQ(entries[0].data, R"({"a":1})");
}

TEST(Journal, reading_begins_at_the_oldest_stream_that_is_not_closed_or_at_the_time_asked_for) {
    testing::TemporaryFolder const folder;
    auto const at_s = [](std::int64_t stream, std::int64_t seq, int second, char const* kind) {
        return JournalEntry{
            .stream = stream, .seq = seq, .at = from_ms(second * 1'000), .kind = kind, .data = "{}"};
    };
    for (int start = 0; start < 2; ++start) {
        auto const journal = open_journal(folder.file("journal.db"));
        if (start == 0) {
            EXPECT_EQ(journal->begin_for(from_ms(0)), 0);
            for (int call = 1; call <= 20; ++call) {
                journal->append(at_s(call, 1, call, "arrived"));
                journal->append(at_s(call, 2, call, call == 15 ? "queued" : "closed"));
            }
            journal->close();
        } else {
            EXPECT_EQ(journal->begin_for(from_ms(18'000)), 28) << "call 15 is open";
            EXPECT_EQ(journal->begin_for(from_ms(11'000)), 20);
            Watermark watermark{*journal};
            watermark.wait_for(journal->append(at_s(15, 3, 30, "closed")));
            EXPECT_EQ(journal->begin_for(from_ms(18'000)), 34);
            EXPECT_EQ(journal->begin_for(from_ms(99'000)), 41);
        }
    }
}

TEST(Journal, the_last_entries_of_the_house_come_in_order) {
    testing::TemporaryFolder const folder;
    auto const journal = open_journal(folder.file("journal.db"));
    Watermark watermark{*journal};
    for (int i = 1; i <= 5; ++i) {
        journal->append(entry(0, i));
        journal->append(entry(7, i));
    }
    watermark.wait_for(10);
    auto const last = journal->last_of_house(2);
    ASSERT_EQ(last.size(), 2U);
    EXPECT_EQ(last[0].seq, 4);
    EXPECT_EQ(last[1].seq, 5);
}

TEST(Journal, every_listener_hears_of_the_watermark_and_what_it_names_can_be_read) {
    testing::TemporaryFolder const folder;
    auto const journal = open_journal(folder.file("journal.db"));
    Watermark watermark{*journal};
    Watermark other{*journal};
    for (int i = 1; i <= 5'000; ++i)
        journal->append(entry(0, i));
    watermark.wait_for(5'000);
    other.wait_for(5'000);
    EXPECT_EQ(journal->read_after(0, 10'000).size(), 5'000U);
    journal->close();
}

TEST(Journal, credits_bound_what_may_wait_and_come_back) {
    testing::TemporaryFolder const folder;
    auto const journal = open_journal(JournalOptions{.file = folder.file("journal.db"), .most_waiting = 100});
    Watermark watermark{*journal};
    EXPECT_TRUE(journal->take_credit(60));
    EXPECT_FALSE(journal->take_credit(41));
    EXPECT_TRUE(journal->take_credit(40));
    EXPECT_FALSE(journal->take_credit(1));
    journal->give_back(30);
    for (int i = 1; i <= 70; ++i)
        journal->append(entry(7, i));
    watermark.wait_for(70);
    EXPECT_TRUE(journal->take_credit(100)) << "all were used up or given back";
    journal->close();
}

TEST(Journal, a_full_disk_gives_no_credit_keeps_what_was_appended_and_goes_on_by_itself) {
    testing::TemporaryFolder const folder;
    testing::FaultyDisk disk{1};
    auto const journal = open_journal(JournalOptions{.file = folder.file("journal.db"), .vfs = disk.name()});
    Watermark watermark{*journal};
    journal->append(entry(7, 1));
    watermark.wait_for(1);
    disk.set_full(true);
    ASSERT_TRUE(journal->take_credit(20));
    for (int i = 2; i <= 20; ++i)
        journal->append(large_entry(i));
    while (journal->trouble().empty())
        std::this_thread::yield();
    EXPECT_EQ(journal->trouble(), "disk full");
    EXPECT_FALSE(journal->take_credit(1));
    for (int i = 21; i <= 30; ++i)
        journal->append(entry(7, i));
    EXPECT_LT(journal->durable(), 20);
    EXPECT_LE(journal->read_after(0, 100).size(), static_cast<std::size_t>(journal->durable()));
    disk.set_full(false);
    watermark.wait_for(30);
    EXPECT_EQ(journal->trouble(), "");
    EXPECT_TRUE(journal->take_credit(1));
    EXPECT_EQ(journal->read_after(0, 100).size(), 30U);
    journal->close();
}

TEST(Journal, closing_with_a_full_disk_gives_up_after_its_patience) {
    testing::TemporaryFolder const folder;
    testing::FaultyDisk disk{1};
    JournalOptions const options{
        .file = folder.file("journal.db"), .vfs = disk.name(), .close_patience_ms = 0};
    auto const journal = open_journal(options);
    disk.set_full(true);
    journal->append(large_entry(1));
    journal->close();
    EXPECT_EQ(journal->durable(), 0);
}

}  // namespace
}  // namespace rufwerk::store

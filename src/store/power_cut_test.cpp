#include "base/problem.hpp"
#include "store/engines.hpp"
#include "store/faulty_disk.hpp"
#include "store/journal.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <thread>

namespace rufwerk::store {
namespace {

using testing::FaultyDisk;

/// A house whose power fails again and again, on the same files.
class PowerCut : public ::testing::Test {
  protected:
    static constexpr int houses = 25;
    static constexpr int cuts_each = 12;

    /// Small logs, so that checkpoints and the start of the log anew are cut as well.
    static JournalOptions journal_on(FaultyDisk const& disk, testing::TemporaryFolder const& folder) {
        return {
            .file = folder.file("journal.db"), .vfs = disk.name(), .log_pages = 6, .close_patience_ms = 0};
    }
};

JournalEntry entry(std::int64_t position) {
    return {.stream = 7,
            .seq = position,
            .at = from_ms(position),
            .kind = "kind",
            .data = std::string(static_cast<std::size_t>(position * 37 % 900), 'x')};
}

/// Appends until the power is off; returns the highest watermark that was reported.
std::int64_t append_until_dark(Journal& journal, FaultyDisk& disk, std::mt19937_64& dice) {
    std::atomic<std::int64_t> reported = journal.durable();
    journal.on_durable([&](std::int64_t watermark) { reported = watermark; });
    auto position = journal.durable();
    while (!disk.is_off()) {
        if (journal.take_credit(1)) {
            auto const given = journal.append(entry(++position));
            EXPECT_EQ(given, position);
        }
        if (dice() % 8 == 0) std::this_thread::yield();
        if (dice() % 16 == 0) static_cast<void>(journal.read_after(0, 5));
    }
    journal.close();
    return std::max(reported.load(), journal.durable());
}

/// The journal's last position after it was opened again; -1 when an entry is missing or not as it was
/// written.
std::int64_t last_of_whole_journal(Journal const& journal) {
    std::int64_t last = 0;
    for (auto const& found : journal.read_after(0, 100'000)) {
        if (found.position != ++last || found.seq != last || found.data != entry(last).data) return -1;
    }
    return journal.durable() == last ? last : -1;
}

bool holds(Journal const& journal, std::int64_t promised) {
    try {
        return last_of_whole_journal(journal) >= promised;
    } catch (Problem const&) {
        return false;  // damaged
    }
}

/// A start may be cut too: then it fails, and the next one must manage.
std::unique_ptr<Journal> start(JournalOptions const& options) {
    try {
        return open_journal(options);
    } catch (Problem const&) {
        return nullptr;
    }
}

/// How many cuts lost something that had been reported as durable.
int cuts_that_lost(std::uint64_t seed, int cuts, JournalOptions options, FaultyDisk& disk) {
    std::mt19937_64 dice{seed};
    int lost = 0;
    for (int cut = 0; cut < cuts; ++cut) {
        std::int64_t promised = 0;
        disk.cut_after(1 + static_cast<std::int64_t>(dice() % 400));
        if (auto const journal = start(options)) promised = append_until_dark(*journal, disk, dice);
        disk.power_on();
        auto const journal = start(options);
        if (!journal || !holds(*journal, promised)) ++lost;
    }
    return lost;
}

TEST_F(PowerCut, every_position_the_journal_reported_as_durable_is_there_without_gaps) {
    for (int house = 0; house < houses; ++house) {
        SCOPED_TRACE(house);
        testing::TemporaryFolder const folder;
        FaultyDisk disk{static_cast<std::uint64_t>(house)};
        ASSERT_EQ(
            cuts_that_lost(static_cast<std::uint64_t>(house), cuts_each, journal_on(disk, folder), disk), 0);
    }
}

TEST_F(PowerCut, a_disk_that_lies_about_syncs_is_found_out_by_the_same_test) {
    int lost = 0;
    for (int house = 0; house < houses; ++house) {
        testing::TemporaryFolder const folder;
        FaultyDisk disk{static_cast<std::uint64_t>(house)};
        disk.lie_about_syncs();
        lost += cuts_that_lost(static_cast<std::uint64_t>(house), 1, journal_on(disk, folder), disk);
    }
    EXPECT_GT(lost, 0);
}

/// The numbers of the rows whose `done` said they are on disk.
class Acknowledged {
  public:
    void add(std::int64_t id) {
        std::lock_guard const lock{mutex_};
        ids_.insert(id);
    }
    std::set<std::int64_t> take() {
        std::lock_guard const lock{mutex_};
        return ids_;
    }

  private:
    std::mutex mutex_;
    std::set<std::int64_t> ids_;
};

void write_until_dark(SqliteOptions const& options, Clock const& clock, FaultyDisk& disk,
                      Acknowledged& acknowledged, std::int64_t& next) {
    std::unique_ptr<Database> database;
    try {
        database = open_sqlite(options, clock);
        database->write_and_wait([](Transaction& transaction) {
            transaction.execute("CREATE TABLE IF NOT EXISTS thing (id INTEGER PRIMARY KEY, text TEXT)");
        });
    } catch (Problem const&) {
    }
    while (database && !disk.is_off()) {
        auto const id = ++next;
        auto const accepted = database->write(
            [id](Transaction& transaction) {
                transaction.execute("INSERT INTO thing (id, text) VALUES ($1, $2)",
                                    {id, std::string(static_cast<std::size_t>(id * 91 % 1'500), 't')});
            },
            [id, &acknowledged](Outcome const& outcome) {
                if (!outcome.failure) acknowledged.add(id);
            });
        if (!accepted) std::this_thread::yield();
    }
}

TEST_F(PowerCut, every_use_case_whose_done_was_called_is_in_the_business_database) {
    testing::SharedClock const clock;
    for (int house = 0; house < houses; ++house) {
        SCOPED_TRACE(house);
        testing::TemporaryFolder const folder;
        auto const seed = static_cast<std::uint64_t>(house) + 1'000;
        FaultyDisk disk{seed};
        std::mt19937_64 dice{seed};
        SqliteOptions const options{.file = {folder.file("business.db"), disk.name(), 6},
                                    .most_waiting_writes = 40};
        Acknowledged acknowledged;
        std::int64_t next = 0;
        for (int cut = 0; cut < cuts_each; ++cut) {
            disk.cut_after(20 + static_cast<std::int64_t>(dice() % 400));
            write_until_dark(options, clock, disk, acknowledged, next);
            disk.power_on();
        }
        auto const database = open_sqlite(options, clock);
        std::set<std::int64_t> found;
        database->read_and_wait([&](Transaction& transaction) {
            for (auto const& row : transaction.query("SELECT id FROM thing"))
                found.insert(row.integer(0));
        });
        auto const promised = acknowledged.take();
        EXPECT_FALSE(promised.empty());
        ASSERT_TRUE(std::includes(found.begin(), found.end(), promised.begin(), promised.end()));
    }
}

}  // namespace
}  // namespace rufwerk::store

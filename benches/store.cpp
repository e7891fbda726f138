// Use cases a second by 64 concurrent writers on SQLite with synchronous=FULL: committed in groups, against
// one commit for each. A use case reads a row, changes it and adds one with an index. Rounds alternate, the
// median counts, so that a slow moment of the disk meets both.
//   bench_store [--seconds N] [--rounds N] [--folder FOLDER] [--out FILE]
#include "base/clock.hpp"
#include "base/log.hpp"
#include "report.hpp"
#include "store/engine.hpp"
#include "store/migrate.hpp"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace rufwerk;

constexpr int writers = 64;
constexpr std::int64_t accounts = 1'000;

void prepare(store::Database& database) {
    store::migrate(database,
                   {{1, "bench",
                     "CREATE TABLE account (id BIGINT PRIMARY KEY, total BIGINT NOT NULL);"
                     "CREATE TABLE note (id BIGINT PRIMARY KEY, account BIGINT NOT NULL, text TEXT NOT NULL);"
                     "CREATE INDEX note_of_account ON note (account);"}});
    database.write_and_wait([](store::Transaction& transaction) {
        for (std::int64_t id = 0; id < accounts; ++id)
            transaction.execute("INSERT INTO account (id, total) VALUES ($1, 0)", {id});
    });
}

void use_case(store::Transaction& transaction, std::int64_t account) {
    auto const total =
        transaction.query_one("SELECT total FROM account WHERE id = $1", {account})->integer(0);
    transaction.execute("UPDATE account SET total = $2 WHERE id = $1", {account, total + 1});
    transaction.execute("INSERT INTO note (id, account, text) VALUES ($1, $2, $3)",
                        {transaction.new_id(), account, "a note of some forty characters, as is usual"});
}

/// One writer: begins its next use case when the one before is on disk.
class Writer {
  public:
    Writer(store::Database& database, std::int64_t account, std::atomic<bool> const& stop)
        : database_{database}, account_{account}, stop_{stop} {}

    void begin() {
        auto const accepted =
            database_.write([this](store::Transaction& transaction) { use_case(transaction, account_); },
                            [this](store::Outcome const& outcome) { ended(!outcome.failure); });
        if (!accepted) ended(false);
    }
    void wait() {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return stopped_; });
    }
    std::int64_t committed() const { return committed_; }
    bool failed() const { return failed_; }

  private:
    void ended(bool well) {
        if (well && !stop_) {
            ++committed_;
            account_ = (account_ + writers) % accounts;
            return begin();
        }
        std::lock_guard const lock{mutex_};
        failed_ = !well;
        stopped_ = true;
        changed_.notify_all();
    }

    store::Database& database_;
    std::int64_t account_;
    std::atomic<bool> const& stop_;
    std::int64_t committed_ = 0;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopped_ = false;
    bool failed_ = false;
};

double per_second(store::Database& database, double seconds) {
    std::atomic<bool> stop = false;
    std::vector<std::unique_ptr<Writer>> all;
    for (std::int64_t i = 0; i < writers; ++i)
        all.push_back(std::make_unique<Writer>(database, i, stop));
    auto const started = std::chrono::steady_clock::now();
    for (auto const& writer : all)
        writer->begin();
    std::this_thread::sleep_for(std::chrono::duration<double>{seconds});
    stop = true;
    std::int64_t committed = 0;
    for (auto const& writer : all) {
        writer->wait();
        committed += writer->committed();
        if (writer->failed()) {
            std::fputs("a use case failed\n", stderr);
            std::exit(1);
        }
    }
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - started;
    return static_cast<double>(committed) / took.count();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

std::string json_list(std::vector<double> const& values) {
    std::string text;
    for (auto const value : values)
        text += fmt::format("{}{:.0f}", text.empty() ? "" : ", ", value);
    return "[" + text + "]";
}

}  // namespace

int main(int argc, char** argv) {
    log::set_level(log::Level::warning);
    auto const seconds = std::stod(bench::option(argc, argv, "--seconds", "3"));
    auto const rounds = std::stoi(bench::option(argc, argv, "--rounds", "3"));
    // Not /tmp, which is often memory: the disk is what is measured.
    auto pattern = bench::option(argc, argv, "--folder", ".") + "/bench-store-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr) {
        std::perror(pattern.c_str());
        return 1;
    }
    SystemClock const clock;
    std::vector<double> grouped;
    std::vector<double> single;
    bench::ForeignCpu const foreign;
    {
        auto const group = store::open_sqlite({.file = {pattern + "/group.db"}}, clock);
        auto const each = store::open_sqlite({.file = {pattern + "/each.db"}, .most_in_group = 1}, clock);
        prepare(*group);
        prepare(*each);
        for (int round = 0; round < rounds; ++round) {
            single.push_back(per_second(*each, seconds));
            grouped.push_back(per_second(*group, seconds));
        }
    }
    std::filesystem::remove_all(pattern);
    auto const ratio = median(grouped) / median(single);
    auto const share = foreign.share();
    fmt::print("one commit per write  {:>9.0f} use cases/s\n", median(single));
    fmt::print("group commit          {:>9.0f} use cases/s\n", median(grouped));
    fmt::print("ratio                 {:>9.2f}\n", ratio);
    fmt::print("foreign CPU           {:>9.1f} %\n", share * 100);
    auto const json = fmt::format(
        R"({{"bench": "store", "writers": {}, "seconds": {}, "per_commit_per_s": {:.0f}, "per_commit_rounds": {}, )"
        R"("group_per_s": {:.0f}, "group_rounds": {}, "ratio": {:.3f}, "foreign_cpu": {:.4f}}})",
        writers, seconds, median(single), json_list(single), median(grouped), json_list(grouped), ratio,
        share);
    return bench::write_result(argc, argv, json) ? 0 : 1;
}

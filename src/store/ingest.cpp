#include "store/ingest.hpp"

#include "base/log.hpp"
#include "base/problem.hpp"
#include "store/bell.hpp"

#include <fmt/format.h>

#include <atomic>
#include <thread>

namespace rufwerk::store {
namespace {

// Also without a ring: the journal rings for all that is new, so this only bounds the harm of a lost one.
constexpr std::chrono::milliseconds look_again{1'000};

std::int64_t read_cursor(Transaction& transaction, std::string const& node) {
    auto const row = transaction.query_one("SELECT position FROM journal_cursor WHERE node = $1", {node});
    return row ? row->integer(0) : 0;
}

void move_cursor(Transaction& transaction, std::string const& node, std::int64_t from, std::int64_t to) {
    auto const moved =
        from == 0
            ? transaction.execute(
                  "INSERT INTO journal_cursor (node, position) VALUES ($1, $2)"
                  " ON CONFLICT (node) DO UPDATE SET position = excluded.position"
                  " WHERE journal_cursor.position = 0",
                  {node, to})
            : transaction.execute("UPDATE journal_cursor SET position = $2 WHERE node = $1 AND position = $3",
                                  {node, to, from});
    if (moved != 1)
        throw Problem{
            Refusal::conflict, "store.ingest_twice",
            fmt::format("Another process has taken in the journal of node {}; let only one run.", node)};
}

}  // namespace

class Ingest::Loop {
  public:
    Loop(Journal& journal, Database& database, Take take, IngestOptions options)
        : journal_{journal}, database_{database}, take_{std::move(take)}, options_{std::move(options)} {}

    void start(std::shared_ptr<Loop> const& self) {
        journal_.on_durable([weak = std::weak_ptr{self}](std::int64_t) {
            if (auto const loop = weak.lock()) loop->bell_.ring();
        });
        thread_ = std::thread{[this] { run(); }};
    }

    void stop() {
        stopping_ = true;
        bell_.ring();
        if (thread_.joinable()) thread_.join();
    }

    std::int64_t position() const { return position_; }

    std::string trouble() const {
        std::lock_guard const lock{mutex_};
        return trouble_;
    }

    void wait_until(std::int64_t position) {
        std::unique_lock lock{mutex_};
        moved_.wait(lock, [&] { return position_ >= position; });
    }

  private:
    void run() {
        Backoff backoff;
        while (!stopping_) {
            try {
                auto const some = take_batch();
                settle({});
                backoff.reset();
                if (!some) bell_.wait(look_again);
            } catch (std::exception const& fault) {
                settle(fault.what());
                bell_.wait(backoff.next());
            }
        }
    }

    /// False when there was nothing to take in.
    bool take_batch() {
        if (!sure_) find_position();
        auto const entries = journal_.read_after(position_, options_.most_in_batch);
        if (entries.empty()) return false;
        auto const from = position_.load();
        auto const to = entries.back().position;
        sure_ = false;  // unless told that it is committed: a lost connection may hide that it was
        database_.write_and_wait([&](Transaction& transaction) {
            move_cursor(transaction, options_.node, from, to);
            for (auto const& entry : entries)
                take_(transaction, entry);
        });
        sure_ = true;
        {
            std::lock_guard const lock{mutex_};
            position_ = to;
        }
        moved_.notify_all();
        return true;
    }

    void find_position() {
        std::int64_t cursor = 0;
        database_.read_and_wait([&](Transaction& t) { cursor = read_cursor(t, options_.node); });
        if (cursor > journal_.durable())
            throw Problem{
                Refusal::conflict, "store.journal_behind",
                fmt::format("The business database has taken in the journal of node {} up to {}, but the "
                            "journal ends at {}: restore the journal file that belongs to this database.",
                            options_.node, cursor, journal_.durable())};
        if (journal_.pruned() > cursor)
            throw Problem{
                Refusal::conflict, "store.journal_pruned",
                fmt::format("The business database has taken in the journal of node {} up to {} only, but "
                            "entries up to {} have been pruned from it: restore a backup of the database "
                            "that is younger than journal.keep_days.",
                            options_.node, cursor, journal_.pruned())};
        std::lock_guard const lock{mutex_};
        position_ = cursor;
        sure_ = true;
        moved_.notify_all();
    }

    void settle(std::string const& fault) {
        std::lock_guard const lock{mutex_};
        if (fault != trouble_)
            log::error(fault.empty() ? "ingest.recovered" : "ingest.trouble",
                       {{"fault", fault}, {"after", position_.load()}});
        trouble_ = fault;
    }

    Journal& journal_;
    Database& database_;
    Take take_;
    IngestOptions options_;
    Bell bell_;
    std::atomic<bool> stopping_ = false;
    mutable std::mutex mutex_;
    std::condition_variable moved_;
    std::atomic<std::int64_t> position_ = -1;
    bool sure_ = false;
    std::string trouble_;
    std::thread thread_;
};

Ingest::Ingest(Journal& journal, Database& database, Take take, IngestOptions options)
    : loop_{std::make_shared<Loop>(journal, database, std::move(take), std::move(options))} {
    loop_->start(loop_);
}

Ingest::~Ingest() { loop_->stop(); }

std::int64_t Ingest::position() const { return loop_->position(); }
void Ingest::wait_until(std::int64_t position) { loop_->wait_until(position); }
std::string Ingest::trouble() const { return loop_->trouble(); }

}  // namespace rufwerk::store

#include "store/journal.hpp"

#include "base/invariant.hpp"
#include "base/log.hpp"
#include "base/problem.hpp"
#include "store/checkpointer.hpp"
#include "store/sqlite_connection.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace rufwerk::store {
namespace {

constexpr std::size_t most_in_group = 1'024;
constexpr std::chrono::milliseconds first_retry{50};
constexpr std::chrono::milliseconds longest_retry{1'000};

JournalEntry entry_of(Row const& row) {
    return {row.integer(0),          row.integer(1), row.integer(2),
            from_ms(row.integer(3)), row.text(4),    row.text(5)};
}

class SqliteJournal final : public Journal {
  public:
    explicit SqliteJournal(JournalOptions const& options)
        : options_{options}, writer_{file(), Access::write}, checkpointer_{file()} {
        writer_.execute(
            "CREATE TABLE IF NOT EXISTS journal (position INTEGER PRIMARY KEY, stream INTEGER NOT NULL,"
            " seq INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL) STRICT");
        writer_.execute("CREATE INDEX IF NOT EXISTS journal_house ON journal (position) WHERE stream = 0");
        writer_.execute(
            "CREATE TABLE IF NOT EXISTS open_stream (stream INTEGER PRIMARY KEY, begin INTEGER NOT NULL)"
            " STRICT");
        writer_.execute("CREATE TABLE IF NOT EXISTS pruned (up_to INTEGER NOT NULL) STRICT");
        // What a killed process left may be in the system's memory only; a checkpoint brings it to the disk
        // before anyone is told that it is there.
        writer_.checkpoint(Checkpoint::restart);
        last_ = writer_.query("SELECT coalesce(max(position), 0) FROM journal").at(0).integer(0);
        durable_ = last_;
        pruned_ = writer_.query("SELECT coalesce(max(up_to), 0) FROM pruned").at(0).integer(0);
        reader_ = std::make_unique<SqliteConnection>(file(), Access::read);
        thread_ = std::thread{[this] { run(); }};
    }

    ~SqliteJournal() override { close(); }

    std::int64_t append(JournalEntry entry) override {
        std::int64_t position = 0;
        {
            std::lock_guard const lock{mutex_};
            INVARIANT(!closing_);
            INVARIANT(unwritten_ < options_.most_waiting + options_.most_waiting / 4);
            if (entry.stream != 0 && credits_ > 0) --credits_;
            position = entry.position = ++last_;
            waiting_.push_back(std::move(entry));
            ++unwritten_;
        }
        wake_.notify_one();
        return position;
    }

    std::int64_t durable() const override { return durable_.load(); }

    void on_durable(std::function<void(std::int64_t)> notify) override {
        std::lock_guard const lock{mutex_};
        listeners_.push_back(std::move(notify));
    }

    bool take_credit(int entries) override {
        INVARIANT(entries >= 0);
        std::lock_guard const lock{mutex_};
        auto const wanted = static_cast<std::size_t>(entries);
        if (!trouble_.empty() || closing_ || credits_ + unwritten_ + wanted > options_.most_waiting)
            return false;
        credits_ += wanted;
        return true;
    }

    void give_back(int entries) override {
        INVARIANT(entries >= 0);
        std::lock_guard const lock{mutex_};
        credits_ -= std::min(credits_, static_cast<std::size_t>(entries));
    }

    std::string trouble() const override {
        std::lock_guard const lock{mutex_};
        return trouble_;
    }

    std::vector<JournalEntry> read_after(std::int64_t position, std::size_t most) const override {
        std::lock_guard const lock{reader_mutex_};
        std::vector<JournalEntry> entries;
        auto const rows = reader_->query(
            "SELECT position, stream, seq, at, kind, data FROM journal WHERE position > $1 AND position <= $2"
            " ORDER BY position LIMIT $3",
            {position, durable(), static_cast<std::int64_t>(std::min<std::size_t>(most, 100'000))});
        entries.reserve(rows.size());
        for (auto const& row : rows)
            entries.push_back(entry_of(row));
        return entries;
    }

    std::int64_t begin_for(Instant at) const override {
        std::lock_guard const lock{reader_mutex_};
        auto const since = last_before(at);
        auto const rows = reader_->query("SELECT min(begin) FROM open_stream");
        return rows.at(0).is_null(0) ? since : std::min(since, rows.at(0).integer(0) - 1);
    }

    std::vector<JournalEntry> last_of_house(std::size_t most) const override {
        std::lock_guard const lock{reader_mutex_};
        auto const rows = reader_->query(
            "SELECT position, stream, seq, at, kind, data FROM journal WHERE stream = 0 AND position <= $1"
            " ORDER BY position DESC LIMIT $2",
            {durable(), static_cast<std::int64_t>(std::min<std::size_t>(most, 100'000))});
        std::vector<JournalEntry> entries;
        entries.reserve(rows.size());
        for (auto row = rows.rbegin(); row != rows.rend(); ++row)
            entries.push_back(entry_of(*row));
        return entries;
    }

    void prune(Instant before, std::int64_t ingested) override {
        Pruning wanted;
        {
            std::lock_guard const lock{reader_mutex_};
            wanted.before = before;
            wanted.up_to = std::min(ingested, last_before(before));
        }
        {
            std::lock_guard const lock{mutex_};
            pruning_ = wanted;
        }
        wake_.notify_one();
    }

    std::int64_t pruned() const override { return pruned_; }

    void close() override {
        {
            std::lock_guard const lock{mutex_};
            if (!closing_) give_up_at_ = std::chrono::steady_clock::now() + patience();
            closing_ = true;
        }
        wake_.notify_one();
        if (thread_.joinable()) thread_.join();
    }

  private:
    /// What is to go: older than `before`, from after `after` up to `up_to`.
    struct Pruning {
        Instant before{};
        std::int64_t after = 0;
        std::int64_t up_to = 0;
    };

    SqliteFile file() const { return {options_.file, options_.vfs, options_.log_pages}; }
    std::chrono::milliseconds patience() const {
        return std::chrono::milliseconds{options_.close_patience_ms};
    }

    /// The last position of which all up to it is older than `at`. Times hardly ever go back along the
    /// positions, so it is found by halving.
    std::int64_t last_before(Instant at) const {
        std::int64_t older = 0;
        std::int64_t newer = durable() + 1;
        while (newer - older > 1) {
            auto const middle = older + (newer - older) / 2;
            // Where entries were pruned the one before speaks for them; none before: all pruned, so older.
            auto const rows = reader_->query(
                "SELECT at FROM journal WHERE position <= $1 ORDER BY position DESC LIMIT 1", {middle});
            bool const is_older = rows.empty() || rows.at(0).integer(0) < to_ms(at);
            (is_older ? older : newer) = middle;
        }
        return older;
    }

    void run() {
        for (;;) {
            auto const group = next_group();
            if (!group.empty()) {
                if (!write_until_done(group)) return;
                written(group.back().position, group.size());
            } else if (!prune_group()) {
                return;
            }
            checkpointer_.committed(writer_);
        }
    }

    /// All that waits, up to a limit; empty when there is time to prune, or closed and drained.
    std::vector<JournalEntry> next_group() {
        std::unique_lock lock{mutex_};
        wake_.wait(lock, [&] { return closing_ || !waiting_.empty() || pruning_; });
        auto const size = std::min(waiting_.size(), most_in_group);
        auto const end = waiting_.begin() + static_cast<std::ptrdiff_t>(size);
        std::vector<JournalEntry> group{std::move_iterator{waiting_.begin()}, std::move_iterator{end}};
        waiting_.erase(waiting_.begin(), end);
        return group;
    }

    /// One group of what is to go; false when the journal is closed and drained. What fails is left for the
    /// next time.
    bool prune_group() {
        Pruning wanted;
        {
            std::lock_guard const lock{mutex_};
            if (closing_) return !waiting_.empty();
            wanted = pruning_.value();
        }
        auto const removed = try_to_prune(wanted);
        std::lock_guard const lock{mutex_};
        if (pruning_ && pruning_->up_to == wanted.up_to) pruning_->after = wanted.after;
        if (removed < static_cast<std::int64_t>(options_.prune_group)) pruning_.reset();
        return true;
    }

    std::int64_t try_to_prune(Pruning& wanted) {
        try {
            writer_.execute("BEGIN IMMEDIATE");
            auto const rows = writer_.query(
                "SELECT position FROM journal WHERE position > $1 AND position <= $2 AND at < $3"
                " AND position < (SELECT max(position) FROM journal)"
                " AND (stream <> 0 OR position <= coalesce((SELECT position FROM journal WHERE stream = 0"
                "   ORDER BY position DESC LIMIT 1 OFFSET $4), 0))"
                " AND stream NOT IN (SELECT stream FROM open_stream) ORDER BY position LIMIT $5",
                {wanted.after, wanted.up_to, to_ms(wanted.before),
                 static_cast<std::int64_t>(options_.house_kept),
                 static_cast<std::int64_t>(options_.prune_group)});
            for (auto const& row : rows)
                writer_.execute("DELETE FROM journal WHERE position = $1", {row.integer(0)});
            if (!rows.empty()) {
                wanted.after = rows.back().integer(0);
                auto const up_to = std::max(pruned_.load(), wanted.after);
                writer_.execute("DELETE FROM pruned");
                writer_.execute("INSERT INTO pruned (up_to) VALUES ($1)", {up_to});
                // Told before the commit: who looks for what was lost may be warned too early, never too
                // late.
                pruned_ = up_to;
            }
            writer_.execute("COMMIT");
            return static_cast<std::int64_t>(rows.size());
        } catch (Problem const& problem) {
            roll_back();
            log::warning("journal.not_pruned", {{"fault", problem.detail()}});
            return 0;
        }
    }

    /// False when the journal is closed while the disk stays in trouble.
    bool write_until_done(std::vector<JournalEntry> const& group) {
        for (auto pause = first_retry;; pause = std::min(pause * 2, longest_retry)) {
            auto const fault = try_write(group);
            std::unique_lock lock{mutex_};
            if (fault != trouble_)
                log::error(fault.empty() ? "journal.recovered" : "journal.trouble", {{"trouble", fault}});
            trouble_ = fault;
            if (fault.empty()) return true;
            if (closing_ && std::chrono::steady_clock::now() >= give_up_at_) {
                log::critical("journal.lost", {{"entries", unwritten_}, {"first", group.front().position}});
                return false;
            }
            // The one timed wait here: what is retried is a broken disk, and nobody rings when it is whole
            // again.
            if (closing_)
                wake_.wait_until(lock, std::min(give_up_at_, std::chrono::steady_clock::now() + pause),
                                 [] { return false; });
            else
                wake_.wait_for(lock, pause, [&] { return closing_; });
        }
    }

    /// Empty when the group is on disk, else why not. The connection is kept after a failed sync: the next
    /// attempt writes the same pages of the log again, while opening it anew would read back what never
    /// reached the disk.
    std::string try_write(std::vector<JournalEntry> const& group) {
        try {
            writer_.execute("BEGIN IMMEDIATE");
            for (auto const& entry : group)
                write(entry);
            writer_.execute("COMMIT");
            return {};
        } catch (Problem const& problem) {
            roll_back();
            return problem.code() == "store.disk_full" ? "disk full" : problem.detail();
        }
    }

    void write(JournalEntry const& entry) {
        writer_.execute(
            "INSERT INTO journal (position, stream, seq, at, kind, data) VALUES ($1, $2, $3, $4, $5, $6)",
            {entry.position, entry.stream, entry.seq, to_ms(entry.at), entry.kind, entry.data});
        if (entry.stream == 0) return;
        if (entry.seq == 1)
            writer_.execute("INSERT OR IGNORE INTO open_stream (stream, begin) VALUES ($1, $2)",
                            {entry.stream, entry.position});
        if (entry.kind == "closed")
            writer_.execute("DELETE FROM open_stream WHERE stream = $1", {entry.stream});
    }

    void roll_back() {
        try {
            if (writer_.in_transaction()) writer_.execute("ROLLBACK");
        } catch (Problem const& problem) {
            log::error("journal.rollback_failed", {{"fault", problem.detail()}});
        }
    }

    void written(std::int64_t watermark, std::size_t entries) {
        std::vector<std::function<void(std::int64_t)>> listeners;
        {
            std::lock_guard const lock{mutex_};
            unwritten_ -= entries;
            listeners = listeners_;
        }
        durable_ = watermark;
        for (auto const& notify : listeners)
            notify(watermark);
    }

    JournalOptions options_;
    SqliteConnection writer_;
    Checkpointer checkpointer_;
    mutable std::mutex reader_mutex_;
    std::unique_ptr<SqliteConnection> reader_;

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<JournalEntry> waiting_;
    std::size_t unwritten_ = 0;  // waiting or being written
    std::size_t credits_ = 0;    // promised and not used
    std::int64_t last_ = 0;
    std::string trouble_;
    std::vector<std::function<void(std::int64_t)>> listeners_;
    std::optional<Pruning> pruning_;
    bool closing_ = false;
    std::chrono::steady_clock::time_point give_up_at_{};
    std::atomic<std::int64_t> durable_ = 0;
    std::atomic<std::int64_t> pruned_ = 0;
    std::thread thread_;
};

}  // namespace

std::unique_ptr<Journal> open_journal(JournalOptions const& options) {
    return std::make_unique<SqliteJournal>(options);
}

std::unique_ptr<Journal> open_journal(std::string const& file) {
    return open_journal(JournalOptions{.file = file});
}

}  // namespace rufwerk::store

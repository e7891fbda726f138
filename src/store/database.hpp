#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// The business database: one SQL text for SQLite (embedded) and PostgreSQL (when the house grows).
/// Placeholders are $1, $2, …; time is always a parameter (int64 ms UTC), never now(); text for people is
/// sorted by ICU keys.
namespace rufwerk::store {

/// A value bound to a statement or read from a row. bool is stored as 0/1 on SQLite and BOOLEAN on
/// PostgreSQL.
using Value = std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, std::vector<std::byte>>;
using Values = std::vector<Value>;

/// One row of a result, read by column index. A wrong type or a NULL where none may be is a broken invariant.
class Row {
  public:
    explicit Row(Values values) : values_{std::move(values)} {}
    std::int64_t integer(std::size_t column) const;
    double real(std::size_t column) const;
    bool boolean(std::size_t column) const;
    std::string const& text(std::size_t column) const;
    std::vector<std::byte> const& bytes(std::size_t column) const;
    std::optional<std::int64_t> optional_integer(std::size_t column) const;
    std::optional<std::string> optional_text(std::size_t column) const;
    bool is_null(std::size_t column) const;

  private:
    Values values_;
};
using Rows = std::vector<Row>;

/// What a use case works on. It lives on a store worker and must not be kept beyond the use case. A use case
/// that catches the fault of a statement cannot go on with the transaction: it is rolled back on both
/// engines.
class Transaction {
  public:
    virtual ~Transaction() = default;
    /// At most 100,000 rows: a query that could give more must page.
    virtual Rows query(std::string_view sql, Values const& values = {}) = 0;
    /// The number of rows changed.
    virtual std::int64_t execute(std::string_view sql, Values const& values = {}) = 0;
    /// Appends to the outbox in this transaction; consumers get it after the commit, in order, at least once.
    virtual void emit(std::string_view topic, std::string_view json) = 0;
    virtual Instant now() const = 0;
    /// A fresh id for a new row. The store makes ids with maker numbers from 512 on; 0 to 511 are for
    /// everyone else.
    virtual std::int64_t new_id() = 0;
    /// Runs after this use case has been committed (and not if it is rolled back).
    virtual void after_commit(std::function<void()> then) = 0;

    std::optional<Row> query_one(std::string_view sql, Values const& values = {});
};

/// How a use case ended: committed, refused (the Problem it threw), or failed for a reason of the machine.
struct Outcome {
    std::exception_ptr failure;  // null when committed
};

/// Runs use cases. SQLite: one writer thread with group commit (each use case in a savepoint: one that fails
/// rolls back alone) and reader threads; PostgreSQL: N connections, REPEATABLE READ, retried on 40001/40P01.
/// `done` is called on a store thread, after what was written is on disk.
class Database {
  public:
    using UseCase = std::function<void(Transaction&)>;
    using Done = std::function<void(Outcome)>;

    virtual ~Database() = default;
    /// False when its queue is full: the caller answers 503.
    [[nodiscard]] virtual bool write(UseCase use_case, Done done) = 0;
    [[nodiscard]] virtual bool read(UseCase use_case, Done done) = 0;
    /// For start-up, command line and tests: waits, and rethrows what the use case threw.
    void write_and_wait(UseCase use_case);
    void read_and_wait(UseCase use_case);
    virtual std::string_view engine() const = 0;  // "sqlite" or "postgresql"

    /// `ring` is called on a store thread when there is something new in the outbox. It must not throw, must
    /// not block, and may be called after its owner is gone, so it holds what it needs.
    void on_emitted(std::function<void()> ring);

  protected:
    void ring_emitted() const;

  private:
    mutable std::mutex bells_mutex_;
    std::vector<std::function<void()>> bells_;
};

/// `url`: `sqlite:FILE` or `postgresql://user:password@host/name`. Throws Problem naming what is wrong and
/// the remedy (file not writable, server unreachable, database missing). `clock` must outlive the database.
/// The schema is brought up to date by `migrate(database, all_migrations())` (store/migrate.hpp). Destroying
/// the database first finishes everything that has been accepted.
std::unique_ptr<Database> open_database(std::string const& url, Clock const& clock);

}  // namespace rufwerk::store

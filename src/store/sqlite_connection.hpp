#pragma once

#include "store/database.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace rufwerk::store {

/// Where a SQLite database is. `vfs` names the layer that does the file work: empty is the system's; tests
/// put one there that loses power or has no room.
struct SqliteFile {
    std::string path;
    std::string vfs = {};
    /// Pages of 4 KiB in the log from which on it is moved into the file; at sixteen times that the writer
    /// waits for it.
    int log_pages = 2'000;
};

enum class Access { write, read };
/// passive: as far as it goes without making anyone wait. restart: waits for readers, and the next commit
/// begins the log from its start again.
enum class Checkpoint { passive, restart };

/// One connection to a SQLite file in WAL mode with synchronous=FULL, for one thread. Faults are thrown:
/// Problem unavailable (`store.disk_full`, `store.locked`, `store.corrupt`, `store.too_slow`, `store.file`),
/// Problem conflict
/// (`store.duplicate`, `store.reference`), and std::logic_error for SQL that is wrong in itself.
class SqliteConnection {
  public:
    SqliteConnection(SqliteFile file, Access access);
    ~SqliteConnection();
    SqliteConnection(SqliteConnection const&) = delete;
    SqliteConnection& operator=(SqliteConnection const&) = delete;

    Rows query(std::string_view sql, Values const& values = {}, std::size_t most_rows = 100'000);
    /// Rows changed by an INSERT, UPDATE or DELETE; 0 for anything else.
    std::int64_t execute(std::string_view sql, Values const& values = {});
    /// False outside BEGIN … COMMIT; SQLite ends a transaction by itself when the disk is full or fails.
    bool in_transaction() const;
    /// From `at` on a running statement ends with `store.too_slow`.
    void set_deadline(std::optional<std::chrono::steady_clock::time_point> at) { deadline_ = at; }
    /// Moves what is in the log into the database file; both are on disk afterwards.
    void checkpoint(Checkpoint kind);
    /// Pages in the log after the last commit of this connection.
    int log_pages() const { return log_pages_; }

  private:
    struct Text {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    sqlite3_stmt* prepared(std::string_view sql);
    void bind(sqlite3_stmt* statement, std::string_view sql, Values const& values);
    void forget_statements();
    [[noreturn]] void fail(int code, std::string_view sql) const;

    SqliteFile file_;
    sqlite3* connection_ = nullptr;
    std::unordered_map<std::string, sqlite3_stmt*, Text, std::equal_to<>> statements_;
    std::optional<std::chrono::steady_clock::time_point> deadline_;
    int log_pages_ = 0;
};

}  // namespace rufwerk::store

#include "store/sqlite_connection.hpp"

#include "base/invariant.hpp"
#include "base/problem.hpp"
#include "base/text.hpp"
#include "store/sql_text.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <memory>
#include <stdexcept>

namespace rufwerk::store {
namespace {

constexpr std::size_t most_statements = 512;
constexpr int busy_ms = 5'000;

Problem unavailable(std::string code, std::string detail) {
    return {Refusal::unavailable, std::move(code), std::move(detail)};
}

int bind_value(sqlite3_stmt* statement, int index, Value const& value) {
    struct {
        sqlite3_stmt* statement;
        int index;
        // Static: the caller's values live until the statement is reset.
        int operator()(std::nullptr_t) const { return sqlite3_bind_null(statement, index); }
        int operator()(bool value) const { return sqlite3_bind_int(statement, index, value ? 1 : 0); }
        int operator()(std::int64_t value) const { return sqlite3_bind_int64(statement, index, value); }
        int operator()(double value) const { return sqlite3_bind_double(statement, index, value); }
        int operator()(std::string const& value) const {
            return sqlite3_bind_text64(statement, index, value.data(), value.size(), SQLITE_STATIC,
                                       SQLITE_UTF8);
        }
        int operator()(std::vector<std::byte> const& value) const {
            auto const* data = value.empty() ? static_cast<void const*>("") : value.data();
            return sqlite3_bind_blob64(statement, index, data, value.size(), SQLITE_STATIC);
        }
    } const binder{statement, index};
    return std::visit(binder, value);
}

Value column_value(sqlite3_stmt* statement, int column) {
    auto const size = [&] { return static_cast<std::size_t>(sqlite3_column_bytes(statement, column)); };
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER: return static_cast<std::int64_t>(sqlite3_column_int64(statement, column));
        case SQLITE_FLOAT: return sqlite3_column_double(statement, column);
        case SQLITE_TEXT: {
            auto const* text = reinterpret_cast<char const*>(sqlite3_column_text(statement, column));
            return std::string{text, size()};
        }
        case SQLITE_BLOB: {
            auto const* bytes = static_cast<std::byte const*>(sqlite3_column_blob(statement, column));
            return bytes == nullptr ? std::vector<std::byte>{}
                                    : std::vector<std::byte>{bytes, bytes + size()};
        }
        default: return nullptr;
    }
}

Row row_of(sqlite3_stmt* statement) {
    Values values;
    auto const columns = sqlite3_column_count(statement);
    values.reserve(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column)
        values.push_back(column_value(statement, column));
    return Row{std::move(values)};
}

/// A prepared statement in use; whatever happens it is reset, which also ends its read lock.
class Use {
  public:
    explicit Use(sqlite3_stmt* statement) : statement_{statement} {}
    ~Use() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }
    Use(Use const&) = delete;
    Use& operator=(Use const&) = delete;

  private:
    sqlite3_stmt* statement_;
};

Problem fault(int code, std::string_view message, std::string const& path) {
    switch (code & 0xFF) {
        case SQLITE_FULL:
            return unavailable(
                "store.disk_full",
                fmt::format("The disk of {} is full; make room, writing goes on by itself.", path));
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return unavailable(
                "store.locked",
                fmt::format("{} is locked by another program ({}); end what holds it and try again.", path,
                            message));
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return unavailable(
                "store.corrupt",
                fmt::format("{} is damaged or no database ({}); restore it from a backup.", path, message));
        case SQLITE_INTERRUPT:
            return unavailable("store.too_slow",
                               "The question took too long and was ended; ask for less at a time.");
        default:
            return unavailable(
                "store.file",
                fmt::format("{} cannot be read or written ({}); check that the folder exists, its "
                            "rights and the disk.",
                            path, message));
    }
}

}  // namespace

SqliteConnection::SqliteConnection(SqliteFile file, Access access) : file_{std::move(file)} {
    constexpr int flags =
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    auto const* vfs = file_.vfs.empty() ? nullptr : file_.vfs.c_str();
    auto const code = sqlite3_open_v2(file_.path.c_str(), &connection_, flags, vfs);
    try {
        if (code != SQLITE_OK) fail(code, "open");
        sqlite3_busy_timeout(connection_, busy_ms);
        if (query("PRAGMA journal_mode=WAL").at(0).text(0) != "wal")
            throw unavailable("store.file",
                              fmt::format("{} is on a file system without shared memory, which the "
                                          "write-ahead log needs; put it on a local disk.",
                                          file_.path));
        execute("PRAGMA synchronous=FULL");
        execute("PRAGMA foreign_keys=ON");
        if (access == Access::read) execute("PRAGMA query_only=ON");
    } catch (...) {
        forget_statements();
        sqlite3_close(connection_);
        throw;
    }
    // Replaces SQLite's own checkpoint after 1,000 pages, which would make one use case wait for it.
    sqlite3_wal_hook(
        connection_,
        [](void* pages, sqlite3*, char const*, int count) {
            *static_cast<int*>(pages) = count;
            return SQLITE_OK;
        },
        &log_pages_);
    sqlite3_progress_handler(
        connection_, 10'000,
        [](void* self) {
            auto const& deadline = static_cast<SqliteConnection*>(self)->deadline_;
            return deadline && std::chrono::steady_clock::now() > *deadline ? 1 : 0;
        },
        this);
}

SqliteConnection::~SqliteConnection() {
    forget_statements();
    sqlite3_close(connection_);
}

Rows SqliteConnection::query(std::string_view sql, Values const& values, std::size_t most_rows) {
    auto* statement = prepared(sql);
    Use const use{statement};
    bind(statement, sql, values);
    Rows rows;
    for (;;) {
        auto const code = sqlite3_step(statement);
        if (code == SQLITE_DONE) return rows;
        if (code != SQLITE_ROW) fail(code, sql);
        if (rows.size() == most_rows)
            throw std::logic_error{fmt::format("more than {} rows: {}", most_rows, sql)};
        rows.push_back(row_of(statement));
    }
}

std::int64_t SqliteConnection::execute(std::string_view sql, Values const& values) {
    auto* statement = prepared(sql);
    Use const use{statement};
    bind(statement, sql, values);
    auto const before = sqlite3_total_changes64(connection_);
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW)
        code = sqlite3_step(statement);
    if (code != SQLITE_DONE) fail(code, sql);
    return sqlite3_total_changes64(connection_) == before ? 0 : sqlite3_changes64(connection_);
}

bool SqliteConnection::in_transaction() const { return sqlite3_get_autocommit(connection_) == 0; }

void SqliteConnection::checkpoint(Checkpoint kind) {
    auto const mode = kind == Checkpoint::passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_RESTART;
    auto const code = sqlite3_wal_checkpoint_v2(connection_, nullptr, mode, nullptr, nullptr);
    if (code == SQLITE_BUSY) return;  // another connection is at it; the next commit asks again
    if (code != SQLITE_OK) fail(code, "checkpoint");
}

sqlite3_stmt* SqliteConnection::prepared(std::string_view sql) {
    if (auto const found = statements_.find(sql); found != statements_.end()) return found->second;
    if (statements_.size() >= most_statements) forget_statements();
    auto const text = expand_tokens(sql, Dialect::sqlite);
    sqlite3_stmt* statement = nullptr;
    char const* rest = nullptr;
    auto const code = sqlite3_prepare_v3(connection_, text.data(), static_cast<int>(text.size()),
                                         SQLITE_PREPARE_PERSISTENT, &statement, &rest);
    if (code != SQLITE_OK) fail(code, sql);
    std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> owned{statement, sqlite3_finalize};
    if (!owned || !trim({rest, text.data() + text.size()}).empty())
        throw std::logic_error{fmt::format("not exactly one statement: {}", sql)};
    return statements_.emplace(sql, owned.release()).first->second;
}

void SqliteConnection::bind(sqlite3_stmt* statement, std::string_view sql, Values const& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        auto const index = sqlite3_bind_parameter_index(statement, fmt::format("${}", i + 1).c_str());
        if (index == 0) throw std::logic_error{fmt::format("no ${} in: {}", i + 1, sql)};
        if (auto const code = bind_value(statement, index, values[i]); code != SQLITE_OK) fail(code, sql);
    }
    if (static_cast<std::size_t>(sqlite3_bind_parameter_count(statement)) != values.size())
        throw std::logic_error{fmt::format("{} values given for: {}", values.size(), sql)};
}

void SqliteConnection::forget_statements() {
    for (auto const& [sql, statement] : statements_)
        sqlite3_finalize(statement);
    statements_.clear();
}

void SqliteConnection::fail(int code, std::string_view sql) const {
    std::string const message = sqlite3_errmsg(connection_);
    switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
            throw Problem{Refusal::conflict, "store.duplicate",
                          fmt::format("It exists already ({}).", message)};
        case SQLITE_CONSTRAINT_FOREIGNKEY:
            throw Problem{Refusal::conflict, "store.reference",
                          "It refers to something that does not exist, or something refers to it."};
        default: break;
    }
    auto const kind = code & 0xFF;
    if (kind == SQLITE_ERROR || kind == SQLITE_CONSTRAINT || kind == SQLITE_MISUSE ||
        kind == SQLITE_MISMATCH || kind == SQLITE_RANGE)
        throw std::logic_error{fmt::format("{}: {}", message, sql)};
    if (kind == SQLITE_READONLY && message.find("attempt to write") != std::string::npos &&
        code == SQLITE_READONLY)
        throw std::logic_error{fmt::format("a read must not write: {}", sql)};
    throw fault(code, message, file_.path);
}

}  // namespace rufwerk::store

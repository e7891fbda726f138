#pragma once

#include "store/database.hpp"

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

struct pg_conn;
struct pg_result;

namespace rufwerk::store {

/// Two transactions got into each other's way (SQLSTATE 40001, 40P01): this one is to be run again from its
/// start.
struct SerializationFailure : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// One connection to PostgreSQL, for one thread. Faults are thrown: Problem unavailable (`store.unreachable`,
/// `store.disk_full`, `store.too_slow`), Problem conflict (`store.duplicate`, `store.reference`),
/// SerializationFailure, and std::logic_error for SQL that is wrong in itself.
class PostgresConnection {
  public:
    /// `url` is a libpq connection URL; waits at most 3 seconds.
    explicit PostgresConnection(std::string const& url);
    ~PostgresConnection();
    PostgresConnection(PostgresConnection const&) = delete;
    PostgresConnection& operator=(PostgresConnection const&) = delete;

    Rows query(std::string_view sql, Values const& values = {}, std::size_t most_rows = 100'000);
    std::int64_t execute(std::string_view sql, Values const& values = {});
    /// A statement without values that is not worth preparing: BEGIN, COMMIT, SET.
    void command(std::string const& sql);
    bool alive() const;
    bool in_transaction() const;

  private:
    struct Release {
        void operator()(pg_result* result) const;
    };
    using Result = std::unique_ptr<pg_result, Release>;

    Result run(std::string_view sql, Values const& values);
    std::string const& prepared(std::string_view sql, Values const& values);
    Result checked(Result result, std::string_view sql);
    [[noreturn]] void fail(pg_result const* result, std::string_view sql) const;

    pg_conn* connection_;
    /// Name by text and types of the values.
    std::map<std::string, std::string, std::less<>> statements_;
};

}  // namespace rufwerk::store

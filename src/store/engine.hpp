#pragma once

#include "store/database.hpp"
#include "store/sqlite_connection.hpp"

#include <memory>
#include <string>

/// The two engines behind Database. Others open a database by its URL; tests and benchmarks choose here.
namespace rufwerk::store {

struct SqliteOptions {
    SqliteFile file;
    /// Use cases that may share one commit; 1 is a commit for each, for comparison.
    std::size_t most_in_group = 128;
    std::size_t most_waiting_writes = 4'096;
    std::size_t most_waiting_reads = 4'096;
    int readers = 2;
};
std::unique_ptr<Database> open_sqlite(SqliteOptions options, Clock const& clock);

struct PostgresOptions {
    std::string url;
    int writers = 4;
    int readers = 4;
    std::size_t most_waiting_writes = 4'096;
    std::size_t most_waiting_reads = 4'096;
};
/// Throws Problem unavailable (`store.unreachable`) when the server cannot be reached now; later losses are
/// mended.
std::unique_ptr<Database> open_postgres(PostgresOptions options, Clock const& clock);

}  // namespace rufwerk::store

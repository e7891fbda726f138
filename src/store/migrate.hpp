#pragma once

#include "store/database.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace rufwerk::store {

/// One step of the schema. Numbers are counted over all folders (001 … for the store, 010 … people, 020 …
/// calls) and applied in their order; a later release may add a step with a smaller number than the last one
/// applied. `sql` is written with PostgreSQL types; statements end with semicolons.
struct Migration {
    int number = 0;
    std::string name;
    std::string sql;
};

/// Every src/*/schema/NNN_name.sql of this program, put in by the build.
std::vector<Migration> all_migrations();

/// Applies what the database has not had yet, each step in a transaction of its own, once, and notes it in
/// the table `migration`. Throws Problem conflict when a step that was applied has been changed since
/// (`store.migration_changed`) or the database knows a step this program does not (`store.migration_newer`:
/// it was used by a newer Rufwerk), and std::logic_error for two steps with one number.
void migrate(Database& database, std::vector<Migration> migrations);

/// How many of the steps the database has not had yet. Changes nothing; throws as `migrate` would.
std::size_t missing_steps(Database& database, std::vector<Migration> const& migrations);

}  // namespace rufwerk::store

#include "store/migrate.hpp"

#include "base/log.hpp"
#include "base/problem.hpp"
#include "store/sql_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <stdexcept>

namespace rufwerk::store {
namespace {

struct Applied {
    std::string name;
    std::string checksum;
};

/// FNV-1a, 64 bits: it finds an accidental edit, nobody attacks it. Layout and comments do not count.
std::string checksum(Migration const& migration) {
    std::uint64_t hash = 14'695'981'039'346'656'037ULL;
    for (auto const& statement : split_statements(migration.sql))
        for (auto const c : statement + ";") {
            if (c == ' ' || c == '\n' || c == '\r' || c == '\t') continue;
            hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211ULL;
        }
    return fmt::format("{:016x}", hash);
}

std::map<std::int64_t, Applied> applied_steps(Transaction& transaction) {
    std::map<std::int64_t, Applied> steps;
    for (auto const& row : transaction.query("SELECT number, name, checksum FROM migration"))
        steps.emplace(row.integer(0), Applied{row.text(1), row.text(2)});
    return steps;
}

void refuse_differences(std::map<std::int64_t, Applied> const& applied,
                        std::vector<Migration> const& migrations) {
    for (auto const& [number, step] : applied) {
        auto const known =
            std::find_if(migrations.begin(), migrations.end(),
                         [&](Migration const& migration) { return migration.number == number; });
        if (known == migrations.end())
            throw Problem{
                Refusal::conflict, "store.migration_newer",
                fmt::format("The database has had step {:03}_{}, which this program does not know; start the "
                            "newer Rufwerk that made it, or restore the backup from before the update.",
                            number, step.name)};
        if (checksum(*known) != step.checksum)
            throw Problem{
                Refusal::conflict, "store.migration_changed",
                fmt::format("Schema step {:03}_{} has been changed after it was applied to this database; "
                            "undo the change and put it into a new step.",
                            number, step.name)};
    }
}

/// On PostgreSQL two nodes may start at once: the second waits here, then sees what the first has done.
void one_at_a_time(Database const& database, Transaction& transaction) {
    if (database.engine() == "postgresql") transaction.query("SELECT pg_advisory_xact_lock(7305301)");
}

void apply(Database& database, Migration const& migration) {
    auto const sqlite = database.engine() == "sqlite";
    database.write_and_wait([&](Transaction& transaction) {
        one_at_a_time(database, transaction);
        if (applied_steps(transaction).contains(migration.number)) return;
        for (auto const& statement : split_statements(migration.sql))
            transaction.execute(sqlite ? sqlite_ddl(statement) : statement);
        transaction.execute(
            "INSERT INTO migration (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
            {std::int64_t{migration.number}, migration.name, checksum(migration), to_ms(transaction.now())});
    });
    log::info("store.migrated", {{"step", fmt::format("{:03}_{}", migration.number, migration.name)}});
}

}  // namespace

void migrate(Database& database, std::vector<Migration> migrations) {
    std::sort(migrations.begin(), migrations.end(),
              [](auto const& a, auto const& b) { return a.number < b.number; });
    for (std::size_t i = 1; i < migrations.size(); ++i)
        if (migrations[i].number == migrations[i - 1].number)
            throw std::logic_error{fmt::format("two schema steps have the number {:03}: {} and {}",
                                               migrations[i].number, migrations[i - 1].name,
                                               migrations[i].name)};
    std::map<std::int64_t, Applied> applied;
    database.write_and_wait([&](Transaction& transaction) {
        one_at_a_time(database, transaction);
        transaction.execute(
            "CREATE TABLE IF NOT EXISTS migration"
            " (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT "
            "NULL)");
        applied = applied_steps(transaction);
        refuse_differences(applied, migrations);
    });
    for (auto const& migration : migrations)
        if (!applied.contains(migration.number)) apply(database, migration);
}

std::size_t missing_steps(Database& database, std::vector<Migration> const& migrations) {
    std::string_view const find =
        database.engine() == "sqlite"
            ? "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'migration'"
            : "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = "
              "'migration'";
    std::map<std::int64_t, Applied> applied;
    database.read_and_wait([&](Transaction& transaction) {
        if (transaction.query(find).at(0).integer(0) > 0) applied = applied_steps(transaction);
    });
    refuse_differences(applied, migrations);
    return migrations.size() - applied.size();
}

}  // namespace rufwerk::store

#include "store/sql_text.hpp"

#include <gtest/gtest.h>

namespace rufwerk::store {
namespace {

TEST(SqlText, statements_are_split_at_semicolons_outside_of_quotes_and_comments) {
    auto const statements =
        split_statements("-- a; comment\nSELECT ';', \"a;b\";\n\nSELECT 'it''s; so' -- end;\n;");
    ASSERT_EQ(statements.size(), 2U);
    EXPECT_EQ(statements[0], "SELECT ';', \"a;b\"");
    EXPECT_EQ(statements[1], "SELECT 'it''s; so'");
}

TEST(SqlText, sqlite_gets_its_own_type_names_and_strict_tables) {
    EXPECT_EQ(
        sqlite_ddl("CREATE TABLE t (id BIGINT PRIMARY KEY, ok BOOLEAN, b BYTEA, n TEXT DEFAULT 'BIGINT')"),
        "CREATE TABLE t (id INTEGER PRIMARY KEY, ok INTEGER, b BLOB, n TEXT DEFAULT 'BIGINT') STRICT");
    EXPECT_EQ(sqlite_ddl("CREATE INDEX i ON t (id)"), "CREATE INDEX i ON t (id)");
}

TEST(SqlText, tokens_become_row_locks_only_on_postgresql) {
    EXPECT_EQ(expand_tokens("SELECT 1 {skip_locked}", Dialect::postgresql),
              "SELECT 1 FOR UPDATE SKIP LOCKED");
    EXPECT_EQ(expand_tokens("SELECT 1 {for_update}", Dialect::sqlite), "SELECT 1 ");
}

}  // namespace
}  // namespace rufwerk::store

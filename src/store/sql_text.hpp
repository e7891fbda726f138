#pragma once

#include <string>
#include <string_view>
#include <vector>

/// The few places where one SQL text needs a hand to run on both engines.
namespace rufwerk::store {

enum class Dialect { sqlite, postgresql };

/// Replaces `{skip_locked}` and `{for_update}` by FOR UPDATE [SKIP LOCKED] on PostgreSQL and by nothing on
/// SQLite, where only one transaction writes at a time.
std::string expand_tokens(std::string_view sql, Dialect dialect);

/// The statements of a script, without comments and without the semicolons between them. A semicolon in a
/// string literal or a quoted name does not end a statement.
std::vector<std::string> split_statements(std::string_view script);

/// A schema statement written with PostgreSQL types, in SQLite's words: BIGINT → INTEGER, BOOLEAN → INTEGER,
/// BYTEA → BLOB, DOUBLE PRECISION → REAL, and STRICT after CREATE TABLE, so that a wrong type is refused
/// there too.
std::string sqlite_ddl(std::string_view statement);

}  // namespace rufwerk::store

#include "store/postgres_connection.hpp"

#include "base/problem.hpp"
#include "base/text.hpp"
#include "store/sql_text.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <array>
#include <charconv>

namespace rufwerk::store {
namespace {

constexpr std::size_t most_statements = 512;

// Type numbers of pg_type.dat, fixed since PostgreSQL 8.
enum Type : Oid {
    unknown = 0,
    boolean = 16,
    bytea = 17,
    int8 = 20,
    int2 = 21,
    int4 = 23,
    text = 25,
    float4 = 700,
    float8 = 701,
    numeric = 1700
};

Type type_of(Value const& value) {
    constexpr std::array types{unknown, boolean, int8, float8, text, bytea};
    return types.at(value.index());
}

/// The value as libpq wants it: text, and bytes as they are.
struct Bound {
    std::string owned;
    char const* data = nullptr;
    int size = 0;
    int binary = 0;
};

Bound bound(Value const& value) {
    Bound to;
    if (auto const* flag = std::get_if<bool>(&value)) to.owned.push_back(*flag ? 't' : 'f');
    if (auto const* number = std::get_if<std::int64_t>(&value)) to.owned = fmt::format("{}", *number);
    if (auto const* number = std::get_if<double>(&value)) to.owned = fmt::format("{}", *number);
    if (auto const* string = std::get_if<std::string>(&value)) to.data = string->c_str();
    if (auto const* bytes = std::get_if<std::vector<std::byte>>(&value)) {
        to.data = bytes->empty() ? "" : reinterpret_cast<char const*>(bytes->data());
        to.size = static_cast<int>(bytes->size());
        to.binary = 1;
    }
    return to;
}

template <class Number>
Number number_of(std::string_view text) {
    Number number{};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        throw std::logic_error{fmt::format("a number that does not fit: {}", text)};
    return number;
}

/// bytea_output = hex: \x00ff61
std::vector<std::byte> bytes_of(std::string_view text) {
    std::vector<std::byte> bytes;
    for (std::size_t at = 2; at + 1 < text.size(); at += 2) {
        unsigned value = 0;
        std::from_chars(text.data() + at, text.data() + at + 2, value, 16);
        bytes.push_back(static_cast<std::byte>(value));
    }
    return bytes;
}

Value value_of(PGresult const* result, int row, int column) {
    if (PQgetisnull(result, row, column) != 0) return nullptr;
    std::string_view const text{PQgetvalue(result, row, column),
                                static_cast<std::size_t>(PQgetlength(result, row, column))};
    switch (PQftype(result, column)) {
        case boolean: return text == "t";
        case int2:
        case int4:
        case int8: return number_of<std::int64_t>(text);
        case float4:
        case float8: return number_of<double>(text);
        case numeric:  // a sum of integers
            if (text.find('.') == std::string_view::npos) return number_of<std::int64_t>(text);
            return number_of<double>(text);
        case bytea: return bytes_of(text);
        default: return std::string{text};
    }
}

Problem unavailable(char const* code, std::string detail) {
    return {Refusal::unavailable, code, std::move(detail)};
}

}  // namespace

void PostgresConnection::Release::operator()(pg_result* result) const { PQclear(result); }

PostgresConnection::PostgresConnection(std::string const& url) {
    std::array<char const*, 4> const names{"dbname", "connect_timeout", "application_name", nullptr};
    std::array<char const*, 4> const values{url.c_str(), "3", "rufwerk", nullptr};
    connection_ = PQconnectdbParams(names.data(), values.data(), 1);
    if (PQstatus(connection_) != CONNECTION_OK) {
        auto const message = std::string{trim(PQerrorMessage(connection_))};
        PQfinish(connection_);
        throw unavailable(
            "store.unreachable",
            fmt::format("PostgreSQL cannot be reached or refuses us: {}. Check that the server runs, that "
                        "the database exists (CREATE DATABASE), and user and password in database.url.",
                        message));
    }
    PQsetNoticeProcessor(connection_, [](void*, char const*) {}, nullptr);
}

PostgresConnection::~PostgresConnection() { PQfinish(connection_); }

Rows PostgresConnection::query(std::string_view sql, Values const& values, std::size_t most_rows) {
    auto const result = run(sql, values);
    auto const count = PQntuples(result.get());
    if (static_cast<std::size_t>(count) > most_rows)
        throw std::logic_error{fmt::format("more than {} rows: {}", most_rows, sql)};
    Rows rows;
    rows.reserve(static_cast<std::size_t>(count));
    for (int row = 0; row < count; ++row) {
        Values columns;
        for (int column = 0; column < PQnfields(result.get()); ++column)
            columns.push_back(value_of(result.get(), row, column));
        rows.emplace_back(std::move(columns));
    }
    return rows;
}

std::int64_t PostgresConnection::execute(std::string_view sql, Values const& values) {
    auto const result = run(sql, values);
    std::string_view const status{PQcmdStatus(result.get())};
    auto const changes =
        status.starts_with("INSERT") || status.starts_with("UPDATE") || status.starts_with("DELETE");
    return changes ? number_of<std::int64_t>(PQcmdTuples(result.get())) : 0;
}

void PostgresConnection::command(std::string const& sql) {
    checked(Result{PQexec(connection_, sql.c_str())}, sql);
}

bool PostgresConnection::alive() const { return PQstatus(connection_) == CONNECTION_OK; }

bool PostgresConnection::in_transaction() const {
    auto const status = PQtransactionStatus(connection_);
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

PostgresConnection::Result PostgresConnection::run(std::string_view sql, Values const& values) {
    auto const& name = prepared(sql, values);
    std::vector<Bound> bounds;
    std::vector<char const*> data;
    std::vector<int> sizes;
    std::vector<int> formats;
    bounds.reserve(values.size());
    for (auto const& value : values) {
        auto const& to = bounds.emplace_back(bound(value));
        auto const null = std::holds_alternative<std::nullptr_t>(value);
        data.push_back(null ? nullptr : to.data != nullptr ? to.data : to.owned.c_str());
        sizes.push_back(to.size);
        formats.push_back(to.binary);
    }
    return checked(Result{PQexecPrepared(connection_, name.c_str(), static_cast<int>(values.size()),
                                         data.data(), sizes.data(), formats.data(), 0)},
                   sql);
}

std::string const& PostgresConnection::prepared(std::string_view sql, Values const& values) {
    std::string key;
    std::vector<Oid> types;
    for (auto const& value : values) {
        types.push_back(type_of(value));
        key += static_cast<char>('0' + value.index());
    }
    key += sql;
    if (auto const found = statements_.find(key); found != statements_.end()) return found->second;
    if (statements_.size() >= most_statements) {
        command("DEALLOCATE ALL");
        statements_.clear();
    }
    auto name = fmt::format("s{}", statements_.size());
    checked(Result{PQprepare(connection_, name.c_str(), expand_tokens(sql, Dialect::postgresql).c_str(),
                             static_cast<int>(types.size()), types.data())},
            sql);
    return statements_.emplace(std::move(key), std::move(name)).first->second;
}

PostgresConnection::Result PostgresConnection::checked(Result result, std::string_view sql) {
    auto const status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(result.get(), sql);
    return result;
}

/// By SQLSTATE (PostgreSQL 15, appendix A).
void PostgresConnection::fail(pg_result const* result, std::string_view sql) const {
    auto const* field = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    std::string_view const state{field == nullptr ? "" : field};
    std::string const message{trim(PQerrorMessage(connection_))};
    if (state == "40001" || state == "40P01") throw SerializationFailure{message};
    if (state == "23505")
        throw Problem{Refusal::conflict, "store.duplicate", fmt::format("It exists already ({}).", message)};
    if (state == "23503")
        throw Problem{Refusal::conflict, "store.reference",
                      "It refers to something that does not exist, or something refers to it."};
    if (state == "57014")
        throw unavailable("store.too_slow",
                          "The question took too long and was ended; ask for less at a time.");
    if (state == "53100")
        throw unavailable("store.disk_full",
                          "The disk of PostgreSQL is full; make room, writing goes on by itself.");
    if (state.empty() || state.starts_with("08") || state.starts_with("53") || state.starts_with("57") ||
        state.starts_with("58") || state.starts_with("XX") || !alive())
        throw unavailable(
            "store.unreachable",
            fmt::format("PostgreSQL does not answer ({}); check that it runs. It is tried again.", message));
    throw std::logic_error{fmt::format("{}: {}", message, sql)};
}

}  // namespace rufwerk::store

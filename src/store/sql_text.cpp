#include "store/sql_text.hpp"

#include "base/text.hpp"

#include <array>
#include <cctype>
#include <utility>

namespace rufwerk::store {
namespace {

using Replacement = std::pair<std::string_view, std::string_view>;

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// The index after the quoted text that begins at `at`; a doubled quote is seen as two quoted texts, which is
/// the same.
std::size_t after_quoted(std::string_view text, std::size_t at) {
    auto const end = text.find(text[at], at + 1);
    return end == std::string_view::npos ? text.size() : end + 1;
}

std::string_view sqlite_type(std::string_view word) {
    constexpr std::array<Replacement, 5> types{{{"BIGINT", "INTEGER"},
                                                {"BOOLEAN", "INTEGER"},
                                                {"BYTEA", "BLOB"},
                                                {"DOUBLE", "REAL"},
                                                {"PRECISION", ""}}};
    for (auto const& [from, to] : types)
        if (word == from) return to;
    return word;
}

}  // namespace

std::string expand_tokens(std::string_view sql, Dialect dialect) {
    std::string text{sql};
    auto const postgresql = dialect == Dialect::postgresql;
    replace_all(text, "{skip_locked}", postgresql ? "FOR UPDATE SKIP LOCKED" : "");
    replace_all(text, "{for_update}", postgresql ? "FOR UPDATE" : "");
    return text;
}

std::vector<std::string> split_statements(std::string_view script) {
    std::vector<std::string> statements;
    std::string current;
    auto const finish = [&] {
        if (auto const text = trim(current); !text.empty()) statements.emplace_back(text);
        current.clear();
    };
    for (std::size_t at = 0; at < script.size();) {
        if (script[at] == '\'' || script[at] == '"') {
            auto const end = after_quoted(script, at);
            current += script.substr(at, end - at);
            at = end;
        } else if (script.substr(at, 2) == "--") {
            at = std::min(script.find('\n', at), script.size());
        } else {
            if (script[at] == ';')
                finish();
            else
                current += script[at];
            ++at;
        }
    }
    finish();
    return statements;
}

std::string sqlite_ddl(std::string_view statement) {
    std::string text;
    for (std::size_t at = 0; at < statement.size();) {
        auto end = at + 1;
        if (statement[at] == '\'' || statement[at] == '"') {
            end = after_quoted(statement, at);
            text += statement.substr(at, end - at);
        } else if (is_word(statement[at])) {
            while (end < statement.size() && is_word(statement[end]))
                ++end;
            text += sqlite_type(statement.substr(at, end - at));
        } else {
            text += statement[at];
        }
        at = end;
    }
    if (text.starts_with("CREATE TABLE")) text += " STRICT";
    return text;
}

}  // namespace rufwerk::store

#include "call/toml_nesting.hpp"

#include <algorithm>

namespace rufwerk::call {
namespace {

/// Where the text that begins at `begin` with a quote ends: a single-line one at the end of its line at the
/// latest, as the parser stops there with a fault.
std::size_t end_of_text(std::string_view toml, std::size_t begin) {
    char const quote = toml[begin];
    bool const multi_line = toml.substr(begin, 3) == std::string_view{quote == '"' ? "\"\"\"" : "'''"};
    auto at = begin + (multi_line ? 3 : 1);
    for (; at < toml.size(); ++at) {
        if (toml[at] == '\\' && quote == '"') {
            ++at;
        } else if (!multi_line && (toml[at] == quote || toml[at] == '\n')) {
            return toml[at] == quote ? at + 1 : at;
        } else if (multi_line && toml[at] == quote && toml.substr(at, 3) == toml.substr(begin, 3)) {
            at += 3;
            // TOML 1.0, "String": one or two quotes right before the closing ones belong to the text.
            for (int more = 0; more < 2 && at < toml.size() && toml[at] == quote; ++more)
                ++at;
            return at;
        }
    }
    return toml.size();
}

}  // namespace

std::optional<int> line_of_deep_key(std::string_view toml) {
    int line = 1;
    int dots = 0;
    for (std::size_t at = 0; at < toml.size();) {
        if (toml[at] == '"' || toml[at] == '\'') {
            auto const end = end_of_text(toml, at);
            line += static_cast<int>(std::ranges::count(toml.substr(at, end - at), '\n'));
            at = end;
            continue;
        }
        if (toml[at] == '#') {
            at = std::min(toml.find('\n', at), toml.size());
            continue;
        }
        if (toml[at] == '\n') {
            ++line;
            dots = 0;
        } else if (toml[at] == '.' && ++dots > toml_dots_per_line_max) {
            return line;
        }
        ++at;
    }
    return std::nullopt;
}

}  // namespace rufwerk::call

#include "people/route_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>

namespace rufwerk::people {
namespace {

std::vector<std::string> split(std::string_view path) {
    std::vector<std::string> segments;
    while (!path.empty()) {
        path.remove_prefix(path.front() == '/' ? 1 : 0);
        auto const end = std::min(path.find('/'), path.size());
        segments.emplace_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return segments;
}

bool is_placeholder(std::string_view segment) { return segment.starts_with('{'); }

std::optional<std::size_t> literals_when_matching(std::vector<std::string> const& pattern,
                                                  std::vector<std::string> const& path) {
    if (pattern.size() != path.size()) return std::nullopt;
    std::size_t literals = 0;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (is_placeholder(pattern[i])) {
            if (path[i].empty()) return std::nullopt;
        } else if (pattern[i] == path[i]) {
            ++literals;
        } else {
            return std::nullopt;
        }
    }
    return literals;
}

}  // namespace

void RouteTable::add(std::string const& method, std::string const& path) {
    Route route{method, split(path)};
    for (auto const& other : routes_)
        if (other.method == method && other.segments == route.segments)
            throw std::logic_error{fmt::format("route {} {} is declared twice", method, path)};
    routes_.push_back(std::move(route));
}

RouteTable::Match RouteTable::find(std::string_view method, std::string_view path) const {
    auto const segments = split(path);
    Match match;
    std::size_t most_literals = 0;
    std::set<std::string_view> allow;
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        auto const literals = literals_when_matching(routes_[i].segments, segments);
        if (!literals) continue;
        match.path_known = true;
        allow.insert(routes_[i].method);
        if (routes_[i].method != method || (match.found && *literals <= most_literals)) continue;
        match.found = true;
        match.route = i;
        most_literals = *literals;
    }
    for (auto const& known : allow)
        match.allow += fmt::format("{}{}", match.allow.empty() ? "" : ", ", known);
    if (!match.found) return match;
    auto const& pattern = routes_[match.route].segments;
    for (std::size_t i = 0; i < segments.size(); ++i)
        if (is_placeholder(pattern[i]))
            match.values.emplace(pattern[i].substr(1, pattern[i].size() - 2), segments[i]);
    return match;
}

}  // namespace rufwerk::people

#include "base/invariant.hpp"
#include "store/database.hpp"

namespace rufwerk::store {
namespace {

template <class T>
T const& get(Values const& values, std::size_t column) {
    INVARIANT(column < values.size());
    auto const* value = std::get_if<T>(&values[column]);
    INVARIANT(value != nullptr);
    return *value;
}

}  // namespace

std::int64_t Row::integer(std::size_t column) const { return get<std::int64_t>(values_, column); }

double Row::real(std::size_t column) const { return get<double>(values_, column); }

/// SQLite has no boolean: there it comes as 0 or 1.
bool Row::boolean(std::size_t column) const {
    INVARIANT(column < values_.size());
    if (auto const* value = std::get_if<bool>(&values_[column])) return *value;
    return integer(column) != 0;
}

std::string const& Row::text(std::size_t column) const { return get<std::string>(values_, column); }

std::vector<std::byte> const& Row::bytes(std::size_t column) const {
    return get<std::vector<std::byte>>(values_, column);
}

std::optional<std::int64_t> Row::optional_integer(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return integer(column);
}

std::optional<std::string> Row::optional_text(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return text(column);
}

bool Row::is_null(std::size_t column) const {
    INVARIANT(column < values_.size());
    return std::holds_alternative<std::nullptr_t>(values_[column]);
}

}  // namespace rufwerk::store

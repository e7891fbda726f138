#include "wire/wire.hpp"

#include "base/text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <cmath>

namespace rufwerk::wire {
namespace {

/// Enough of a text to recognise it, never more than `most` bytes, cut between characters.
std::string beginning(std::string text, std::size_t most) {
    if (text.size() <= most) return text;
    auto end = most - 3;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return text.substr(0, end) + "...";
}

std::string list_of(std::vector<std::string_view> const& names) {
    std::string text;
    for (auto const name : names)
        text += (text.empty() ? "" : ", ") + std::string{name};
    return text;
}

}  // namespace

std::string shown(json::value const& value) { return beginning(print(value), 60); }

void Faults::add(std::string field, std::string code, std::string message) {
    if (list_.size() >= faults_limit) return;
    if (field.empty()) field = "(body)";
    list_.push_back(
        {beginning(std::move(field), fault_path_limit_bytes), std::move(code), std::move(message)});
}

void Faults::throw_if_any() const {
    if (list_.empty()) return;
    auto const& first = list_.front();
    auto detail = first.field + " " + first.message;
    if (list_.size() > 1) detail += fmt::format(" (and {} more)", list_.size() - 1);
    throw Problem{Refusal::invalid, "invalid", std::move(detail), list_};
}

void decode_bool(json::value const& value, bool& out, std::string const& at, Faults& faults) {
    if (auto const* found = value.if_bool())
        out = *found;
    else
        faults.add(at, "type", "must be true or false, not " + shown(value));
}

std::optional<std::uint64_t> decode_integer(json::value const& value, std::int64_t least, std::uint64_t most,
                                            std::string const& at, Faults& faults) {
    bool fits = false;
    std::uint64_t bits = 0;
    if (auto const* number = value.if_int64()) {
        bits = static_cast<std::uint64_t>(*number);
        fits = *number >= least && (*number < 0 || bits <= most);
    } else if (auto const* large = value.if_uint64()) {
        bits = *large;
        fits = bits <= most;
    } else if (auto const* real = value.if_double(); real && std::floor(*real) == *real) {
        // 5.0 is a whole number; beyond 2^53 a double is no longer sure which one.
        if (std::abs(*real) <= 9007199254740992.0)
            return decode_integer(static_cast<std::int64_t>(*real), least, most, at, faults);
    } else {
        faults.add(at, "type", "must be a whole number, not " + shown(value));
        return std::nullopt;
    }
    if (fits) return bits;
    faults.add(at, "range", fmt::format("must be from {} to {}, not {}", least, most, shown(value)));
    return std::nullopt;
}

void decode_instant(json::value const& value, Instant& out, std::string const& at, Faults& faults) {
    constexpr std::uint64_t end_of_year_9999_ms = 253'402'300'799'999;
    Faults wrong;
    if (auto const ms = decode_integer(value, 0, end_of_year_9999_ms, at, wrong))
        out = from_ms(static_cast<std::int64_t>(*ms));
    for (auto const& fault : wrong.list())
        faults.add(at, fault.code, "must be a time in milliseconds since 1970 UTC, not " + shown(value));
}

void decode_double(json::value const& value, double& out, std::string const& at, Faults& faults) {
    if (!value.is_number()) return faults.add(at, "type", "must be a number, not " + shown(value));
    out = value.to_number<double>();
    // The parser makes 1e999 infinite, and JSON has no way to send that back (RFC 8259 6).
    if (!std::isfinite(out)) faults.add(at, "range", "must be a number that fits a double");
}

void decode_text(json::value const& value, std::string& out, std::string const& at, Faults& faults) {
    auto const* text = value.if_string();
    if (!text) return faults.add(at, "type", "must be a text, not " + shown(value));
    if (text->size() > text_limit_bytes)
        return faults.add(
            at, "length",
            fmt::format("has {} bytes, at most {} are allowed", text->size(), text_limit_bytes));
    out.assign(text->data(), text->size());
    if (!is_utf8(out)) faults.add(at, "utf8", "is not UTF-8");
}

void decode_id(json::value const& value, std::int64_t& out, std::string const& at, Faults& faults) {
    auto const* text = value.if_string();
    auto const id = text ? parse_id({text->data(), text->size()}) : std::nullopt;
    if (id)
        out = *id;
    else
        faults.add(at, "id", "must be an id (a text of digits), not " + shown(value));
}

json::object const* decode_object(json::value const& value, std::string const& at, Faults& faults) {
    auto const* object = value.if_object();
    if (!object) faults.add(at, "type", "must be an object, not " + shown(value));
    return object;
}

json::object const* decode_map(json::value const& value, std::string const& at, Faults& faults) {
    auto const* map = decode_object(value, at, faults);
    if (!map || map->size() <= list_limit) return map;
    faults.add(at, "length", fmt::format("has {} entries, at most {} are allowed", map->size(), list_limit));
    return nullptr;
}

json::array const* decode_list(json::value const& value, std::string const& at, Faults& faults) {
    auto const* list = value.if_array();
    if (!list) {
        faults.add(at, "type", "must be a list, not " + shown(value));
    } else if (list->size() > list_limit) {
        faults.add(at, "length",
                   fmt::format("has {} entries, at most {} are allowed", list->size(), list_limit));
        list = nullptr;
    }
    return list;
}

void refuse_enumerator(json::value const& value, std::vector<std::string_view> const& names,
                       std::string const& at, Faults& faults) {
    faults.add(at, "enum", "must be one of " + list_of(names) + ", not " + shown(value));
}

void refuse_unknown(json::object const& object, std::vector<std::string_view> const& known,
                    std::string const& at, Faults& faults) {
    for (auto const& [key, value] : object) {
        bool found = false;
        for (auto const name : known)
            found = found || name == std::string_view{key.data(), key.size()};
        if (!found) faults.add(below(at, key), "unknown", "is not known here; known are " + list_of(known));
    }
}

std::string below(std::string const& at, std::string_view member) {
    return at.empty() ? std::string{member} : at + "." + std::string{member};
}

std::string below(std::string const& at, std::size_t index) { return fmt::format("{}[{}]", at, index); }

}  // namespace rufwerk::wire

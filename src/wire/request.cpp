#include "wire/request.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace rufwerk::wire {
namespace {

template <class Number>
std::optional<Number> number_of(std::string const& text) {
    Number number{};
    auto const* const end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return number;
}

json::value typed(std::string const& text, TextKind kind) {
    switch (kind) {
        case TextKind::text: break;
        case TextKind::flag:
            if (text == "true" || text == "false") return text == "true";
            break;
        case TextKind::whole:
            if (auto const number = number_of<std::int64_t>(text)) return *number;
            if (auto const number = number_of<std::uint64_t>(text)) return *number;
            break;
        case TextKind::real:
            // from_chars knows "inf" and "nan" too; JSON does not.
            if (auto const number = number_of<double>(text); number && std::isfinite(*number)) return *number;
            break;
    }
    return json::value(json::string_view{text});
}

TextKind kind_of(std::string const& name, std::vector<TextMember> const& members) {
    for (auto const& member : members)
        if (member.name == name) return member.kind;
    return TextKind::text;
}

json::object body_of(Request const& request, Faults& faults) {
    if (request.body.empty()) return {};
    if (!request.takes_body) {
        faults.add("(body)", "unexpected", "is not taken by this method: send none");
        return {};
    }
    auto parsed = parse(request.body, faults);
    if (!parsed) return {};
    if (decode_object(*parsed, "", faults) == nullptr) return {};
    auto object = std::move(parsed->get_object());
    for (auto const& [name, text] : request.path)
        if (object.contains(name))
            faults.add(name, "unknown", "stands in the path: leave it out of the body");
    return object;
}

void add_query(Request const& request, std::vector<TextMember> const& members, json::object& into,
               Faults& faults) {
    for (auto const& [name, text] : request.query) {
        auto const named_in_path = [&name = name](auto const& other) { return other.first == name; };
        if (std::any_of(request.path.begin(), request.path.end(), named_in_path))
            faults.add(name, "unknown", "stands in the path: leave it out of the query");
        else if (request.takes_body)
            faults.add(name, "unknown", "is not taken from the query here: send it in the body");
        else if (into.contains(name))
            faults.add(name, "doubled", "is given more than once: give it once");
        else if (text.empty())
            faults.add(name, "empty", "has no value: give one or leave it out");
        else
            into[name] = typed(text, kind_of(name, members));
    }
}

}  // namespace

json::value value_of(Request const& request, std::vector<TextMember> const& members, Faults& faults) {
    auto object = body_of(request, faults);
    add_query(request, members, object, faults);
    for (auto const& [name, text] : request.path)
        object[name] = typed(text, kind_of(name, members));
    return object;
}

}  // namespace rufwerk::wire

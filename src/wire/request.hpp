#pragma once

#include "wire/wire.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A struct out of a whole request: what stands in the address, which is text, and the JSON body.
namespace rufwerk::wire {

using TextMembers = std::vector<std::pair<std::string, std::string>>;

/// GET and DELETE take their members from the query, the other methods from the body; those that the route
/// names in its path are taken from there alone.
struct Request {
    TextMembers path;
    TextMembers query;
    std::string_view body;
    bool takes_body = false;
};

/// What a text of the address is to become before it is decoded.
enum class TextKind : std::uint8_t { text, whole, real, flag };
struct TextMember {
    std::string_view name;
    TextKind kind{};
};

template <class T>
constexpr TextKind text_kind() {
    if constexpr (is_optional<T>)
        return text_kind<typename T::value_type>();
    else if constexpr (std::is_same_v<T, bool>)
        return TextKind::flag;
    else if constexpr (std::is_integral_v<T> || std::is_same_v<T, Instant>)
        return TextKind::whole;
    else
        return std::is_floating_point_v<T> ? TextKind::real : TextKind::text;
}

/// All members of the request as one value. Faults for a doubled name, an empty value and a member at the
/// wrong place; a text that is not what its member wants stays a text, and decoding refuses it.
json::value value_of(Request const& request, std::vector<TextMember> const& members, Faults& faults);

template <Described T>
T decode_request(Request const& request) {
    std::vector<TextMember> members;
    mp::mp_for_each<Members<T>>([&](auto member) {
        using Field = std::remove_cvref_t<decltype(std::declval<T>().*member.pointer)>;
        members.push_back({member.name, text_kind<Field>()});
    });
    Faults faults;
    auto const value = value_of(request, members, faults);
    faults.throw_if_any();
    T out{};
    decode(value, out, "", faults);
    faults.throw_if_any();
    return out;
}

}  // namespace rufwerk::wire

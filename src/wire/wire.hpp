#pragma once

#include "base/clock.hpp"
#include "base/id.hpp"
#include "base/problem.hpp"

#include <boost/describe.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11.hpp>

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

/// struct ↔ JSON from one declaration. A struct that goes over the wire is described once, in its own
/// namespace:
///
///     struct NewNote { std::string text; std::optional<Instant> remind_at; };
///     WIRE_STRUCT(NewNote, text, remind_at)
///
/// Understood members: bool, integers, double, std::string, described enums (as text), Id (decimal text),
/// Instant (ms), optional (absent or null), vector, map<string, T>, described structs, and variants of
/// described structs tagged by `kind` (the struct's wire name). A struct may bring `void check(wire::Faults&,
/// std::string const& at) const` for its own rules.
#define WIRE_STRUCT(Type, ...)                     \
    BOOST_DESCRIBE_STRUCT(Type, (), (__VA_ARGS__)) \
    [[maybe_unused]] constexpr std::string_view wire_name(Type const*) { return #Type; }

namespace rufwerk::wire {

namespace json = boost::json;
namespace mp = boost::mp11;

inline constexpr std::size_t text_limit_bytes = 64U << 10U;
inline constexpr std::size_t list_limit = 10'000;  // entries of a vector and of a map
inline constexpr std::size_t faults_limit = 100;
/// A path longer than this is cut: keys are foreign text, and every fault repeats its own.
inline constexpr std::size_t fault_path_limit_bytes = 200;

/// Everything that is wrong with an input, each with its path: `skills[2].level`.
class Faults {
  public:
    void add(std::string field, std::string code, std::string message);
    bool empty() const { return list_.empty(); }
    std::vector<FieldFault> const& list() const { return list_; }
    /// Throws Problem `invalid` (422) when there is a fault.
    void throw_if_any() const;

  private:
    std::vector<FieldFault> list_;
};

/// JSON text as a value: at most 32 levels deep, no trailing bytes, UTF-8. Fault on `(body)` otherwise.
/// Real numbers become the nearest double; an infinity when there is none.
std::optional<json::value> parse(std::string_view text, Faults& faults);
/// Doubles as the shortest text that is read as the same double; NaN and the infinities as null.
std::string print(json::value const& value);
/// Enough of the value to recognise it in a message, never all of it.
std::string shown(json::value const& value);

template <class T>
concept Described = boost::describe::has_describe_members<T>::value && !std::is_union_v<T>;
template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;
template <class T>
using Members =
    boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;
template <class T>
constexpr std::string_view name_of() {
    return wire_name(static_cast<T const*>(nullptr));
}

// Kinds of member types, told apart once for decoding, encoding and schemas.
template <class>
inline constexpr bool is_id = false;
template <class Tag>
inline constexpr bool is_id<Id<Tag>> = true;
template <class>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class>
inline constexpr bool is_map = false;
template <class T>
inline constexpr bool is_map<std::map<std::string, T>> = true;
template <class>
inline constexpr bool is_variant = false;
template <class... T>
inline constexpr bool is_variant<std::variant<T...>> = true;

// Not template: in wire.cpp.
void decode_bool(json::value const& value, bool& out, std::string const& at, Faults& faults);
/// The bits of the number: as int64 when `least` is negative. Nothing, and a fault, when it is none or out of
/// range.
std::optional<std::uint64_t> decode_integer(json::value const& value, std::int64_t least, std::uint64_t most,
                                            std::string const& at, Faults& faults);
void decode_instant(json::value const& value, Instant& out, std::string const& at, Faults& faults);
void decode_double(json::value const& value, double& out, std::string const& at, Faults& faults);
void decode_text(json::value const& value, std::string& out, std::string const& at, Faults& faults);
void decode_id(json::value const& value, std::int64_t& out, std::string const& at, Faults& faults);
json::object const* decode_object(json::value const& value, std::string const& at, Faults& faults);
json::object const* decode_map(json::value const& value, std::string const& at, Faults& faults);
json::array const* decode_list(json::value const& value, std::string const& at, Faults& faults);
void refuse_enumerator(json::value const& value, std::vector<std::string_view> const& names,
                       std::string const& at, Faults& faults);
/// Faults for the members of `object` that are not in `known`.
void refuse_unknown(json::object const& object, std::vector<std::string_view> const& known,
                    std::string const& at, Faults& faults);
std::string below(std::string const& at, std::string_view member);
std::string below(std::string const& at, std::size_t index);

template <class T>
void decode(json::value const& value, T& out, std::string const& at, Faults& faults);

template <class T>
std::vector<std::string_view> member_names() {
    std::vector<std::string_view> names;
    mp::mp_for_each<Members<T>>([&](auto member) { names.emplace_back(member.name); });
    return names;
}

template <Described T>
void decode_members(json::object const& object, T& out, std::string const& at, Faults& faults) {
    mp::mp_for_each<Members<T>>([&](auto member) {
        using Field = std::remove_cvref_t<decltype(out.*member.pointer)>;
        auto const path = below(at, member.name);
        if (auto const* found = object.if_contains(member.name))
            decode(*found, out.*member.pointer, path, faults);
        else if constexpr (!is_optional<Field>)
            faults.add(path, "required", "is missing");
    });
    if constexpr (requires { out.check(faults, at); }) out.check(faults, at);
}

template <DescribedEnum T>
void decode_enumerator(json::value const& value, T& out, std::string const& at, Faults& faults) {
    auto const* text = value.if_string();
    bool found = false;
    std::vector<std::string_view> names;
    mp::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto enumerator) {
        names.emplace_back(enumerator.name);
        if (text && std::string_view{text->data(), text->size()} == enumerator.name) {
            out = enumerator.value;
            found = true;
        }
    });
    if (!found) refuse_enumerator(value, names, at, faults);
}

template <class... T>
void decode_variant(json::value const& value, std::variant<T...>& out, std::string const& at,
                    Faults& faults) {
    auto const* object = decode_object(value, at, faults);
    if (!object) return;
    auto const* kind = object->if_contains("kind");
    std::vector<std::string_view> const names{name_of<T>()...};
    bool found = false;
    auto const take = [&]<class Case>(Case const*) {
        if (found || !kind || !kind->is_string() || kind->get_string() != name_of<Case>()) return;
        found = true;
        auto known = member_names<Case>();
        known.emplace_back("kind");
        refuse_unknown(*object, known, at, faults);
        Case chosen{};
        decode_members(*object, chosen, at, faults);
        out = std::move(chosen);
    };
    (take(static_cast<T const*>(nullptr)), ...);
    if (!found) refuse_enumerator(kind ? *kind : json::value{}, names, below(at, "kind"), faults);
}

template <class T>
void decode(json::value const& value, T& out, std::string const& at, Faults& faults) {
    if constexpr (std::is_same_v<T, bool>) {
        decode_bool(value, out, at, faults);
    } else if constexpr (std::is_integral_v<T>) {
        using Limits = std::numeric_limits<T>;
        auto const wide = decode_integer(value, Limits::min(), Limits::max(), at, faults);
        out = static_cast<T>(wide.value_or(0));
    } else if constexpr (std::is_floating_point_v<T>) {
        decode_double(value, out, at, faults);
    } else if constexpr (std::is_same_v<T, std::string>) {
        decode_text(value, out, at, faults);
    } else if constexpr (std::is_same_v<T, Instant>) {
        decode_instant(value, out, at, faults);
    } else if constexpr (is_id<T>) {
        decode_id(value, out.value, at, faults);
    } else if constexpr (is_optional<T>) {
        if (value.is_null()) return out.reset();
        decode(value, out.emplace(), at, faults);
    } else if constexpr (is_vector<T>) {
        auto const* list = decode_list(value, at, faults);
        if (!list) return;
        out.resize(list->size());
        for (std::size_t i = 0; i < out.size(); ++i)
            decode((*list)[i], out[i], below(at, i), faults);
    } else if constexpr (is_map<T>) {
        auto const* object = decode_map(value, at, faults);
        if (!object) return;
        for (auto const& [key, member] : *object)
            decode(member, out[std::string{key}], below(at, key), faults);
    } else if constexpr (is_variant<T>) {
        decode_variant(value, out, at, faults);
    } else if constexpr (DescribedEnum<T>) {
        decode_enumerator(value, out, at, faults);
    } else {
        static_assert(Described<T>, "describe the type with WIRE_STRUCT");
        auto const* object = decode_object(value, at, faults);
        if (!object) return;
        refuse_unknown(*object, member_names<T>(), at, faults);
        decode_members(*object, out, at, faults);
    }
}

/// `text` as a T; throws Problem with every fault.
template <class T>
T decode(std::string_view text) {
    Faults faults;
    T out{};
    if (auto const value = parse(text, faults)) decode(*value, out, "", faults);
    faults.throw_if_any();
    return out;
}

template <class T>
json::value encode_value(T const& in) {
    if constexpr (std::is_same_v<T, bool> || std::is_arithmetic_v<T>) {
        return json::value(in);
    } else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, std::string_view>) {
        return json::value(json::string_view{in.data(), in.size()});
    } else if constexpr (std::is_same_v<T, json::value>) {
        return in;
    } else if constexpr (std::is_same_v<T, Instant>) {
        return json::value(to_ms(in));
    } else if constexpr (is_id<T>) {
        return encode_value(to_string(in));
    } else if constexpr (is_optional<T>) {
        return in ? encode_value(*in) : json::value(nullptr);
    } else if constexpr (is_vector<T>) {
        json::array list;
        list.reserve(in.size());
        for (auto const& element : in)
            list.push_back(encode_value(element));
        return list;
    } else if constexpr (is_map<T>) {
        json::object object;
        for (auto const& [key, member] : in)
            object[key] = encode_value(member);
        return object;
    } else if constexpr (is_variant<T>) {
        return std::visit(
            []<class Case>(Case const& chosen) {
                auto value = encode_value(chosen);
                value.get_object()["kind"] = name_of<Case>();
                return value;
            },
            in);
    } else if constexpr (DescribedEnum<T>) {
        return encode_value(std::string_view{boost::describe::enum_to_string(in, "")});
    } else {
        static_assert(Described<T>, "describe the type with WIRE_STRUCT");
        json::object object;
        mp::mp_for_each<Members<T>>(
            [&](auto member) { object[member.name] = encode_value(in.*member.pointer); });
        return object;
    }
}

template <class T>
std::string encode(T const& in) {
    return print(encode_value(in));
}

}  // namespace rufwerk::wire

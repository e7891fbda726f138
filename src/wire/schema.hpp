#pragma once

#include "wire/note.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <map>
#include <stdexcept>
#include <string>
#include <typeindex>
#include <vector>

/// JSON Schemas (2020-12) and examples of described types.
namespace rufwerk::wire {

/// The same struct promises different things: an answer carries all its members, optional ones as null; a
/// request may leave the optional ones out and may carry no others.
enum class Use : std::uint8_t { answer, request };

json::value reference(std::string_view name);
json::value nullable(json::value schema);
json::value whole_number(std::int64_t least, std::uint64_t most, std::size_t bytes);
void add_note(json::object& schema, Note const& note);
/// Throws std::logic_error when it is not JSON.
json::value example_of(Note const& note);

/// Collects the schemas of named types under `components.schemas` while members are described. Throws
/// std::logic_error when two types have one name.
class Schemas {
  public:
    template <class T>
    json::value of(Use use);
    /// Properties and required members of T, in place.
    template <Described T>
    json::object object(Use use);
    json::object const& all() const { return all_; }

  private:
    template <Described T>
    std::string name_in(Use use, bool tagged);
    bool begin(std::string const& name, std::type_index type, bool tagged);

    json::object all_;
    std::map<std::string, std::pair<std::type_index, bool>, std::less<>> begun_;
};

template <class T>
json::value Schemas::of(Use use) {
    if constexpr (std::is_same_v<T, bool>) {
        return {{"type", "boolean"}};
    } else if constexpr (std::is_integral_v<T>) {
        using Limits = std::numeric_limits<T>;
        return whole_number(Limits::min(), Limits::max(), sizeof(T));
    } else if constexpr (std::is_floating_point_v<T>) {
        return {{"type", "number"}, {"format", "double"}};
    } else if constexpr (std::is_same_v<T, std::string>) {
        return {{"type", "string"}};
    } else if constexpr (std::is_same_v<T, Instant>) {
        return {{"type", "integer"}, {"format", "int64"}, {"description", "Milliseconds since 1970 UTC."}};
    } else if constexpr (is_id<T>) {
        return {{"type", "string"}, {"pattern", "^[0-9]{1,19}$"}};
    } else if constexpr (std::is_same_v<T, json::value>) {
        return json::object{};
    } else if constexpr (is_optional<T>) {
        return nullable(of<typename T::value_type>(use));
    } else if constexpr (is_vector<T>) {
        json::object list{{"type", "array"}, {"items", of<typename T::value_type>(use)}};
        if (use == Use::request) list["maxItems"] = list_limit;
        return list;
    } else if constexpr (is_map<T>) {
        json::object map{{"type", "object"}, {"additionalProperties", of<typename T::mapped_type>(use)}};
        if (use == Use::request) map["maxProperties"] = list_limit;
        return map;
    } else if constexpr (is_variant<T>) {
        json::array cases;
        json::object mapping;
        mp::mp_for_each<mp::mp_transform<std::add_pointer_t, mp::mp_rename<T, mp::mp_list>>>(
            [&](auto pointer) {
                using Case = std::remove_pointer_t<decltype(pointer)>;
                auto const name = name_in<Case>(use, true);
                cases.push_back(reference(name));
                mapping[name_of<Case>()] = "#/components/schemas/" + name;
            });
        return {{"oneOf", cases}, {"discriminator", {{"propertyName", "kind"}, {"mapping", mapping}}}};
    } else if constexpr (DescribedEnum<T>) {
        json::array names;
        mp::mp_for_each<boost::describe::describe_enumerators<T>>(
            [&](auto one) { names.emplace_back(one.name); });
        return {{"type", "string"}, {"enum", names}};
    } else {
        return reference(name_in<T>(use, false));
    }
}

template <Described T>
json::object Schemas::object(Use use) {
    static_assert(notes_name_members<T>(), "WIRE_NOTES speaks of a member that does not exist");
    json::object properties;
    json::array required;
    mp::mp_for_each<Members<T>>([&](auto member) {
        using Field = std::remove_cvref_t<decltype(std::declval<T>().*member.pointer)>;
        auto schema = of<Field>(use);
        if (auto const* note = note_on<T>(member.name)) add_note(schema.get_object(), *note);
        properties[member.name] = std::move(schema);
        if (use == Use::answer || !is_optional<Field>) required.emplace_back(member.name);
    });
    json::object described{{"type", "object"}, {"properties", properties}, {"required", required}};
    if (use == Use::request) described["additionalProperties"] = false;
    return described;
}

template <Described T>
std::string Schemas::name_in(Use use, bool tagged) {
    auto const name = std::string{name_of<T>()} + (use == Use::request ? "Input" : "");
    if (!begin(name, typeid(T), tagged)) return name;
    auto described = object<T>(use);
    if (tagged) {
        described["properties"].as_object()["kind"] = {{"type", "string"}, {"const", name_of<T>()}};
        described["required"].as_array().emplace_back("kind");
    }
    all_[name] = std::move(described);
    return name;
}

/// A value as T goes over the wire, out of the notes' examples.
template <class T>
json::value example() {
    if constexpr (std::is_same_v<T, bool>) {
        return true;
    } else if constexpr (std::is_arithmetic_v<T>) {
        return 3;
    } else if constexpr (std::is_same_v<T, Instant>) {
        return 1'795'467'272'123;
    } else if constexpr (is_id<T>) {
        return "71";
    } else if constexpr (is_optional<T>) {
        return example<typename T::value_type>();
    } else if constexpr (is_vector<T>) {
        return json::array{example<typename T::value_type>()};
    } else if constexpr (is_map<T>) {
        return json::object{{"key", example<typename T::mapped_type>()}};
    } else if constexpr (is_variant<T>) {
        using Case = std::variant_alternative_t<0, T>;
        auto value = example<Case>();
        value.get_object()["kind"] = name_of<Case>();
        return value;
    } else if constexpr (DescribedEnum<T>) {
        return mp::mp_front<boost::describe::describe_enumerators<T>>::name;
    } else if constexpr (Described<T>) {
        json::object value;
        mp::mp_for_each<Members<T>>([&](auto member) {
            using Field = std::remove_cvref_t<decltype(std::declval<T>().*member.pointer)>;
            auto const* note = note_on<T>(member.name);
            value[member.name] = note && !note->example.empty() ? example_of(*note) : example<Field>();
        });
        return value;
    } else {
        static_assert(std::is_same_v<T, std::string> || std::is_same_v<T, json::value>);
        return "text";
    }
}

}  // namespace rufwerk::wire

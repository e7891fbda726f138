#pragma once

#include "wire/wire.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <set>
#include <string>
#include <vector>

/// The OpenAPI 3.1 document, out of the same declarations that decode and encode.
namespace rufwerk::wire {

/// Collects the schemas of named types under `components.schemas` while members are described.
class Schemas {
  public:
    template <class T>
    json::value of();
    json::object const& all() const { return all_; }

  private:
    template <Described T>
    void describe(bool tagged);
    json::object all_;
    std::set<std::string, std::less<>> begun_;
};

/// One operation of the API. Members of `In` named in the path (`/api/calls/{id}`) are path parameters; for
/// GET and DELETE the others are query parameters, else they are the JSON body.
struct Operation {
    std::string method;  // lower case
    std::string path;
    std::string summary;
    std::string permission;  // empty: signed in is enough
    bool open = false;       // no session needed
    json::value in;          // schema object of In: properties and required
    json::value out;         // schema of the answer; null: no content
};

class OpenApi {
  public:
    OpenApi(std::string title, std::string version)
        : title_{std::move(title)}, version_{std::move(version)} {}
    template <class In, class Out>
    void add(Operation operation) {
        operation.in = object_schema<In>();
        if constexpr (!std::is_void_v<Out>) operation.out = schemas_.of<Out>();
        operations_.push_back(std::move(operation));
    }
    std::string print() const;

  private:
    template <Described T>
    json::value object_schema();
    std::string title_;
    std::string version_;
    Schemas schemas_;
    std::vector<Operation> operations_;
};

json::value reference(std::string_view name);
json::value nullable(json::value schema);
template <class T>
concept Integer = std::is_integral_v<T> && !std::is_same_v<T, bool>;

template <class T>
json::value Schemas::of() {
    if constexpr (std::is_same_v<T, bool>) {
        return {{"type", "boolean"}};
    } else if constexpr (Integer<T>) {
        return {{"type", "integer"}};
    } else if constexpr (std::is_floating_point_v<T>) {
        return {{"type", "number"}};
    } else if constexpr (std::is_same_v<T, std::string>) {
        return {{"type", "string"}};
    } else if constexpr (std::is_same_v<T, Instant>) {
        return {{"type", "integer"}, {"format", "int64"}, {"description", "milliseconds since 1970 UTC"}};
    } else if constexpr (is_id<T>) {
        return {{"type", "string"}, {"pattern", "^[0-9]{1,19}$"}};
    } else if constexpr (std::is_same_v<T, json::value>) {
        return json::object{};
    } else if constexpr (is_optional<T>) {
        return nullable(of<typename T::value_type>());
    } else if constexpr (is_vector<T>) {
        return {{"type", "array"}, {"items", of<typename T::value_type>()}};
    } else if constexpr (is_map<T>) {
        return {{"type", "object"}, {"additionalProperties", of<typename T::mapped_type>()}};
    } else if constexpr (is_variant<T>) {
        json::array cases;
        json::object mapping;
        mp::mp_for_each<mp::mp_transform<std::add_pointer_t, mp::mp_rename<T, mp::mp_list>>>(
            [&](auto pointer) {
                using Case = std::remove_pointer_t<decltype(pointer)>;
                describe<Case>(true);
                cases.push_back(reference(name_of<Case>()));
                mapping[name_of<Case>()] = "#/components/schemas/" + std::string{name_of<Case>()};
            });
        return {{"oneOf", cases}, {"discriminator", {{"propertyName", "kind"}, {"mapping", mapping}}}};
    } else if constexpr (DescribedEnum<T>) {
        json::array names;
        mp::mp_for_each<boost::describe::describe_enumerators<T>>(
            [&](auto one) { names.emplace_back(one.name); });
        return {{"type", "string"}, {"enum", names}};
    } else {
        describe<T>(false);
        return reference(name_of<T>());
    }
}

template <Described T>
void Schemas::describe(bool tagged) {
    std::string const name{name_of<T>()};
    if (!begun_.insert(name).second) return;
    json::object properties;
    json::array required;
    if (tagged) {
        properties["kind"] = json::object{{"type", "string"}, {"const", name}};
        required.emplace_back("kind");
    }
    // An answer always carries all its members, optional ones as null: so all are required, and clients need
    // not ask.
    mp::mp_for_each<Members<T>>([&](auto member) {
        using Field = std::remove_cvref_t<decltype(std::declval<T>().*member.pointer)>;
        properties[member.name] = of<Field>();
        required.emplace_back(member.name);
    });
    all_[name] = json::object{{"type", "object"}, {"properties", properties}, {"required", required}};
}

template <Described T>
json::value OpenApi::object_schema() {
    json::object properties;
    json::array required;
    mp::mp_for_each<Members<T>>([&](auto member) {
        using Field = std::remove_cvref_t<decltype(std::declval<T>().*member.pointer)>;
        properties[member.name] = schemas_.of<Field>();
        if (!is_optional<Field>) required.emplace_back(member.name);
    });
    return json::object{{"type", "object"}, {"properties", properties}, {"required", required}};
}

}  // namespace rufwerk::wire

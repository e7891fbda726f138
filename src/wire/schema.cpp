#include "wire/schema.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace rufwerk::wire {

json::value reference(std::string_view name) {
    return json::object{{"$ref", "#/components/schemas/" + std::string{name}}};
}

json::value nullable(json::value schema) {
    json::object whole;
    auto& inner = schema.get_object();
    if (auto const* text = inner.if_contains("description")) whole["description"] = *text;
    inner.erase("description");
    whole["anyOf"] = json::array{std::move(schema), json::object{{"type", "null"}}};
    return whole;
}

json::value whole_number(std::int64_t least, std::uint64_t most, std::size_t bytes) {
    json::object schema{{"type", "integer"}};
    // The bounds of a double word cannot be told in JSON numbers that every reader keeps exact.
    if (bytes == sizeof(std::int64_t)) {
        schema["format"] = "int64";
        if (least == 0) schema["minimum"] = 0;
    } else {
        schema["minimum"] = least;
        schema["maximum"] = most;
    }
    return schema;
}

void add_note(json::object& schema, Note const& note) {
    std::string text{note.text};
    if (auto const* of_type = schema.if_contains("description"))
        text += (text.ends_with('.') ? " " : ". ") + std::string{of_type->as_string()};
    schema["description"] = text;
    auto* bounded = &schema;
    if (auto* cases = schema.if_contains("anyOf")) bounded = &cases->as_array().front().as_object();
    if (note.least) (*bounded)["minimum"] = *note.least;
    if (note.most) (*bounded)["maximum"] = *note.most;
}

json::value example_of(Note const& note) {
    Faults faults;
    auto value = parse(note.example, faults);
    if (!value)
        throw std::logic_error{
            fmt::format("the example of {} is not JSON: {}", note.member, std::string{note.example})};
    return *value;
}

bool Schemas::begin(std::string const& name, std::type_index type, bool tagged) {
    auto const [found, fresh] = begun_.try_emplace(name, type, tagged);
    if (found->second != std::pair{type, tagged})
        throw std::logic_error{"two types go over the wire as " + name};
    return fresh;
}

}  // namespace rufwerk::wire

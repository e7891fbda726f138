#include "wire/openapi.hpp"

#include <boost/json.hpp>

namespace rufwerk::wire {
namespace {

bool in_path(std::string const& path, std::string_view member) {
    return path.find("{" + std::string{member} + "}") != std::string::npos;
}

bool is_required(json::object const& in, std::string_view member) {
    for (auto const& name : in.at("required").as_array())
        if (name.as_string() == member) return true;
    return false;
}

json::value problem_schema() {
    return json::parse(
        R"({"type":"object","required":["type","title","status","code","detail","fields"],"properties":{
        "type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},"code":{"type":"string"},
        "detail":{"type":"string"},"fields":{"type":"array","items":{"type":"object","required":["field","code","message"],
        "properties":{"field":{"type":"string"},"code":{"type":"string"},"message":{"type":"string"}}}}}})");
}

/// Moves what belongs into the address out of the input's members; the rest stays for the body.
json::array parameters_of(Operation const& operation, json::object& body_properties,
                          json::array& body_required) {
    bool const body_allowed = operation.method != "get" && operation.method != "delete";
    auto const& in = operation.in.as_object();
    json::array parameters;
    for (auto const& [name, schema] : in.at("properties").as_object()) {
        bool const path = in_path(operation.path, name);
        if (path || !body_allowed) {
            parameters.push_back({{"name", name},
                                  {"in", path ? "path" : "query"},
                                  {"required", path || is_required(in, name)},
                                  {"schema", schema}});
        } else {
            body_properties[name] = schema;
            if (is_required(in, name)) body_required.emplace_back(name);
        }
    }
    return parameters;
}

json::object content_of(json::value schema, char const* type) {
    return {{type, json::object{{"schema", std::move(schema)}}}};
}

json::object describe(Operation const& operation) {
    json::object properties;
    json::array required;
    json::object described{{"summary", operation.summary}};
    described["parameters"] = parameters_of(operation, properties, required);
    if (!properties.empty()) {
        json::object body{{"type", "object"}, {"properties", properties}, {"required", required}};
        described["requestBody"] = json::object{{"required", !required.empty()},
                                                {"content", content_of(std::move(body), "application/json")}};
    }
    json::object responses;
    if (operation.out.is_null())
        responses["204"] = json::object{{"description", "Done"}};
    else
        responses["200"] =
            json::object{{"description", "Done"}, {"content", content_of(operation.out, "application/json")}};
    responses["default"] =
        json::object{{"description", "Refused"},
                     {"content", content_of(reference("Problem"), "application/problem+json")}};
    described["responses"] = responses;
    if (!operation.open) described["security"] = json::array{json::object{{"session", json::array{}}}};
    if (!operation.permission.empty()) described["x-permission"] = operation.permission;
    return described;
}

}  // namespace

json::value reference(std::string_view name) {
    return json::object{{"$ref", "#/components/schemas/" + std::string{name}}};
}

json::value nullable(json::value schema) {
    return json::object{{"anyOf", json::array{std::move(schema), json::object{{"type", "null"}}}}};
}

std::string OpenApi::print() const {
    json::object paths;
    for (auto const& operation : operations_) {
        auto& path = paths[operation.path];
        if (!path.is_object()) path = json::object{};
        path.as_object()[operation.method] = describe(operation);
    }
    auto schemas = schemas_.all();
    schemas["Problem"] = problem_schema();
    json::object const session{{"type", "apiKey"}, {"in", "cookie"}, {"name", "rufwerk_session"}};
    return json::serialize(json::object{
        {"openapi", "3.1.0"},
        {"info", json::object{{"title", title_}, {"version", version_}}},
        {"paths", paths},
        {"components",
         json::object{{"schemas", schemas}, {"securitySchemes", json::object{{"session", session}}}}}});
}

}  // namespace rufwerk::wire

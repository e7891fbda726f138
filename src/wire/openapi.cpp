#include "wire/openapi.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <map>

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

json::object content_of(char const* type, json::object media) { return {{type, std::move(media)}}; }

json::value problem_schema() {
    return json::parse(
        R"({"type":"object","description":"Why it was refused (RFC 9457).",
        "required":["type","title","status","code","detail","fields"],"properties":{
        "type":{"type":"string","description":"Always about:blank."},
        "title":{"type":"string","description":"The status in words."},
        "status":{"type":"integer","description":"The HTTP status once more."},
        "code":{"type":"string","description":"For programs; stable."},
        "detail":{"type":"string","description":"One English sentence: what, why and the remedy."},
        "fields":{"type":"array","description":"Every wrong field of the input.",
        "items":{"type":"object","required":["field","code","message"],
        "properties":{"field":{"type":"string","description":"Its path: skills[2].level."},
        "code":{"type":"string","description":"For programs; stable."},
        "message":{"type":"string","description":"The rest of a sentence that begins with the field."}}}}}})");
}

/// A parameter is there or not there, but never null, and in the query never empty.
json::object parameter(std::string_view name, bool path, bool required, json::object schema,
                       json::value const& example) {
    json::object described{{"name", name}, {"in", path ? "path" : "query"}, {"required", required}};
    if (auto const* text = schema.if_contains("description")) described["description"] = *text;
    schema.erase("description");
    if (auto* cases = schema.if_contains("anyOf")) {
        auto const value = cases->as_array().front();
        schema = value.as_object();
    }
    if (!path && schema.contains("type") && schema.at("type") == "string" && !schema.contains("enum"))
        schema["minLength"] = 1;
    described["schema"] = schema;
    described["example"] = example;
    return described;
}

struct Input {
    json::array parameters;
    json::object properties;  // of the body
    json::array required;
    json::object example;
};

/// What belongs into the address, and what into the body.
Input input_of(Operation const& operation) {
    bool const body_allowed = operation.method != "get" && operation.method != "delete";
    auto const& in = operation.in.as_object();
    Input input;
    for (auto const& [name, schema] : in.at("properties").as_object()) {
        bool const path = in_path(operation.path, name);
        auto const& example = operation.in_example.at(name);
        if (path || !body_allowed) {
            input.parameters.push_back(
                parameter(name, path, path || is_required(in, name), schema.as_object(), example));
        } else {
            input.properties[name] = schema;
            input.example[name] = example;
            if (is_required(in, name)) input.required.emplace_back(name);
        }
    }
    return input;
}

json::object body_of(Input const& input) {
    json::object schema{{"type", "object"},
                        {"properties", input.properties},
                        {"required", input.required},
                        {"additionalProperties", false}};
    return {{"required", !input.required.empty()},
            {"content", content_of("application/json", {{"schema", schema}, {"example", input.example}})}};
}

/// Many operations are refused in the same ways: each distinct set of refusals of one status is one
/// component, named by its codes.
class SharedRefusals {
  public:
    json::object responses_of(std::vector<Refused> const& refusals) {
        std::map<int, std::map<std::string, json::value>> by_status;
        for (auto const& refused : refusals)
            by_status[refused.status].emplace(refused.problem.at("code").as_string(), refused.problem);
        json::object responses;
        for (auto const& [status, by_code] : by_status)
            responses[std::to_string(status)] =
                json::object{{"$ref", "#/components/responses/" + add(status, by_code)}};
        return responses;
    }
    json::object const& all() const { return all_; }

  private:
    std::string add(int status, std::map<std::string, json::value> const& by_code) {
        auto name = std::to_string(status);
        std::string codes;
        json::object examples;
        for (auto const& [code, problem] : by_code) {
            name += "-" + code;
            codes += (codes.empty() ? "" : ", ") + code;
            examples[code] = json::object{{"value", problem}};
        }
        auto const& title = by_code.begin()->second.at("title").as_string();
        all_[name] = json::object{
            {"description", fmt::format("{}: {}.", std::string_view{title}, codes)},
            {"content", content_of("application/problem+json",
                                   {{"schema", reference("Problem")}, {"examples", std::move(examples)}})}};
        return name;
    }
    json::object all_;
};

/// "put" and "/api/agents/{login}/presence" → "putAgentsByLoginPresence"
std::string operation_id(Operation const& operation) {
    auto id = operation.method;
    auto path = std::string_view{operation.path};
    if (path.starts_with("/api/")) path.remove_prefix(4);
    bool begins = false;
    for (char const c : path) {
        if (c == '{') id += "By";
        begins = begins || c == '/' || c == '-' || c == '{';
        bool const letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        if (!letter) continue;
        id += begins && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        begins = false;
    }
    return id;
}

json::object describe(Operation const& operation, SharedRefusals& refusals) {
    auto const input = input_of(operation);
    json::object described{{"operationId", operation_id(operation)}, {"summary", operation.summary}};
    described["parameters"] = input.parameters;
    if (!input.properties.empty()) described["requestBody"] = body_of(input);
    json::object responses;
    if (operation.out.is_null())
        responses["204"] = json::object{{"description", "Done"}};
    else
        responses["200"] = json::object{
            {"description", "Done"},
            {"content", content_of("application/json",
                                   {{"schema", operation.out}, {"example", operation.out_example}})}};
    for (auto const& [status, response] : refusals.responses_of(operation.refusals))
        responses[status] = response;
    described["responses"] = responses;
    described["security"] =
        operation.open ? json::array{} : json::array{json::object{{"session", json::array{}}}};
    if (!operation.permission.empty()) described["x-permission"] = operation.permission;
    return described;
}

}  // namespace

std::string OpenApi::print() const {
    json::object paths;
    SharedRefusals refusals;
    for (auto const& operation : operations_) {
        auto& path = paths[operation.path];
        if (!path.is_object()) path = json::object{};
        path.as_object()[operation.method] = describe(operation, refusals);
    }
    auto schemas = schemas_.all();
    schemas["Problem"] = problem_schema();
    json::object const session{{"type", "apiKey"},
                               {"in", "cookie"},
                               {"name", "rufwerk_session"},
                               {"description",
                                "Set by POST /api/sessions. A write also needs an Origin header that names "
                                "the address it is sent to."}};
    return wire::print(
        json::object{{"openapi", "3.1.0"},
                     {"info",
                      {{"title", title_},
                       {"version", version_},
                       {"license", json::object{{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
                     {"servers", json::array{json::object{{"url", "/"}}}},
                     {"paths", paths},
                     {"components",
                      {{"schemas", schemas},
                       {"responses", refusals.all()},
                       {"securitySchemes", json::object{{"session", session}}}}}});
}

}  // namespace rufwerk::wire

#pragma once

#include "wire/schema.hpp"

#include <string>
#include <vector>

/// The OpenAPI 3.1 document, out of the same declarations that decode and encode.
namespace rufwerk::wire {

/// One way an operation says no: the whole problem+json as it goes out, with its `code` and `detail`.
struct Refused {
    int status = 0;
    json::value problem;
};

/// One operation of the API. Members of `In` named in the path (`/api/calls/{id}`) are path parameters; for
/// GET and DELETE the others are query parameters, else they are the JSON body.
struct Operation {
    std::string method;  // lower case
    std::string path;
    std::string summary;
    std::string permission{};         // empty: signed in is enough
    bool open = false;                // no session needed
    std::vector<Refused> refusals{};  // all of them

    // Filled by `add`.
    json::value in{};  // schema of In: properties and required
    json::value in_example{};
    json::value out{};  // schema of the answer; null: no content
    json::value out_example{};
};

class OpenApi {
  public:
    OpenApi(std::string title, std::string version)
        : title_{std::move(title)}, version_{std::move(version)} {}
    template <Described In, class Out>
    void add(Operation operation) {
        operation.in = schemas_.object<In>(Use::request);
        operation.in_example = example<In>();
        if constexpr (!std::is_void_v<Out>) {
            operation.out = schemas_.of<Out>(Use::answer);
            operation.out_example = example<Out>();
        }
        operations_.push_back(std::move(operation));
    }
    std::string print() const;

  private:
    std::string title_;
    std::string version_;
    Schemas schemas_;
    std::vector<Operation> operations_;
};

}  // namespace rufwerk::wire

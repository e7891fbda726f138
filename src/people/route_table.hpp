#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rufwerk::people {

/// Finds the route of a path: "/api/calls/{id}" matches "/api/calls/71" with id = 71. Literal parts win over
/// placeholders, so that "/api/sessions/current" and "/api/sessions/{id}" can stand side by side.
class RouteTable {
  public:
    /// Throws std::logic_error when method and path are there already.
    void add(std::string const& method, std::string const& path);

    struct Match {
        bool path_known = false;
        std::string allow;      // methods of this path, when the method is not among them
        std::size_t route = 0;  // order of `add`
        bool found = false;
        std::map<std::string, std::string> values;  // by placeholder
    };
    Match find(std::string_view method, std::string_view path) const;

  private:
    struct Route {
        std::string method;
        std::vector<std::string> segments;
    };
    std::vector<Route> routes_;
};

}  // namespace rufwerk::people

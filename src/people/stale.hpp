#pragma once

#include "base/problem.hpp"

#include <string>
#include <utility>

namespace rufwerk::people {

/// Somebody else has changed it in the meantime: 409, and the row as it is now goes along as `present`
/// (an extension member, RFC 9457 3.2), so that the page can show both without asking again.
class Stale : public Problem {
  public:
    Stale(std::string code, std::string detail, std::string present_json)
        : Problem{Refusal::conflict, std::move(code), std::move(detail)},
          present_json_{std::move(present_json)} {}
    std::string const& present_json() const { return present_json_; }

  private:
    std::string present_json_;
};

}  // namespace rufwerk::people

#pragma once

#include "people/api.hpp"

namespace rufwerk::call {

/// Call list, results, and what filters offer: everything about calls that the database answers.
void add_call_routes(people::Api& api);

}  // namespace rufwerk::call

#pragma once

#include "people/api.hpp"

namespace rufwerk::crm {

/// Customers: looked up, made, changed, put together, erased.
void add_crm_routes(people::Api& api);

}  // namespace rufwerk::crm

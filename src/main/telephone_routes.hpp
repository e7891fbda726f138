#pragma once

#include "main/switch_thread.hpp"
#include "people/api.hpp"

namespace rufwerk {

/// Desk telephones that register: where they are, and a new secret for one.
void add_telephone_routes(people::Api& api, SwitchThread& switch_thread);

}  // namespace rufwerk

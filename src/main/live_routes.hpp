#pragma once

#include "main/live_board.hpp"
#include "main/switch_thread.hpp"
#include "people/api.hpp"

namespace rufwerk {

/// Routes that the switch answers: presence, the agent's call, the live floor.
void add_live_routes(people::Api& api, SwitchThread& switch_thread, live::Board& board);

}  // namespace rufwerk

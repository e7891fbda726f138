#include "call/switchboard.hpp"

#include <fmt/format.h>

namespace rufwerk::call {

std::string Switchboard::fault(bool thorough) {
    if (auto fault = floor_.fault(thorough); !fault.empty()) return fault;
    std::size_t in_floor = 0;
    for (auto const& [id, call] : calls_) {
        auto const& machine = call.machine;
        if (machine.closed() && !call.wrapping) return fmt::format("call {} is closed and still kept", id);
        auto const stage = machine.stage();
        bool const queued = stage != Machine::Stage::greeting && stage != Machine::Stage::ended;
        if (queued) ++in_floor;
        bool const with_agent = queued && stage != Machine::Stage::waiting;
        if (!with_agent) continue;
        auto const agent = floor_.agent_key(machine.row().agent);
        if (!agent || floor_.view(*agent).work != floor::WorkId{id})
            return fmt::format("call {} is {} with agent {}, who has another work or none", id,
                               to_string(stage), machine.row().agent);
    }
    if (in_floor != floor_.work_count())
        return fmt::format("{} calls are in a queue or with an agent, the floor has {}", in_floor,
                           floor_.work_count());
    return {};
}

}  // namespace rufwerk::call

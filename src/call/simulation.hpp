#pragma once

#include "call/machine.hpp"
#include "floor/terms.hpp"

#include <cstdint>
#include <optional>
#include <string>

/// A whole centre on a fake clock and seeded dice around the Switchboard of production: callers, SIP
/// telephones, browsers, a network that loses, doubles, delays and reorders leg events, dead telephones,
/// vanished pages, a meddling supervisor, configuration changes, and process restarts that lose what was not
/// yet on disk.
namespace rufwerk::call {

struct SimulationSettings {
    std::int64_t calls = 1000;
    std::uint64_t seed = 1;
    /// A planted bug: this deadline is never set. The run must then find a fault.
    std::optional<Timed> forget;
    std::optional<floor::Timed> floor_forget;
};

struct SimulationReport {
    std::int64_t calls = 0;      // that arrived
    std::int64_t answered = 0;   // that talked to an agent
    std::int64_t refused = 0;    // number nobody has
    std::int64_t ended = 0;      // each once
    std::int64_t unwritten = 0;  // lost with a crash before anything of them was acknowledged
    std::int64_t restarts = 0;
    std::int64_t inputs = 0;   // given to the Switchboard
    std::int64_t entries = 0;  // written to the journal
    std::int64_t simulated_s = 0;
    std::uint64_t fingerprint = 0;  // of all journal entries: equal seeds, equal runs
    std::string fault;  // empty: all invariants held at every step, and nothing was left at the end
};

/// Stops at the first fault. Same settings, same report.
SimulationReport simulate(SimulationSettings const& settings);

/// One line per figure, for people.
std::string to_text(SimulationReport const& report);

}  // namespace rufwerk::call

#include "call/simulation.hpp"
#include "main/commands.hpp"

#include <cstdio>

namespace rufwerk {

int simulate(SimulateOptions const& options) {
    call::SimulationSettings settings;
    settings.calls = options.calls;
    settings.seed = options.seed;
    auto const report = call::simulate(settings);
    std::fputs(call::to_text(report).c_str(), stdout);
    bool const good = report.fault.empty();
    std::printf("simulate: %d passed, %d failed\n", good ? 1 : 0, good ? 0 : 1);
    return good ? 0 : 1;
}

}  // namespace rufwerk

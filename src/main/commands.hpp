#pragma once

#include "main/config.hpp"

#include <cstdint>
#include <filesystem>

/// The commands of the program; each gives its exit status and throws Problem for what the caller can mend.
namespace rufwerk {

/// Runs the centre until SIGTERM or SIGINT; then drains: no new calls, calls in progress end, everything is
/// on disk.
int serve(Config const& config);

/// Makes the centre as the file says, through the running server of the same data folder when there is one.
int apply(Config const& config, std::filesystem::path const& centre_file);

/// Prints what `examine` finds; 1 when there is a fault.
int doctor(Config const& config);

struct SimulateOptions {
    std::int64_t calls = 100'000;
    std::uint64_t seed = 1;
};
/// Drives calls with injected faults through floor and call machines; prints the report, ends with `N passed,
/// N failed`.
int simulate(SimulateOptions const& options);

}  // namespace rufwerk

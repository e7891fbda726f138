#pragma once

#include "call/centre_file.hpp"
#include "call/provision_state.hpp"

#include <vector>

namespace rufwerk::call {

/// What is wrong with the values of the file by themselves: alphabets, numbers, networks, passwords, audio
/// files, and things that are there twice.
std::vector<CentreFault> value_faults(CentreFile const& file);

/// The state as it will be when `file` has been applied to `before`; what the file refers to and nobody knows
/// is added to `faults`, and the result is then not to be used.
CentreState plan_centre(CentreState const& before, CentreFile const& file, std::vector<CentreFault>& faults);

}  // namespace rufwerk::call

#pragma once

#include "main/config.hpp"

#include <string>
#include <vector>

namespace rufwerk {

/// What `rufwerk doctor` found: one line per check, with the remedy when something is wrong.
struct Finding {
    enum class Level { good, warning, fault } level;
    std::string check;   // "http.listen 127.0.0.1:8080"
    std::string detail;  // what was found
    std::string remedy;  // empty when good
};

/// Tries what the server needs: addresses and ports, data folder and disk, clock, certificate, database,
/// limits of the process. Changes nothing. Ports of a running server of the same data folder count as good.
std::vector<Finding> examine(Config const& config);

}  // namespace rufwerk

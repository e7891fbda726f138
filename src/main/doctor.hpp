#pragma once

#include "base/clock.hpp"
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

/// Tries what the server needs: addresses and ports, data folder and disk, clock, certificate, database and
/// its schema, limits of the process. Makes neither folder nor database. Ports of a running server of the
/// same data folder count as good. `clock` is what certificates are held against.
std::vector<Finding> examine(Config const& config, Clock const& clock);

}  // namespace rufwerk

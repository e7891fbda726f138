#pragma once

#include "main/config.hpp"
#include "store/database.hpp"

#include <memory>

namespace rufwerk {

/// The house's database, ready for work: the schema brought up to date and the audit log protected by the
/// database itself. Everything of the program that writes opens it here. Throws Problem as
/// store::open_database does.
std::unique_ptr<store::Database> open_business_database(Config const& config, Clock const& clock);

}  // namespace rufwerk

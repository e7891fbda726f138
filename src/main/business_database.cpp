#include "main/business_database.hpp"

#include "people/audit.hpp"
#include "store/migrate.hpp"

namespace rufwerk {

std::unique_ptr<store::Database> open_business_database(Config const& config, Clock const& clock) {
    auto database = store::open_database(config.database_url, clock);
    store::migrate(*database, store::all_migrations());
    people::protect_audit(*database);
    return database;
}

}  // namespace rufwerk

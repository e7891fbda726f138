#include "main/business_database.hpp"

#include "people/audit.hpp"
#include "store/engines.hpp"

#include <gtest/gtest.h>

namespace rufwerk {
namespace {

class BusinessDatabaseTest : public store::testing::EngineTest {};

TEST_P(BusinessDatabaseTest, as_the_program_opens_it_the_audit_log_only_grows) {
    Config config;
    config.database_url = url();
    SystemClock const clock;
    auto const database = open_business_database(config, clock);
    database->write_and_wait([](store::Transaction& transaction) {
        people::write_audit(transaction, people::house(), {"user.created", "user", "lena", "", "", "{}"});
    });
    for (auto const* sql : {"UPDATE audit SET actor = 'nobody'", "DELETE FROM audit"})
        EXPECT_ANY_THROW(database->write_and_wait([&](store::Transaction& transaction) {
            transaction.execute(sql);
        })) << sql;
}

INSTANTIATE_TEST_SUITE_P(Engines, BusinessDatabaseTest, ::testing::ValuesIn(store::testing::engines()),
                         store::testing::engine_name);

}  // namespace
}  // namespace rufwerk

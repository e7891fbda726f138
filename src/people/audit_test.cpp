#include "people/audit.hpp"

#include "store/engines.hpp"

#include <gtest/gtest.h>

namespace rufwerk::people {
namespace {

using store::testing::engine_name;
using store::testing::engines;

class AuditTest : public store::testing::EngineTest {
  protected:
    void SetUp() override {
        database_ = open_migrated();
        protect_audit(*database_);
        database_->write_and_wait([](store::Transaction& transaction) {
            write_audit(transaction, house(), {"user.created", "user", "lena", "", "", "{}"});
        });
    }
    std::int64_t rows(std::string const& action) {
        std::int64_t count = 0;
        database_->read_and_wait([&](store::Transaction& transaction) {
            count =
                transaction.query_one("SELECT count(*) FROM audit WHERE action = $1", {action})->integer(0);
        });
        return count;
    }
    std::unique_ptr<store::Database> database_;
};

TEST_P(AuditTest, rows_cannot_be_changed_or_deleted_by_sql) {
    for (auto const* sql : {"UPDATE audit SET action = 'nothing.happened'", "DELETE FROM audit"})
        EXPECT_ANY_THROW(database_->write_and_wait([&](store::Transaction& transaction) {
            transaction.execute(sql);
        })) << sql;
    EXPECT_EQ(rows("user.created"), 1);
}

TEST_P(AuditTest, the_protection_is_put_up_at_every_start_and_rows_are_still_added) {
    protect_audit(*database_);
    database_->write_and_wait([](store::Transaction& transaction) {
        write_audit(transaction, house(), {"user.created", "user", "tim", "nordheim", "", "{}"});
    });
    EXPECT_EQ(rows("user.created"), 2);
}

INSTANTIATE_TEST_SUITE_P(Engines, AuditTest, ::testing::ValuesIn(engines()), engine_name);

}  // namespace
}  // namespace rufwerk::people

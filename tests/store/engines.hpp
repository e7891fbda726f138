#pragma once

#include "store/engine.hpp"
#include "store/migrate.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

/// The store's tests run on every engine there is: always SQLite, and PostgreSQL where RUFWERK_TEST_POSTGRES
/// names a server (tests/store/postgres starts one).
namespace rufwerk::store::testing {

/// Stands still until it is moved; unlike ManualClock it may be moved while store threads read it.
class SharedClock final : public Clock {
  public:
    Instant now() const override { return from_ms(ms_.load()); }
    void advance(Duration by) { ms_ += by.count(); }

  private:
    std::atomic<std::int64_t> ms_{1'800'000'000'000};
};

class TemporaryFolder {
  public:
    TemporaryFolder() {
        auto pattern = (std::filesystem::temp_directory_path() / "rufwerk-store-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;
    std::string file(std::string const& name) const { return (path_ / name).string(); }

  private:
    std::filesystem::path path_;
};

inline std::vector<std::string> engines() { return {"sqlite"}; }

/// A fresh database per test, on the engine the parameter names.
class EngineTest : public ::testing::TestWithParam<std::string> {
  protected:
    std::unique_ptr<Database> open() {
        return open_database("sqlite:" + folder_.file("business.db"), clock_);
    }
    std::unique_ptr<Database> open_migrated() {
        auto database = open();
        migrate(*database, all_migrations());
        return database;
    }

    SharedClock clock_;
    TemporaryFolder folder_;
};

inline std::string engine_name(::testing::TestParamInfo<std::string> const& info) { return info.param; }

}  // namespace rufwerk::store::testing

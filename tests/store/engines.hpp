#pragma once

#include "store/engine.hpp"
#include "store/migrate.hpp"
#include "store/postgres_connection.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <unistd.h>
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

inline char const* postgres_server() { return std::getenv("RUFWERK_TEST_POSTGRES"); }

inline std::vector<std::string> engines() {
    if (postgres_server() == nullptr) return {"sqlite"};
    return {"sqlite", "postgresql"};
}

/// A database of its own on the test server, gone with the test.
class PostgresDatabaseOfTest {
  public:
    PostgresDatabaseOfTest() {
        static std::atomic<int> made = 0;
        name_ = "test_" + std::to_string(::getpid()) + "_" + std::to_string(++made);
        PostgresConnection{postgres_server()}.command("CREATE DATABASE " + name_ +
                                                      " TEMPLATE template0 LC_COLLATE 'C'");
    }
    ~PostgresDatabaseOfTest() {
        PostgresConnection{postgres_server()}.command("DROP DATABASE " + name_ + " WITH (FORCE)");
    }
    PostgresDatabaseOfTest(PostgresDatabaseOfTest const&) = delete;
    PostgresDatabaseOfTest& operator=(PostgresDatabaseOfTest const&) = delete;

    std::string const& name() const { return name_; }
    /// The server's URL with our name in the place of its database.
    std::string url() const {
        std::string url{postgres_server()};
        auto const begin = url.find('/', url.find("://") + 3) + 1;
        auto const end = std::min(url.find('?', begin), url.size());
        return url.replace(begin, end - begin, name_);
    }

  private:
    std::string name_;
};

/// A fresh database per test, on the engine the parameter names.
class EngineTest : public ::testing::TestWithParam<std::string> {
  protected:
    /// Where the test's database is: the same one at every call.
    std::string url() {
        if (GetParam() == "sqlite") return "sqlite:" + folder_.file("business.db");
        if (!postgres_) postgres_ = std::make_unique<PostgresDatabaseOfTest>();
        return postgres_->url();
    }
    /// On another engine than the one the test is named after its result would say nothing.
    std::unique_ptr<Database> open() {
        auto database = open_database(url(), clock_);
        if (database->engine() != GetParam()) throw std::logic_error{"the test runs on the wrong engine"};
        return database;
    }
    std::unique_ptr<Database> open_migrated() {
        auto database = open();
        migrate(*database, all_migrations());
        return database;
    }

    SharedClock clock_;
    TemporaryFolder folder_;
    std::unique_ptr<PostgresDatabaseOfTest> postgres_;
};

inline std::string engine_name(::testing::TestParamInfo<std::string> const& info) { return info.param; }

}  // namespace rufwerk::store::testing

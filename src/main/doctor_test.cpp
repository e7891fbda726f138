#include "main/doctor.hpp"

#include "http/certificate.hpp"
#include "main/business_database.hpp"
#include "store/engines.hpp"

#include <gmock/gmock.h>

#include <arpa/inet.h>
#include <fstream>
#include <sys/socket.h>

namespace rufwerk {
namespace {

using Level = Finding::Level;
using ::testing::HasSubstr;

std::string fixture(std::string const& name) {
    return std::string{RUFWERK_SOURCE_DIR} + "/tests/main/" + name;
}

/// A port of loopback that this test holds.
class TakenPort {
  public:
    explicit TakenPort(int kind) : fd_{::socket(AF_INET, kind | SOCK_CLOEXEC, 0)} {
        sockaddr_in own{};
        own.sin_family = AF_INET;
        own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::bind(fd_, reinterpret_cast<sockaddr*>(&own), sizeof own);
        if (kind == SOCK_STREAM) ::listen(fd_, 1);
        socklen_t size = sizeof own;
        ::getsockname(fd_, reinterpret_cast<sockaddr*>(&own), &size);
        address_ = "127.0.0.1:" + std::to_string(ntohs(own.sin_port));
    }
    ~TakenPort() { ::close(fd_); }
    TakenPort(TakenPort const&) = delete;
    TakenPort& operator=(TakenPort const&) = delete;
    std::string const& address() const { return address_; }

  private:
    int fd_;
    std::string address_;
};

class DoctorTest : public ::testing::Test {
  protected:
    DoctorTest() {
        config_.data_dir = folder_.file("data");
        config_.database_url = "sqlite:" + folder_.file("data/rufwerk.db");
        config_.http_listen = {"127.0.0.1:0"};
        config_.sip_listen = {"udp:127.0.0.1:0"};
    }
    /// The one finding whose check begins so.
    Finding found(std::string const& check) {
        for (auto& finding : examine(config_, clock_))
            if (finding.check.starts_with(check)) return finding;
        ADD_FAILURE() << "nothing was said of " << check;
        return {};
    }
    void expect_fault(std::string const& check, std::string const& detail, std::string const& remedy) {
        auto const finding = found(check);
        EXPECT_EQ(finding.level, Level::fault) << finding.detail;
        EXPECT_THAT(finding.detail, HasSubstr(detail));
        EXPECT_THAT(finding.remedy, HasSubstr(remedy));
    }

    store::testing::TemporaryFolder folder_;
    ManualClock clock_{from_ms(1'795'860'000'000)};
    Config config_;
};

TEST_F(DoctorTest, a_fresh_machine_is_well_and_stays_as_it_was) {
    for (auto const& finding : examine(config_, clock_))
        EXPECT_NE(finding.level, Level::fault) << finding.check << ": " << finding.detail;
    EXPECT_THAT(found("database").detail, HasSubstr("does not exist yet"));
    EXPECT_FALSE(std::filesystem::exists(config_.data_dir)) << "doctor has made the data folder";
}

TEST_F(DoctorTest, a_port_of_another_program_is_named) {
    TakenPort const pages{SOCK_STREAM};
    TakenPort const sip{SOCK_DGRAM};
    config_.http_listen = {pages.address()};
    config_.sip_listen = {"udp:" + sip.address()};
    expect_fault("http.listen " + pages.address(), "another program has this port", "ss -lpn");
    expect_fault("sip.listen " + sip.address(), "another program has this port", "choose another port");
}

TEST_F(DoctorTest, an_address_of_another_machine_is_named) {
    config_.sip_listen = {"udp:192.0.2.1:5060"};
    expect_fault("sip.listen 192.0.2.1:5060", "does not have this address", "ip addr");
}

/// Nobody may make a folder in /proc, root included.
TEST_F(DoctorTest, a_data_folder_that_cannot_be_written_is_named) {
    config_.data_dir = "/proc/rufwerk-data";
    expect_fault("data.dir /proc/rufwerk-data", "cannot be written", "chown");
}

TEST_F(DoctorTest, a_certificate_is_held_against_the_clock) {
    config_.http_certificate = fixture("certificate.pem");
    config_.http_key = fixture("certificate_key.pem");
    auto const facts = http::read_certificate(config_.http_certificate, config_.http_key);
    clock_.set(facts.from + std::chrono::days{1});
    EXPECT_EQ(found("certificate").level, Level::good);
    clock_.set(facts.until - std::chrono::days{20});
    EXPECT_EQ(found("certificate").level, Level::warning);
    EXPECT_THAT(found("certificate").remedy, HasSubstr("renew"));
    clock_.set(facts.until);
    expect_fault("certificate", "expired on ", "renew");
    clock_.set(facts.from - Duration{1});
    expect_fault("certificate", "not valid yet", "clock");
}

TEST_F(DoctorTest, a_certificate_that_cannot_be_used_is_named_with_its_file) {
    config_.http_certificate = fixture("certificate.pem");
    expect_fault("http.certificate", "together", "http.key");
    config_.http_key = fixture("other_key.pem");
    expect_fault("certificate", "other_key.pem is not the key of this certificate", "one certificate");
    config_.http_key = folder_.file("absent.pem");
    expect_fault("certificate", "absent.pem cannot be read: No such file", "readable");
    config_.http_certificate = fixture("other_key.pem");
    expect_fault("certificate", "other_key.pem is no PEM certificate", "PEM");
}

TEST_F(DoctorTest, a_file_that_is_no_database_is_named) {
    std::filesystem::create_directories(config_.data_dir);
    std::ofstream{folder_.file("data/rufwerk.db")} << "a letter to the editor, and more than a page of it";
    expect_fault("database", "", "backup");
}

class DoctorDatabaseTest : public store::testing::EngineTest {
  protected:
    Finding found() {
        Config config;
        config.data_dir = folder_.file("data");
        config.database_url = url();
        for (auto& finding : examine(config, clock_))
            if (finding.check.starts_with("database")) return finding;
        return {};
    }
    std::unique_ptr<store::Database> opened() {
        Config config;
        config.database_url = url();
        return open_business_database(config, clock_);
    }
};

TEST_P(DoctorDatabaseTest, a_database_of_this_program_is_well) {
    opened().reset();
    auto const finding = found();
    EXPECT_EQ(finding.level, Level::good) << finding.detail;
    EXPECT_THAT(finding.detail, HasSubstr("schema is this program's"));
}

TEST_P(DoctorDatabaseTest, the_database_of_a_newer_program_is_named) {
    opened()->write_and_wait([](store::Transaction& transaction) {
        transaction.execute(
            "INSERT INTO migration (number, name, checksum, applied_at) VALUES (999, 'later', 'x', 0)");
    });
    auto const finding = found();
    EXPECT_EQ(finding.level, Level::fault);
    EXPECT_THAT(finding.detail, HasSubstr("999_later"));
    EXPECT_THAT(finding.detail, HasSubstr("newer Rufwerk"));
}

INSTANTIATE_TEST_SUITE_P(Engines, DoctorDatabaseTest, ::testing::ValuesIn(store::testing::engines()),
                         store::testing::engine_name);

TEST_F(DoctorTest, a_postgresql_that_is_not_there_is_named_without_the_password) {
    TakenPort const deaf{SOCK_DGRAM};  // free for TCP: nobody listens there
    config_.database_url = "postgresql://rufwerk:a-secret-word@" + deaf.address() + "/rufwerk";
    expect_fault("database postgresql", "", "start PostgreSQL");
    for (auto const& finding : examine(config_, clock_)) {
        EXPECT_THAT(finding.check + finding.detail, ::testing::Not(HasSubstr("a-secret-word")));
    }
}

}  // namespace
}  // namespace rufwerk

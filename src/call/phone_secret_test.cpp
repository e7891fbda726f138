#include "call/phone_secret.hpp"

#include "base/problem.hpp"
#include "call/provision.hpp"
#include "people/audit.hpp"
#include "sip/registrar_realm.hpp"
#include "store/engines.hpp"

#include <gtest/gtest.h>

namespace rufwerk::call {
namespace {

using store::testing::engine_name;
using store::testing::engines;

constexpr std::string_view with_desk_phone = R"([[client]]
key = "nordheim"
[[user]]
login = "agent001"
roles = ["agent"]
phone = "register"
phone_secret = "of-the-desk-phone"
[[user]]
login = "agent002"
roles = ["agent"]
phone = "browser"
)";

class PhoneSecretTest : public store::testing::EngineTest {
  protected:
    void SetUp() override {
        database_ = open_migrated();
        people::protect_audit(*database_);
    }
    Applied apply(std::string_view toml) {
        return apply_centre_text(*database_, people::house(), toml, "centre.toml", folder_.file(""));
    }
    std::string fault(std::string const& user) {
        try {
            apply("[[user]]\nlogin = \"agent003\"\nroles = [\"agent\"]\nphone = \"register\"\n" + user);
        } catch (Problem const& problem) {
            return problem.detail();
        }
        return "none";
    }
    Centre centre() {
        Centre centre;
        database_->read_and_wait([&](store::Transaction& transaction) { centre = load_centre(transaction); });
        return centre;
    }
    NewPhoneSecret renew(std::string const& login, people::Actor const& actor = people::house()) {
        NewPhoneSecret secret;
        database_->write_and_wait([&](store::Transaction& transaction) {
            secret = renew_phone_secret(transaction, actor, {login});
        });
        return secret;
    }
    std::string refusal(std::string const& login, people::Actor const& actor = people::house()) {
        try {
            renew(login, actor);
        } catch (Problem const& problem) {
            return problem.code();
        }
        return "none";
    }
    /// Everything the database has in words, to look for what must not be there.
    std::string all_texts() {
        std::string all;
        database_->read_and_wait([&](store::Transaction& transaction) {
            for (auto const* sql : {"SELECT after_json FROM audit", "SELECT before_json FROM audit",
                                    "SELECT sha_256 FROM phone_secret", "SELECT md5 FROM phone_secret"})
                for (auto const& row : transaction.query(sql))
                    all += row.optional_text(0).value_or("") + "\n";
        });
        return all;
    }

    std::unique_ptr<store::Database> database_;
};

TEST_P(PhoneSecretTest, the_file_gives_a_secret_and_only_its_digest_is_kept) {
    apply(with_desk_phone);
    EXPECT_EQ(centre().agents.at("agent001").phone_secret,
              sip::digest_secret("agent001", sip::kPhoneRealm, "of-the-desk-phone"));
    EXPECT_TRUE(centre().agents.at("agent002").phone_secret.empty());
    EXPECT_EQ(std::string::npos, all_texts().find("of-the-desk-phone"));
    auto const version = centre().version;
    EXPECT_FALSE(apply(with_desk_phone).changed());
    EXPECT_EQ(version, centre().version);
}

TEST_P(PhoneSecretTest, the_audit_log_has_no_digest_either) {
    apply(with_desk_phone);
    renew("agent001");
    auto const secret = centre().agents.at("agent001").phone_secret;
    database_->read_and_wait([&](store::Transaction& transaction) {
        int changes = 0;
        for (auto const& row : transaction.query("SELECT action, after_json FROM audit")) {
            changes += row.text(0).starts_with("phone_secret.");
            EXPECT_EQ(std::string::npos, row.optional_text(1).value_or("").find(secret.md5));
        }
        EXPECT_EQ(2, changes);
    });
}

TEST_P(PhoneSecretTest, a_secret_that_protects_nothing_is_a_fault_that_does_not_repeat_it) {
    EXPECT_NE(std::string::npos, fault("phone_secret = \"short\"\n").find("12 to 128"));
    EXPECT_EQ(std::string::npos, fault("phone_secret = \"short\"\n").find("short\""));
    EXPECT_NE(std::string::npos, fault("phone_secret = \"with a space inside\"\n").find("without spaces"));
    EXPECT_NE(std::string::npos,
              fault("password = \"sesame-open-2026\"\nphone_secret = \"sesame-open-2026\"\n")
                  .find("a secret of its own"));
}

TEST_P(PhoneSecretTest, a_new_one_is_told_once_and_the_switch_hears_of_it) {
    apply(with_desk_phone);
    auto const version = centre().version;
    clock_.advance(Duration{1});  // ids grow with time
    auto const made = renew("agent001");
    EXPECT_EQ(32u, made.secret.size());
    EXPECT_EQ("agent001", made.user);
    EXPECT_EQ(centre().agents.at("agent001").phone_secret,
              sip::digest_secret(made.user, made.realm, made.secret));
    EXPECT_GT(centre().version, version);
    EXPECT_NE(made.secret, renew("agent001").secret);
}

TEST_P(PhoneSecretTest, only_for_telephones_that_register_and_only_by_who_manages_the_centre) {
    apply(with_desk_phone);
    EXPECT_EQ("user.unknown", refusal("nobody"));
    EXPECT_EQ("phone.not_registering", refusal("agent002"));
    people::Actor supervisor;
    supervisor.user = 1;
    supervisor.roles = {people::Role::supervisor};
    EXPECT_EQ("permission.missing", refusal("agent001", supervisor));
}

INSTANTIATE_TEST_SUITE_P(Engines, PhoneSecretTest, testing::ValuesIn(engines()), engine_name);

}  // namespace
}  // namespace rufwerk::call

#include "call/provision.hpp"

#include "base/problem.hpp"
#include "people/audit.hpp"
#include "people/password.hpp"
#include "store/engines.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace rufwerk::call {
namespace {

using store::testing::engine_name;
using store::testing::engines;

constexpr std::string_view smallest = R"([[client]]
key = "nordheim"
name = "Stadtwerke Nordheim"
greeting = "Stadtwerke Nordheim, guten Tag, mein Name ist {agent}."
[[queue]]
key = "tarif"
client = "nordheim"
skills = ["tarif"]
ring_s = 15
wrap_up_s = 0
service_level = { within_s = 20, percent = 80 }
[[trunk]]
key = "carrier"
allow = ["127.0.0.0/8"]
[[number]]
number = "+495551448000"
client = "nordheim"
queue = "tarif"
answer = "at_once"
[[user]]
login = "agent001"
name = "Agent 001"
roles = ["agent"]
skills = { tarif = 3 }
phone = "sip:agent001@127.0.0.1:7001"
[[user]]
login = "chief"
name = "Chief"
roles = ["supervisor", "administrator"]
password = "a long enough one"
)";

class ProvisionTest : public store::testing::EngineTest {
  protected:
    void SetUp() override {
        database_ = open_migrated();
        people::protect_audit(*database_);
    }
    Applied apply(std::string_view toml) {
        return apply_centre_text(*database_, people::house(), toml, "centre.toml", folder_.file(""));
    }
    /// The faults of a file that is refused, one per line.
    std::string faults(std::string_view toml) {
        try {
            apply(toml);
        } catch (Problem const& problem) {
            EXPECT_EQ(problem.code(), "centre.faults");
            return problem.detail();
        }
        return "none";
    }
    Centre centre() {
        Centre centre;
        database_->read_and_wait([&](store::Transaction& transaction) { centre = load_centre(transaction); });
        return centre;
    }
    std::int64_t count(std::string const& sql) {
        std::int64_t count = 0;
        database_->read_and_wait(
            [&](store::Transaction& transaction) { count = transaction.query_one(sql)->integer(0); });
        return count;
    }
    std::string hash_of(std::string const& login) {
        std::string hash;
        database_->read_and_wait([&](store::Transaction& transaction) {
            hash = transaction.query_one("SELECT password_hash FROM user_account WHERE login = $1", {login})
                       ->text(0);
        });
        return hash;
    }
    static KindCount of(Applied const& applied, std::string const& kind) {
        for (auto const& count : applied.kinds)
            if (count.kind == kind) return count;
        return {};
    }

    std::unique_ptr<store::Database> database_;
};

TEST_P(ProvisionTest, the_smallest_useful_file_makes_a_centre_that_can_work) {
    auto const applied = apply(smallest);
    EXPECT_EQ(of(applied, "user"), (KindCount{"user", 2, 0, 0}));
    auto const made = centre();
    EXPECT_GT(made.version, 0);
    EXPECT_EQ(made.clients.at("nordheim").greeting, "Stadtwerke Nordheim, guten Tag, mein Name ist {agent}.");
    auto const& queue = made.queues.at("tarif");
    EXPECT_EQ(queue.skills, std::vector<std::string>{"tarif"});
    EXPECT_EQ(queue.ring_s, 15);
    EXPECT_EQ(queue.wrap_up_s, 0);
    EXPECT_EQ(made.numbers.at("+495551448000").answer, AnswerWhen::at_once);
    EXPECT_EQ(made.trunks.at("carrier").allow, std::vector<std::string>{"127.0.0.0/8"});
    ASSERT_EQ(made.agents.size(), 1U) << "the chief is no agent";
    auto const& agent = made.agents.at("agent001");
    EXPECT_EQ(agent.phone, "sip:agent001@127.0.0.1:7001");
    EXPECT_EQ(agent.skills.at("tarif"), 3);
    EXPECT_TRUE(agent.clients.empty()) << "all";
    EXPECT_EQ(made.pause_reasons.size(), 5U);
    EXPECT_EQ(count("SELECT count(*) FROM result WHERE client = 'nordheim'"), 4);
    EXPECT_EQ(hash_of("agent001"), "") << "without a password nobody signs in";
    EXPECT_TRUE(people::password_matches(hash_of("chief"), "a long enough one"));
}

TEST_P(ProvisionTest, applying_it_again_changes_nothing_and_says_so) {
    apply(smallest);
    auto const before = centre();
    auto const audit = count("SELECT count(*) FROM audit");
    auto const applied = apply(smallest);
    EXPECT_FALSE(applied.changed());
    EXPECT_EQ(of(applied, "user"), (KindCount{"user", 0, 0, 2}));
    EXPECT_EQ(applied.sentence(), "16 unchanged");
    EXPECT_EQ(centre().version, before.version);
    EXPECT_EQ(count("SELECT count(*) FROM audit"), audit);
    EXPECT_EQ(count("SELECT count(*) FROM outbox WHERE topic = 'centre.changed'"), 1);
}

TEST_P(ProvisionTest, what_the_file_leaves_out_stays_as_it_is) {
    apply(smallest);
    auto const applied = apply("[[queue]]\nkey = \"tarif\"\nclient = \"nordheim\"\nring_s = 30\n");
    EXPECT_EQ(of(applied, "queue"), (KindCount{"queue", 0, 1, 0}));
    auto const after = centre();
    EXPECT_EQ(after.queues.at("tarif").ring_s, 30);
    EXPECT_EQ(after.queues.at("tarif").wrap_up_s, 0);
    EXPECT_EQ(after.queues.at("tarif").skills, std::vector<std::string>{"tarif"});
    EXPECT_EQ(after.agents.size(), 1U);
    EXPECT_NE(applied.sentence().find("1 queue changed"), std::string::npos) << applied.sentence();
}

TEST_P(ProvisionTest, every_fault_is_named_at_once_with_its_line) {
    auto const said = faults(R"([[client]]
key = "Nordheim!"
[[queue]]
key = "tarif"
client = "nordhiem"
ring_s = 1
colour = "red"
service_level = { within_s = 20, percent = 101 }
[[number]]
number = "0555144"
client = "nordheim"
queue = "none"
answer = "later"
greeting_audio = "missing.wav"
[[trunk]]
key = "carrier"
allow = ["127.0.0.0/8", "10.0.0.0/99"]
[[user]]
login = "agent001"
roles = ["agent", "king"]
skills = { tarif = 11, dance = 3 }
phone = "tel:110"
password = "short"
clients = ["nowhere"]
teams = ["red"]
[[user]]
login = "agent001"
roles = ["agent"]
[[user]]
roles = "agent"
[[usr]]
login = "x"
)");
    for (auto const* fault : {"centre.toml:2: client.key: \"Nordheim!\" is not a key",
                              "centre.toml:5: queue.client: unknown client \"nordhiem\"",
                              "centre.toml:6: queue.ring_s: is 1, must be from 3 to 300",
                              "centre.toml:7: queue.colour: is not known here",
                              "centre.toml:8: queue.service_level.percent: is 101, must be from 1 to 100",
                              "centre.toml:10: number.number: \"0555144\" is not in E.164",
                              "centre.toml:12: number.queue: unknown queue \"none\"",
                              "centre.toml:13: number.answer: \"later\" must be",
                              "centre.toml:14: number.greeting_audio: there is no readable file",
                              "centre.toml:17: trunk.allow[1]: \"10.0.0.0/99\" must end in a prefix",
                              "centre.toml:20: user.roles[1]: unknown role \"king\"",
                              "centre.toml:21: user.skills.tarif: is 11",
                              "centre.toml:21: user.skills.dance: unknown skill \"dance\"",
                              "centre.toml:22: user.phone: \"tel:110\"",
                              "centre.toml:23: user.password: must have at least 10 characters",
                              "centre.toml:24: user.clients[0]: unknown client \"nowhere\"",
                              "centre.toml:25: user.teams[0]: unknown team \"red\"",
                              "centre.toml:27: user.login: \"agent001\" is there twice, first in line 19",
                              "centre.toml:29: user.login: is missing",
                              "centre.toml:30: user.roles: must be a list of texts",
                              "centre.toml:31: usr: is not known"})
        EXPECT_NE(said.find(fault), std::string::npos) << fault << "\nnot in\n" << said;
}

TEST_P(ProvisionTest, a_file_with_one_fault_changes_nothing_at_all) {
    faults(std::string{smallest} + "[[queue]]\nkey = \"other\"\nclient = \"nobody\"\n");
    EXPECT_TRUE(centre().clients.empty());
    EXPECT_EQ(count("SELECT count(*) FROM user_account"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM outbox"), 0);
}

TEST_P(ProvisionTest, a_text_that_is_not_toml_is_told_with_its_line) {
    EXPECT_EQ(faults("[[client]]\nkey = \n").substr(0, 20), "centre.toml:2: TOML:");
    EXPECT_NE(faults("key = \"x\xFF\"").find("centre.toml:1"), std::string::npos);
}

TEST_P(ProvisionTest, a_password_is_only_for_the_new_user) {
    apply(smallest);
    auto const before = hash_of("chief");
    EXPECT_FALSE(apply("[[user]]\nlogin = \"chief\"\npassword = \"another long one\"\n").changed());
    EXPECT_EQ(hash_of("chief"), before);
}

TEST_P(ProvisionTest, a_user_of_a_client_is_nothing_else_and_names_the_clients) {
    std::string const users = std::string{smallest};
    EXPECT_NE(
        faults(users + "[[user]]\nlogin = \"c\"\nroles = [\"client\"]\n").find("must name what it may see"),
        std::string::npos);
    EXPECT_NE(
        faults(users + "[[user]]\nlogin = \"c\"\nroles = [\"client\", \"agent\"]\nclients = [\"nordheim\"]\n")
            .find("stands alone"),
        std::string::npos);
    EXPECT_TRUE(
        apply(users + "[[user]]\nlogin = \"c\"\nroles = [\"client\"]\nclients = [\"nordheim\"]\n").changed());
}

TEST_P(ProvisionTest, clients_of_a_user_can_be_narrowed_and_opened_again) {
    apply(smallest);
    apply("[[user]]\nlogin = \"agent001\"\nclients = [\"nordheim\"]\n");
    EXPECT_EQ(centre().agents.at("agent001").clients, std::vector<std::string>{"nordheim"});
    apply("[[user]]\nlogin = \"agent001\"\nclients = [\"*\"]\n");
    EXPECT_TRUE(centre().agents.at("agent001").clients.empty());
}

TEST_P(ProvisionTest, a_number_keeps_to_the_client_of_its_queue_and_a_button_leads_to_one_number) {
    apply(smallest);
    auto const other = std::string{"[[client]]\nkey = \"kranich\"\n"};
    EXPECT_NE(
        faults(other + "[[number]]\nnumber = \"+49302555900\"\nclient = \"kranich\"\nqueue = \"tarif\"\n")
            .find("belongs to the client \"nordheim\""),
        std::string::npos);
    EXPECT_NE(faults(other + "[[queue]]\nkey = \"tarif\"\nclient = \"kranich\"\n")
                  .find("belongs to \"nordheim\" for good"),
              std::string::npos);
    auto const button = [](std::string const& number) {
        return "[[number]]\nnumber = \"" + number +
               "\"\nclient = \"nordheim\"\nqueue = \"tarif\"\ncall_button = \"site\"\n";
    };
    EXPECT_TRUE(apply(button("+495551448000")).changed());
    EXPECT_NE(faults(button("+495551448001")).find("leads to +495551448000 already"), std::string::npos);
}

TEST_P(ProvisionTest, audio_is_found_beside_the_file_and_can_be_taken_away) {
    std::ofstream{folder_.file("hello.wav")} << "RIFF....WAVEfmt ";
    std::ofstream{folder_.file("centre.toml")}
        << smallest
        << "[[number]]\nnumber = \"+495551448001\"\nclient = "
           "\"nordheim\"\nqueue = \"tarif\"\ngreeting_audio = \"hello.wav\"\n";
    EXPECT_TRUE(apply_centre(*database_, people::house(), folder_.file("centre.toml")).changed());
    EXPECT_FALSE(apply_centre(*database_, people::house(), folder_.file("centre.toml")).changed());
    EXPECT_EQ(centre().numbers.at("+495551448001").greeting_audio, folder_.file("hello.wav"));
    apply(
        "[[number]]\nnumber = \"+495551448001\"\nclient = \"nordheim\"\nqueue = \"tarif\"\ngreeting_audio = "
        "\"\"\n");
    EXPECT_EQ(centre().numbers.at("+495551448001").greeting_audio, "");
    EXPECT_THROW(apply_centre(*database_, people::house(), folder_.file("absent.toml")), Problem);
}

TEST_P(ProvisionTest, the_audit_log_shows_each_change_before_and_after_and_no_password) {
    apply(smallest);
    apply("[[client]]\nkey = \"nordheim\"\nname = \"Nordheim AG\"\n");
    database_->read_and_wait([](store::Transaction& transaction) {
        auto const row = transaction.query_one(
            "SELECT client, before_json, after_json, actor FROM audit WHERE action = 'client.changed'");
        ASSERT_TRUE(row);
        EXPECT_EQ(row->text(0), "nordheim");
        EXPECT_NE(row->text(1).find("Stadtwerke Nordheim"), std::string::npos);
        EXPECT_NE(row->text(2).find("Nordheim AG"), std::string::npos);
        EXPECT_EQ(row->text(3), "house");
        for (auto const& line : transaction.query("SELECT after_json FROM audit")) {
            EXPECT_EQ(line.text(0).find("argon2"), std::string::npos);
            EXPECT_EQ(line.text(0).find("long enough"), std::string::npos);
        }
    });
}

TEST_P(ProvisionTest, is_for_administrators) {
    people::Actor supervisor;
    supervisor.user = 7;
    supervisor.roles = {people::Role::supervisor};
    EXPECT_THROW(apply_centre_text(*database_, supervisor, smallest, "centre.toml", "."), Problem);
    EXPECT_TRUE(centre().clients.empty());
}

TEST_P(ProvisionTest, the_demo_centre_is_a_centre) {
    std::string const file = RUFWERK_SOURCE_DIR "/demo/centre.toml";
    EXPECT_TRUE(apply_centre(*database_, people::house(), file).changed());
    EXPECT_FALSE(apply_centre(*database_, people::house(), file).changed());
    EXPECT_GE(centre().clients.size(), 3U);
}

INSTANTIATE_TEST_SUITE_P(Engines, ProvisionTest, ::testing::ValuesIn(engines()), engine_name);

}  // namespace
}  // namespace rufwerk::call

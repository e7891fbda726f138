#include "call/phone_secret.hpp"
#include "call/switchboard_stage.hpp"

namespace rufwerk::call {
namespace {

/// Agents whose desk telephones register.
struct DeskPhoneTest : SwitchboardTest {
    void SetUp() override {
        SwitchboardTest::SetUp();
        for (auto const* login : {"desk1", "desk2"})
            centre->agents[login] = {login, login, {{"tarif", 3}}, {}, std::string{kRegisters}};
        put_centre();
    }
    std::string lost(std::string_view login) { return board.agent_view(login).value().phone_lost; }
};

TEST_F(DeskPhoneTest, without_a_registered_telephone_nobody_is_ready) {
    ready("desk1", true);
    ASSERT_TRUE(last.refusal);
    EXPECT_EQ("presence.phone_missing", last.refusal->code);
    apply(PhoneAttached{"desk1"});
    ready("desk1", true);
    EXPECT_FALSE(last.refusal);
    arrive(1);
    ASSERT_EQ(1u, commands<Dial>().size());
    EXPECT_EQ(kRegisters, commands<Dial>()[0].uri);
    EXPECT_EQ("desk1", commands<Dial>()[0].login);
}

TEST_F(DeskPhoneTest, lost_while_ringing_the_caller_goes_to_the_next_agent_and_the_reason_is_shown) {
    apply(PhoneAttached{"desk1"});
    apply(PhoneAttached{"desk2"});
    ready("desk1", true);
    ready("desk2", true);
    arrive(1);
    EXPECT_EQ("offered", state("desk1"));
    apply(PhoneLost{"desk1", "unanswered"});
    EXPECT_EQ("connection_lost", state("desk1"));
    EXPECT_EQ("unanswered", lost("desk1"));
    EXPECT_EQ("offered", state("desk2"));
    EXPECT_EQ(1u, commands<HangUp>().size());
    apply(PhoneAttached{"desk1"});
    EXPECT_EQ("ready", state("desk1"));
    EXPECT_EQ("", lost("desk1"));
}

TEST_F(DeskPhoneTest, lost_in_mid_call_the_call_goes_on_and_afterwards_the_agent_is_off_the_floor) {
    apply(PhoneAttached{"desk1"});
    ready("desk1", true);
    arrive(1);
    apply(LegConfirmed{{CallId{1}, 0}});
    apply(LegAnswered{{CallId{1}, 1}, "dialog-1"});
    EXPECT_EQ("talking", state("desk1"));
    apply(PhoneLost{"desk1", "expired"});
    EXPECT_EQ("talking", state("desk1"));
    EXPECT_FALSE(says<HangUp>());
    apply(LegEnded{{CallId{1}, 0}, true, 200, "bye"});
    pass(seconds{30});
    EXPECT_EQ("connection_lost", state("desk1"));
    EXPECT_EQ("expired", lost("desk1"));
    pass(std::chrono::minutes{3});
    EXPECT_EQ("offline", state("desk1"));
    EXPECT_EQ("expired", lost("desk1")) << "the reason stays until it is back";
}

}  // namespace
}  // namespace rufwerk::call

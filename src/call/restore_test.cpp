#include "call/switchboard_stage.hpp"

namespace rufwerk::call {
namespace {

class SwitchboardRestart : public SwitchboardTest {
  protected:
    /// A new process with what the journal of the one before holds; `day_began` as Recovery has it.
    void restart(Instant day_began) {
        Recovery recovery{day_began};
        for (auto const& entry : journal)
            recovery.take(entry);
        board = Switchboard{};
        put_centre();
        keep(board.restore(now, recovery));
    }
};

TEST_F(SwitchboardRestart, who_leaves_unserved_counts_against_the_service_level_also_after_a_restart) {
    arrive(20, "+495551448001");
    apply(LegEnded{{CallId{20}, 0}, true, 487, "cancelled"});
    arrive(21, "+495551448001");
    pass(seconds{175});
    EXPECT_EQ(end_of(21), EndReason::no_agent);
    EXPECT_EQ(commands<Refuse>().at(0).status, 480);
    arrive(22);
    apply(LegConfirmed{{CallId{22}, 0}});
    pass(std::chrono::hours{2});
    EXPECT_EQ(end_of(22), EndReason::waited_too_long);
    EXPECT_EQ(board.queue_view("tarif").value().abandoned_today, 3u);
    restart(now - std::chrono::hours{12});
    EXPECT_EQ(board.queue_view("tarif").value().abandoned_today, 3u);
    apply(DayBegan{});
    EXPECT_EQ(board.queue_view("tarif").value().abandoned_today, 0u);
}

TEST_F(SwitchboardRestart, a_caller_without_our_200_gets_no_bye_from_a_new_process) {
    arrive(18, "+495551448001");
    restart(now - std::chrono::hours{1});
    EXPECT_EQ(end_of(18), EndReason::restart);
    EXPECT_FALSE(says<ByeOrphan>());  // RFC 3261 15: none in an early dialog
}

TEST_F(SwitchboardRestart, a_new_process_ends_the_calls_of_the_old_one_and_keeps_the_shift) {
    ready("sip1", true);
    browser_ready();
    arrive(17);
    apply(LegConfirmed{{CallId{17}, 0}});
    apply(LegAnswered{{CallId{17}, 1}, "dialog-1"});
    restart(now - std::chrono::hours{1});
    EXPECT_EQ(end_of(17), EndReason::restart);
    auto const orphans = commands<ByeOrphan>();
    ASSERT_EQ(orphans.size(), 2u);
    EXPECT_EQ(orphans[0].dialog, "dialog-0");
    EXPECT_EQ(orphans[1].dialog, "dialog-1");
    EXPECT_EQ(state("sip1"), "ready");
    EXPECT_EQ(state("web1"), "connection_lost");
    EXPECT_EQ(board.queue_view("tarif").value().answered_today, 1u);
    apply(PhoneAttached{"web1"});
    EXPECT_EQ(state("web1"), "ready");
    EXPECT_EQ(story(17), "arrived answering queued offered confirmed agent_answered connected ended closed");
    Recovery again{now};
    for (auto const& entry : journal)
        again.take(entry);
    EXPECT_TRUE(again.open_calls().empty());
    story(0);
}

TEST_F(SwitchboardRestart, an_agent_whose_grace_has_run_out_is_not_on_shift_after_a_restart) {
    browser_ready();
    apply(PhoneLost{"web1"});
    pass(seconds{20});
    EXPECT_EQ(state("web1"), "offline");
    Recovery recovery{now};
    for (auto const& entry : journal)
        recovery.take(entry);
    EXPECT_TRUE(recovery.shifts().empty());
}

}  // namespace
}  // namespace rufwerk::call

#include "call/switchboard_stage.hpp"

#include <algorithm>

namespace rufwerk::call {
namespace {

TEST_F(SwitchboardTest, a_browser_agent_takes_a_call_from_arrival_to_ready_again) {
    browser_ready();
    arrive(71);
    ASSERT_TRUE(says<Answer>());
    EXPECT_EQ(last.commands[0].after_entries, 2u);  // arrived, answering: on disk before the 200 leaves
    auto const offered = board.self_view("web1").value().call.value();
    EXPECT_EQ(offered.state, "offered");
    EXPECT_EQ(offered.greeting, "Guten Tag, mein Name ist Web One.");
    EXPECT_EQ(offered.offer_until, now + seconds{15});
    apply(LegConfirmed{{CallId{71}, 0}});
    EXPECT_TRUE(says<PlayMusic>());
    now += seconds{3};
    apply(AnswerCall{"web1", CallId{71}});
    ASSERT_TRUE(says<Bridge>());
    EXPECT_EQ(commands<Bridge>()[0].agent_leg, 0);
    EXPECT_EQ(state("web1"), "talking");
    now += seconds{60};
    apply(LegEnded{{CallId{71}, 0}, true, 200, "bye"});
    EXPECT_TRUE(says<Unbridge>());
    EXPECT_EQ(end_of(71), EndReason::caller_hung_up);
    EXPECT_EQ(board.self_view("web1").value().call.value().state, "wrap_up");
    pass(seconds{30});
    EXPECT_EQ(state("web1"), "ready");
    EXPECT_FALSE(board.is_open(CallId{71}));
    EXPECT_EQ(story(71),
              "arrived answering queued offered confirmed agent_answered connected ended closed wrapped_up");
    EXPECT_EQ(story(0), "presence");
    EXPECT_EQ(board.queue_view("tarif").value().answered_within_today, 1u);
}

TEST_F(SwitchboardTest, a_sip_agent_is_dialled_and_hanging_up_ends_the_call) {
    ready("sip1", true);
    arrive(5);
    auto const dial = commands<Dial>();
    ASSERT_EQ(dial.size(), 1u);
    EXPECT_EQ(dial[0].uri, "sip:sip1@127.0.0.1:7001");
    EXPECT_EQ(dial[0].leg, (Leg{CallId{5}, 1}));
    apply(LegConfirmed{{CallId{5}, 0}});
    apply(LegAnswered{{CallId{5}, 1}, "dialog-1"});
    EXPECT_EQ(commands<Bridge>().at(0).agent_leg, 1);
    ASSERT_EQ(commands<Acknowledge>().size(), 1u);
    EXPECT_EQ(commands<Acknowledge>()[0].leg, (Leg{CallId{5}, 1}));
    for (auto const& command : last.commands)
        if (std::holds_alternative<Acknowledge>(command.what)) {
            ASSERT_GE(command.after_entries, 1u);  // the dialog is on disk before the telephone has our ACK
            EXPECT_EQ(last.journal[command.after_entries - 1].kind, "agent_answered");
        }
    apply(LegEnded{{CallId{5}, 1}, true, 200, "bye"});
    EXPECT_EQ(end_of(5), EndReason::agent_hung_up);
    EXPECT_EQ(commands<HangUp>().at(0).leg.number, 0);
    EXPECT_TRUE(board.is_open(CallId{5}));
    apply(LegEnded{{CallId{5}, 0}, false, 200, "bye"});
    pass(seconds{30});
    EXPECT_FALSE(board.is_open(CallId{5}));
}

TEST_F(SwitchboardTest, a_number_that_answers_with_the_agent_rings_until_then) {
    browser_ready();
    arrive(6, "+495551448001");
    EXPECT_TRUE(says<Ring>());
    EXPECT_FALSE(says<Answer>());
    apply(AnswerCall{"web1", CallId{6}});
    ASSERT_TRUE(says<Answer>());
    EXPECT_GT(last.commands[0].after_entries, 0u);
    EXPECT_FALSE(says<Bridge>());
    apply(LegConfirmed{{CallId{6}, 0}});
    EXPECT_TRUE(says<Bridge>());
}

TEST_F(SwitchboardTest, a_number_nobody_has_is_not_found_and_not_written_down) {
    auto const before = journal.size();
    arrive(7, "0555999");
    EXPECT_EQ(commands<Refuse>().at(0).status, 404);
    EXPECT_EQ(journal.size(), before);
    EXPECT_FALSE(board.is_open(CallId{7}));
}

TEST_F(SwitchboardTest, the_greeting_is_heard_before_the_queue) {
    browser_ready();
    CallerArrived arrived;
    arrived.call = CallId{8};
    arrived.button = "web";
    apply(arrived);
    EXPECT_EQ(state("web1"), "ready");
    apply(LegConfirmed{{CallId{8}, 0}});
    EXPECT_EQ(commands<PlayGreeting>().at(0).file, "hello.wav");
    apply(LegMedia{{CallId{8}, 0}, LegMedia::Kind::played});
    EXPECT_TRUE(says<PlayMusic>());
    EXPECT_EQ(state("web1"), "offered");
}

TEST_F(SwitchboardTest, ringing_out_hangs_up_and_the_next_agent_gets_the_caller) {
    ready("sip1", true);
    browser_ready();
    arrive(9);
    EXPECT_EQ(state("sip1"), "offered");
    pass(seconds{15});
    EXPECT_EQ(commands<HangUp>().at(0).leg.number, 1);
    EXPECT_EQ(state("sip1"), "not_responding");
    EXPECT_EQ(state("web1"), "offered");
    pass(seconds{10});
    EXPECT_EQ(state("sip1"), "ready");
}

TEST_F(SwitchboardTest, a_busy_telephone_is_no_longer_offered_anything) {
    ready("sip1", true);
    arrive(10);
    apply(LegEnded{{CallId{10}, 1}, true, 486, "busy"});
    EXPECT_EQ(state("sip1"), "not_responding");
    EXPECT_EQ(board.queue_view("tarif").value().waiting, 1u);
}

TEST_F(SwitchboardTest, a_200_that_crosses_the_cancel_is_hung_up) {
    ready("sip1", true);
    arrive(11);
    apply(LegEnded{{CallId{11}, 0}, true, 487, "cancelled"});
    EXPECT_EQ(end_of(11), EndReason::cancelled);
    EXPECT_EQ(commands<HangUp>().at(0).leg.number, 1);
    EXPECT_EQ(state("sip1"), "ready");
    apply(LegAnswered{{CallId{11}, 1}, "dialog-1"});
    EXPECT_EQ(commands<HangUp>().at(0).leg.number, 1);
    EXPECT_FALSE(says<Bridge>());
    apply(LegEnded{{CallId{11}, 1}, false, 200, "bye"});
    EXPECT_FALSE(board.is_open(CallId{11}));
    apply(LegAnswered{{CallId{11}, 1}, "dialog-1"});  // and once more, when nobody remembers it
    EXPECT_EQ(commands<HangUp>().size(), 1u);
}

TEST_F(SwitchboardTest, a_caller_on_hold_hears_music_until_taken_back) {
    browser_ready();
    talk(30);
    apply(ResumeCall{"web1", CallId{30}});
    EXPECT_EQ(last.refusal.value().code, "call.changed");
    apply(HoldCall{"web1", CallId{30}});
    EXPECT_TRUE(says<Unbridge>());
    EXPECT_TRUE(says<PlayMusic>());
    EXPECT_EQ(board.self_view("web1").value().call.value().held_since, now);
    apply(HoldCall{"web1", CallId{30}});
    EXPECT_EQ(last.refusal.value().code, "call.changed");
    apply(
        LegMedia{{CallId{30}, 0}, LegMedia::Kind::silent});  // whoever only listens to music may send nothing
    EXPECT_TRUE(board.is_open(CallId{30}));
    // The page is loaded again: the caller stays on hold, and hears nobody by accident.
    apply(PhoneLost{"web1"});
    apply(PhoneAttached{"web1"});
    EXPECT_FALSE(says<Bridge>());
    now += seconds{20};
    apply(ResumeCall{"web1", CallId{30}});
    EXPECT_TRUE(says<Bridge>());
    EXPECT_EQ(board.self_view("web1").value().call.value().held_since, std::nullopt);
    EXPECT_EQ(last.journal.at(0).data, R"({"agent":"web1","held_ms":20000})");
    apply(HangUpCall{"web1", CallId{30}});
    EXPECT_EQ(end_of(30), EndReason::agent_hung_up);
}

TEST_F(SwitchboardTest, a_caller_on_hold_may_leave) {
    browser_ready();
    talk(31);
    apply(HoldCall{"web1", CallId{31}});
    apply(LegEnded{{CallId{31}, 0}, true, 200, "bye"});
    EXPECT_EQ(end_of(31), EndReason::caller_hung_up);
    EXPECT_EQ(board.self_view("web1").value().call.value().state, "wrap_up");
    apply(ResumeCall{"web1", CallId{31}});
    EXPECT_EQ(last.refusal.value().code, "call.changed");
}

TEST_F(SwitchboardTest, a_page_that_is_loaded_again_keeps_its_call) {
    browser_ready();
    talk(12);
    apply(PhoneLost{"web1"});
    EXPECT_TRUE(says<Unbridge>());
    EXPECT_TRUE(says<PlayMusic>());
    EXPECT_EQ(state("web1"), "talking");
    now += seconds{5};
    apply(PhoneAttached{"web1"});
    EXPECT_TRUE(says<Bridge>());
    pass(seconds{60});
    EXPECT_EQ(state("web1"), "talking");
}

TEST_F(SwitchboardTest, a_page_that_stays_away_gives_the_caller_back_to_the_queue_once) {
    browser_ready();
    talk(13);
    apply(PhoneLost{"web1"});
    pass(seconds{20});
    EXPECT_EQ(state("web1"), "connection_lost");
    EXPECT_EQ(board.queue_view("tarif").value().waiting, 1u);
    apply(PhoneAttached{"web1"});
    EXPECT_EQ(state("web1"), "offered");
    apply(AnswerCall{"web1", CallId{13}});
    apply(PhoneLost{"web1"});
    pass(seconds{20});
    EXPECT_EQ(end_of(13), EndReason::agent_lost);
    EXPECT_EQ(board.queue_view("tarif").value().answered_today, 1u);
}

TEST_F(SwitchboardTest, a_caller_who_never_confirms_is_given_up) {
    arrive(14);
    pass(seconds{40});
    EXPECT_EQ(end_of(14), EndReason::no_ack);
    pass(seconds{40});
    EXPECT_TRUE(says<DropLeg>());
    EXPECT_FALSE(board.is_open(CallId{14}));
}

TEST_F(SwitchboardTest, a_lost_bye_is_found_by_silent_media) {
    browser_ready();
    talk(15);
    apply(LegMedia{{CallId{15}, 0}, LegMedia::Kind::silent});
    EXPECT_EQ(end_of(15), EndReason::media_lost);
}

TEST_F(SwitchboardTest, both_hang_up_at_once_and_the_call_ends_once) {
    ready("sip1", true);
    arrive(16);
    apply(LegConfirmed{{CallId{16}, 0}});
    apply(LegAnswered{{CallId{16}, 1}, ""});
    apply(LegEnded{{CallId{16}, 0}, true, 200, "bye"});
    apply(LegEnded{{CallId{16}, 1}, true, 200, "bye"});
    apply(LegEnded{{CallId{16}, 1}, true, 200, "bye"});
    pass(seconds{30});
    auto const told = story(16);
    EXPECT_EQ(told,
              "arrived answering queued offered confirmed agent_answered connected ended closed wrapped_up");
}

TEST_F(SwitchboardTest, a_call_without_media_is_refused_and_still_written_down) {
    CallerArrived arrived;
    arrived.call = CallId{23};
    arrived.called = "05551448000";
    arrived.refuse_status = 488;
    apply(arrived);
    EXPECT_EQ(commands<Refuse>().at(0).status, 488);
    EXPECT_EQ(end_of(23), EndReason::refused_media);
    apply(LegEnded{{CallId{23}, 0}, false, 488, "rejected"});
    EXPECT_EQ(story(23), "arrived ended closed");
}

TEST_F(SwitchboardTest, offers_without_end_do_not_use_up_more_than_the_credit_of_a_call) {
    ready("sip1", true);
    arrive(24);
    apply(LegConfirmed{{CallId{24}, 0}});
    for (int leg = 1; leg <= 100; ++leg) {
        apply(LegEnded{{CallId{24}, leg}, true, 486, "busy"});
        pass(seconds{120});
        if (!board.is_open(CallId{24})) break;
    }
    std::int64_t entries = 0;
    for (auto const& entry : journal)
        entries += entry.stream == 24;
    EXPECT_LE(entries, kEntriesPerCall);
    EXPECT_GT(entries, kOptionalEntriesMost - 1);
    story(24);
}

TEST_F(SwitchboardTest, who_answers_after_many_offers_is_written_down_before_our_ack) {
    ready("sip1", true);
    arrive(25);
    apply(LegConfirmed{{CallId{25}, 0}});
    constexpr int refused = 30;
    for (int leg = 1; leg <= refused; ++leg) {
        apply(LegEnded{{CallId{25}, leg}, true, 486, "busy"});
        pass(seconds{120});
    }
    apply(LegAnswered{{CallId{25}, refused + 1}, "dialog-late"});
    ASSERT_TRUE(says<Acknowledge>());
    ASSERT_FALSE(last.journal.empty());
    EXPECT_EQ(last.journal[0].kind, "agent_answered");
    for (auto const& command : last.commands) {
        if (std::holds_alternative<Acknowledge>(command.what)) {
            EXPECT_EQ(command.after_entries, 1u);
        }
    }
}

TEST_F(SwitchboardTest, a_full_house_says_so) {
    Options options;
    options.calls_max = 1;
    board = Switchboard{options};
    put_centre();
    arrive(25);
    arrive(26);
    EXPECT_EQ(commands<Refuse>().at(0).status, 503);
    EXPECT_GT(commands<Refuse>().at(0).retry_after_s, 0);
}

TEST_F(SwitchboardTest, what_is_not_the_agents_call_is_refused) {
    browser_ready();
    apply(AnswerCall{"web1", CallId{99}});
    EXPECT_EQ(last.refusal.value().code, "call.not_yours");
    apply(SetPresence{"nobody", floor::Presence::ready, ""});
    EXPECT_TRUE(last.refusal.value().not_found);
    apply(SetPresence{"web1", floor::Presence::pause, "siesta"});
    EXPECT_EQ(last.refusal.value().code, "presence.unknown_reason");
}

}  // namespace
}  // namespace rufwerk::call

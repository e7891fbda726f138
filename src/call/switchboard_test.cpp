#include "call/switchboard.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace rufwerk::call {
namespace {

using std::chrono::seconds;
struct SwitchboardTest : testing::Test {
    Switchboard board;
    Instant now = from_ms(1'800'000'000'000);
    std::shared_ptr<Centre> centre = std::make_shared<Centre>();
    std::vector<store::JournalEntry> journal;
    Outputs last;

    void SetUp() override {
        centre->clients["nordheim"] = {"nordheim", "Stadtwerke Nordheim", "Guten Tag, mein Name ist {agent}.",
                                       "#1d55c4"};
        centre->queues["tarif"].key = "tarif";
        centre->queues["tarif"].client = "nordheim";
        centre->queues["tarif"].skills = {"tarif"};
        number("+495551448000");
        number("+495551448001").answer = AnswerWhen::agent;
        number("+495551448002").greeting_audio = "hello.wav";
        centre->numbers["+495551448002"].call_button = "web";
        centre->agents["sip1"] = {"sip1", "Sip One", {{"tarif", 3}}, {}, "sip:sip1@127.0.0.1:7001"};
        centre->agents["web1"] = {"web1", "Web One", {{"tarif", 3}}, {}, "browser"};
        put_centre();
    }
    Number& number(std::string const& called) {
        auto& made = centre->numbers[called];
        made.number = called;
        made.client = "nordheim";
        made.queue = "tarif";
        return made;
    }
    void put_centre() { apply(CentreChanged{std::make_shared<Centre>(*centre)}); }
    Outputs const& apply(Input const& input) { return keep(board.apply(now, input)); }
    Outputs const& keep(Outputs outputs) {
        last = std::move(outputs);
        for (auto const& command : last.commands)
            EXPECT_LE(command.after_entries, last.journal.size());
        journal.insert(journal.end(), last.journal.begin(), last.journal.end());
        EXPECT_EQ(board.fault(true), "");
        return last;
    }
    void pass(Duration by) {
        now += by;
        apply(TimePassed{});
    }
    void arrive(std::int64_t call, std::string called = "05551448000") {
        CallerArrived arrived;
        arrived.call = CallId{call};
        arrived.trunk = "carrier";
        arrived.called = std::move(called);
        arrived.caller = "+49171123456";
        apply(arrived);
    }
    void ready(std::string login, bool by_supervisor = false) {
        apply(SetPresence{std::move(login), floor::Presence::ready, "", by_supervisor});
    }
    void browser_ready() {
        apply(PhoneAttached{"web1"});
        ready("web1");
    }
    /// The call is answered, confirmed and in talk with the browser agent.
    void talk(std::int64_t call) {
        arrive(call);
        apply(LegConfirmed{{CallId{call}, 0}, "dialog-0"});
        apply(AnswerCall{"web1", CallId{call}});
    }
    template <class T>
    std::vector<T> commands() const {
        std::vector<T> found;
        for (auto const& command : last.commands)
            if (auto const* body = std::get_if<T>(&command.what)) found.push_back(*body);
        return found;
    }
    template <class T>
    bool says() const {
        return !commands<T>().empty();
    }
    std::string state(std::string_view login) { return std::string{board.agent_view(login).value().state}; }
    /// Kinds of the journal of one stream; checks that it is numbered without gaps.
    std::string story(std::int64_t stream) {
        std::string kinds;
        std::int64_t seq = 0;
        for (auto const& entry : journal) {
            if (entry.stream != stream) continue;
            EXPECT_EQ(entry.seq, ++seq);
            kinds += (kinds.empty() ? "" : " ") + entry.kind;
        }
        return kinds;
    }
    std::optional<EndReason> end_of(std::int64_t call) {
        for (auto const& row : last.calls)
            if (row.id.value == call) return row.end_reason;
        return std::nullopt;
    }
};

TEST_F(SwitchboardTest, a_browser_agent_takes_a_call_from_arrival_to_ready_again) {
    browser_ready();
    arrive(71);
    ASSERT_TRUE(says<Answer>());
    EXPECT_EQ(last.commands[0].after_entries, 2u);  // arrived, answering: on disk before the 200 leaves
    auto const offered = board.self_view("web1").value().call.value();
    EXPECT_EQ(offered.state, "offered");
    EXPECT_EQ(offered.greeting, "Guten Tag, mein Name ist Web One.");
    EXPECT_EQ(offered.offer_until, now + seconds{15});
    apply(LegConfirmed{{CallId{71}, 0}, "dialog-0"});
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
    apply(LegConfirmed{{CallId{5}, 0}, ""});
    apply(LegAnswered{{CallId{5}, 1}, "dialog-1"});
    EXPECT_EQ(commands<Bridge>().at(0).agent_leg, 1);
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
    apply(LegConfirmed{{CallId{6}, 0}, ""});
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
    apply(LegConfirmed{{CallId{8}, 0}, ""});
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
    apply(LegConfirmed{{CallId{16}, 0}, ""});
    apply(LegAnswered{{CallId{16}, 1}, ""});
    apply(LegEnded{{CallId{16}, 0}, true, 200, "bye"});
    apply(LegEnded{{CallId{16}, 1}, true, 200, "bye"});
    apply(LegEnded{{CallId{16}, 1}, true, 200, "bye"});
    pass(seconds{30});
    auto const told = story(16);
    EXPECT_EQ(told,
              "arrived answering queued offered confirmed agent_answered connected ended closed wrapped_up");
}

TEST_F(SwitchboardTest, who_leaves_unserved_counts_against_the_service_level_also_after_a_restart) {
    arrive(20, "+495551448001");
    apply(LegEnded{{CallId{20}, 0}, true, 487, "cancelled"});
    arrive(21, "+495551448001");
    pass(seconds{175});
    EXPECT_EQ(end_of(21), EndReason::no_agent);
    EXPECT_EQ(commands<Refuse>().at(0).status, 480);
    arrive(22);
    apply(LegConfirmed{{CallId{22}, 0}, ""});
    pass(std::chrono::hours{2});
    EXPECT_EQ(end_of(22), EndReason::waited_too_long);
    EXPECT_EQ(board.queue_view("tarif").value().abandoned_today, 3u);
    Recovery recovery{now - std::chrono::hours{12}};
    for (auto const& entry : journal)
        recovery.take(entry);
    board = Switchboard{};
    put_centre();
    keep(board.restore(now, recovery));
    EXPECT_EQ(board.queue_view("tarif").value().abandoned_today, 3u);
    apply(DayBegan{});
    EXPECT_EQ(board.queue_view("tarif").value().abandoned_today, 0u);
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
    apply(LegConfirmed{{CallId{24}, 0}, ""});
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

TEST_F(SwitchboardTest, a_new_process_ends_the_calls_of_the_old_one_and_keeps_the_shift) {
    ready("sip1", true);
    browser_ready();
    arrive(17);
    apply(LegConfirmed{{CallId{17}, 0}, "dialog-0"});
    apply(LegAnswered{{CallId{17}, 1}, "dialog-1"});
    Recovery recovery{now - std::chrono::hours{1}};
    for (auto const& entry : journal)
        recovery.take(entry);
    board = Switchboard{};
    put_centre();
    keep(board.restore(now, recovery));
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

TEST_F(SwitchboardTest, an_agent_whose_grace_has_run_out_is_not_on_shift_after_a_restart) {
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

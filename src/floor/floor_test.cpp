#include "floor/floor.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace rufwerk::floor {
namespace {

using std::chrono::seconds;

struct FloorTest : testing::Test {
    Floor core;
    Instant now = from_ms(1'800'000'000'000);
    rufwerk::floor::Setup centre;

    void queue(std::string key, std::vector<std::string> skills, int priority = 0, std::string client = "c") {
        centre.queues.push_back({key, client, skills, priority, seconds{15}, seconds{30}});
    }
    void agent(std::string login, std::vector<std::string> skills, std::vector<std::string> clients = {},
               bool browser = false) {
        centre.agents.push_back({login, skills, clients, browser});
    }
    Outputs configure() { return apply(Configured{centre}); }
    Outputs apply(Input const& input) {
        auto outputs = core.apply(now, input);
        EXPECT_EQ(core.fault(true), "");
        return outputs;
    }
    AgentKey a(std::string_view login) { return core.agent_key(login).value(); }
    QueueKey q(std::string_view key) { return core.queue_key(key).value(); }
    AgentState state(std::string_view login) { return core.view(a(login)).state; }
    Outputs ready(std::string_view login, bool by_supervisor = false) {
        return apply(PresenceSet{a(login), Presence::ready, "", by_supervisor});
    }
    Outputs arrive(std::int64_t work, std::string_view key) {
        return apply(WorkArrived{WorkId{work}, q(key)});
    }
    Outputs pass(Duration by) {
        now += by;
        return apply(TimePassed{});
    }
    /// "work→login" for every offer in the outputs.
    std::vector<std::string> offers(Outputs const& outputs) {
        std::vector<std::string> found;
        for (auto const& output : outputs)
            if (auto const* offer = std::get_if<Offer>(&output))
                found.push_back(std::to_string(offer->work.value) + ">" + core.login(offer->agent));
        return found;
    }
    using Offers = std::vector<std::string>;
};

TEST_F(FloorTest, a_call_goes_through_offer_talk_and_wrap_up_to_ready) {
    queue("tarif", {"tarif"});
    agent("anna", {"tarif"});
    configure();
    ready("anna");
    EXPECT_EQ(offers(arrive(1, "tarif")), Offers{"1>anna"});
    apply(WorkAnswered{WorkId{1}});
    EXPECT_EQ(state("anna"), AgentState::talking);
    apply(WorkEnded{WorkId{1}});
    EXPECT_EQ(state("anna"), AgentState::wrap_up);
    pass(seconds{29});
    EXPECT_EQ(state("anna"), AgentState::wrap_up);
    pass(seconds{1});
    EXPECT_EQ(state("anna"), AgentState::ready);
    EXPECT_EQ(core.work_count(), 0u);
}

TEST_F(FloorTest, ringing_out_returns_the_work_to_the_head_of_its_queue) {
    queue("tarif", {});
    agent("anna", {});
    agent("bert", {});
    configure();
    ready("anna");
    arrive(1, "tarif");
    now += seconds{1};
    arrive(2, "tarif");
    pass(seconds{14});
    EXPECT_EQ(state("anna"), AgentState::not_responding);
    EXPECT_EQ(offers(ready("bert")), Offers{"1>bert"});
}

TEST_F(FloorTest, the_longest_idle_agent_with_all_skills_who_may_serve_the_client_is_chosen) {
    queue("both", {"tarif", "english"}, 0, "nordheim");
    agent("only_tarif", {"tarif"});
    agent("other_client", {"tarif", "english"}, {"suedstadt"});
    agent("later", {"tarif", "english"}, {"nordheim"});
    agent("earlier", {"english", "tarif", "more"});
    configure();
    for (auto const* login : {"only_tarif", "other_client", "earlier", "later"})
        ready(login);
    EXPECT_EQ(offers(arrive(1, "both")), Offers{"1>earlier"});
    EXPECT_EQ(offers(arrive(2, "both")), Offers{"2>later"});
    EXPECT_EQ(offers(arrive(3, "both")), Offers{});
}

TEST_F(FloorTest, priority_comes_before_waiting_time) {
    queue("normal", {});
    queue("urgent", {}, 5);
    agent("anna", {});
    configure();
    arrive(1, "normal");
    now += seconds{60};
    arrive(2, "urgent");
    arrive(3, "urgent");
    EXPECT_EQ(offers(ready("anna")), Offers{"2>anna"});
    EXPECT_EQ(offers(apply(WorkEnded{WorkId{2}, false})), Offers{"3>anna"});
    EXPECT_EQ(offers(apply(WorkEnded{WorkId{3}, false})), Offers{"1>anna"});
}

TEST_F(FloorTest, a_declined_work_goes_to_another_and_not_back_to_who_declined) {
    queue("tarif", {});
    agent("anna", {});
    agent("bert", {});
    configure();
    ready("anna");
    arrive(1, "tarif");
    EXPECT_EQ(offers(apply(WorkDeclined{WorkId{1}})), Offers{});
    EXPECT_EQ(state("anna"), AgentState::ready);
    EXPECT_EQ(offers(arrive(2, "tarif")), Offers{"2>anna"});  // the next caller is not the one declined
    EXPECT_EQ(offers(ready("bert")), Offers{"1>bert"});
}

TEST_F(FloorTest, when_everyone_on_shift_has_declined_all_are_asked_again_after_a_while) {
    queue("tarif", {});
    agent("anna", {});
    agent("bert", {});
    agent("at_home", {});
    configure();
    ready("anna");
    apply(PresenceSet{a("bert"), Presence::pause, "lunch"});
    arrive(1, "tarif");
    apply(WorkDeclined{WorkId{1}});
    EXPECT_EQ(offers(pass(seconds{30})), Offers{});  // bert is on shift and may still come back
    EXPECT_EQ(offers(ready("bert")), Offers{"1>bert"});
    apply(WorkDeclined{WorkId{1}});
    EXPECT_EQ(offers(pass(seconds{30})), Offers{"1>anna"});
}

TEST_F(FloorTest, a_caller_gone_while_offered_leaves_the_agent_at_the_place_it_had) {
    queue("tarif", {});
    agent("anna", {});
    agent("bert", {});
    configure();
    ready("anna");
    ready("bert");
    arrive(1, "tarif");
    apply(WorkEnded{WorkId{1}, false});
    EXPECT_EQ(offers(arrive(2, "tarif")), Offers{"2>anna"});
}

TEST_F(FloorTest, presence_asked_for_while_talking_is_taken_after_the_wrap_up) {
    queue("tarif", {});
    agent("anna", {});
    configure();
    ready("anna");
    arrive(1, "tarif");
    apply(WorkAnswered{WorkId{1}});
    apply(PresenceSet{a("anna"), Presence::pause, "lunch"});
    EXPECT_EQ(state("anna"), AgentState::talking);
    apply(WorkEnded{WorkId{1}});
    EXPECT_EQ(state("anna"), AgentState::wrap_up);
    apply(WrapUpFinished{a("anna")});
    EXPECT_EQ(state("anna"), AgentState::pause);
    EXPECT_EQ(core.view(a("anna")).reason, "lunch");
}

TEST_F(FloorTest, wrap_up_is_extended_once) {
    queue("tarif", {});
    agent("anna", {});
    configure();
    ready("anna");
    arrive(1, "tarif");
    apply(WorkAnswered{WorkId{1}});
    apply(WorkEnded{WorkId{1}});
    pass(seconds{20});
    apply(WrapUpExtended{a("anna")});
    auto const second = apply(WrapUpExtended{a("anna")});
    ASSERT_EQ(second.size(), 1u);
    EXPECT_EQ(std::get<Refused>(second[0]).why, Refused::Why::already_extended);
    pass(seconds{29});
    EXPECT_EQ(state("anna"), AgentState::wrap_up);
    pass(seconds{1});
    EXPECT_EQ(state("anna"), AgentState::ready);
}

TEST_F(FloorTest, no_wrap_up_time_means_ready_at_once) {
    centre.queues.push_back({"fast", "c", {}, 0, seconds{15}, seconds{0}});
    agent("anna", {});
    configure();
    ready("anna");
    arrive(1, "fast");
    apply(WorkAnswered{WorkId{1}});
    arrive(2, "fast");
    EXPECT_EQ(offers(apply(WorkEnded{WorkId{1}})), Offers{"2>anna"});
}

TEST_F(FloorTest, a_telephone_set_ready_by_a_supervisor_is_tried_again_ever_more_seldom) {
    queue("tarif", {});
    agent("desk_phone", {});
    configure();
    ready("desk_phone", true);
    arrive(1, "tarif");
    for (auto const wait_s : {10, 20, 40, 80, 120, 120}) {
        apply(OfferFailed{WorkId{1}});
        EXPECT_EQ(state("desk_phone"), AgentState::not_responding);
        pass(seconds{wait_s} - Duration{1});
        EXPECT_EQ(state("desk_phone"), AgentState::not_responding) << wait_s;
        EXPECT_EQ(offers(pass(Duration{1})), Offers{"1>desk_phone"});
    }
    apply(WorkAnswered{WorkId{1}});
    apply(WorkEnded{WorkId{1}, false});
    arrive(2, "tarif");
    apply(OfferFailed{WorkId{2}});
    EXPECT_EQ(offers(pass(seconds{10})), Offers{"2>desk_phone"});
}

TEST_F(FloorTest, a_browser_telephone_that_vanishes_has_a_grace) {
    queue("tarif", {});
    agent("anna", {}, {}, true);
    configure();
    EXPECT_EQ(std::get<Refused>(ready("anna").at(0)).why, Refused::Why::phone_missing);
    apply(PhoneAttached{a("anna")});
    ready("anna");
    arrive(1, "tarif");
    auto const lost = apply(PhoneLost{a("anna")});
    EXPECT_EQ(state("anna"), AgentState::connection_lost);
    pass(seconds{19});
    EXPECT_EQ(offers(apply(PhoneAttached{a("anna")})), Offers{"1>anna"});
    apply(PhoneLost{a("anna")});
    pass(seconds{20});
    EXPECT_EQ(state("anna"), AgentState::offline);
}

TEST_F(FloorTest, a_desk_telephone_that_registers_has_time_to_start_and_is_tried_again_without_a_page) {
    queue("tarif", {});
    centre.agents.push_back({"desk", {}, {}, true, true});
    configure();
    EXPECT_EQ(std::get<Refused>(ready("desk", true).at(0)).why, Refused::Why::phone_missing);
    apply(PhoneAttached{a("desk")});
    ready("desk", true);
    apply(PhoneLost{a("desk")});
    pass(seconds{179});
    EXPECT_EQ(state("desk"), AgentState::connection_lost);
    apply(PhoneAttached{a("desk")});
    EXPECT_EQ(state("desk"), AgentState::ready);
    arrive(1, "tarif");
    apply(OfferFailed{WorkId{1}});
    EXPECT_EQ(state("desk"), AgentState::not_responding);
    EXPECT_EQ(offers(pass(seconds{10})), Offers{"1>desk"});
    apply(WorkEnded{WorkId{1}, false});
    apply(PhoneLost{a("desk")});
    pass(seconds{180});
    EXPECT_EQ(state("desk"), AgentState::offline);
}

TEST_F(FloorTest, an_agent_taken_out_finishes_what_it_has) {
    queue("tarif", {});
    agent("anna", {});
    configure();
    ready("anna");
    arrive(1, "tarif");
    apply(WorkAnswered{WorkId{1}});
    centre.agents.clear();
    configure();
    EXPECT_EQ(state("anna"), AgentState::talking);
    apply(WorkEnded{WorkId{1}});
    pass(seconds{30});
    EXPECT_EQ(state("anna"), AgentState::offline);
}

TEST_F(FloorTest, a_queue_taken_out_still_serves_those_who_wait_in_it) {
    queue("old", {"tarif"});
    agent("anna", {"tarif"});
    configure();
    arrive(1, "old");
    centre.queues.clear();
    configure();
    EXPECT_EQ(std::get<Refused>(arrive(2, "old").at(0)).why, Refused::Why::unknown_queue);
    EXPECT_EQ(offers(ready("anna")), Offers{"1>anna"});
}

TEST_F(FloorTest, a_skill_given_at_run_time_brings_the_waiting_call_at_once) {
    queue("tarif", {"tarif"});
    agent("anna", {});
    configure();
    ready("anna");
    arrive(1, "tarif");
    centre.agents[0].skills = {"tarif"};
    EXPECT_EQ(offers(configure()), Offers{"1>anna"});
}

TEST_F(FloorTest, nobody_waits_for_ever) {
    queue("tarif", {});
    configure();
    arrive(1, "tarif");
    auto const outputs = pass(std::chrono::hours{2});
    EXPECT_TRUE(std::any_of(outputs.begin(), outputs.end(), [](Output const& output) {
        auto const* gone = std::get_if<WaitedTooLong>(&output);
        return gone != nullptr && gone->work == WorkId{1};
    }));
    EXPECT_EQ(core.work_count(), 0u);
}

}  // namespace
}  // namespace rufwerk::floor

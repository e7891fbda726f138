#include "base/problem.hpp"
#include "sip/dialog_snapshot.hpp"
#include "sip/endpoint_stage.hpp"

#include <gtest/gtest.h>

#include <set>
#include <tuple>

namespace rufwerk::sip::test {
namespace {

class SipCallIn : public SipEndpoint {};

TEST_F(SipCallIn, a_call_in_rings_is_answered_and_ended_by_the_caller) {
    auto caller = call();
    auto const leg = invited(
        caller, {.headers = "P-Asserted-Identity: \"Anna\" <sip:+4930123@c.example>\r\n", .body = kSdp});
    auto const event = stage().wait_for<Invited>();
    EXPECT_EQ("carrier", event->trunk);
    EXPECT_EQ("0555", event->called);
    EXPECT_EQ("+4930123", event->caller);
    EXPECT_EQ("Anna", event->caller_name);
    EXPECT_EQ(kSdp, event->sdp);
    endpoint().ring(leg);
    EXPECT_NE("", carrier.receive_status(180));
    endpoint().answer(leg, kSdp);
    auto const ok = carrier.receive_status(200);
    EXPECT_TRUE(ok.ends_with(kSdp));
    caller.join(ok);
    carrier.send(caller.request("ACK"));
    ASSERT_TRUE(stage().wait_for<Confirmed>());
    carrier.send(caller.request("BYE", {.sequence = 2}));
    EXPECT_NE("", carrier.receive_status(200));
    auto const ended = stage().wait_for<Ended>();
    ASSERT_TRUE(ended);
    EXPECT_EQ("bye", ended->reason);
    EXPECT_TRUE(ended->by_far_end);
    EXPECT_EQ(200, ended->status);
}

TEST_F(SipCallIn, the_dialog_is_known_before_our_200_and_is_that_of_our_200) {
    auto caller = call();
    auto const leg = invited(caller, {.headers = "Record-Route: <sip:127.0.0.1:9;lr>\r\n", .body = kSdp});
    auto const dialog = parse_dialog(endpoint().dialog_of(leg));
    ASSERT_TRUE(dialog);
    endpoint().answer(leg, kSdp);
    auto const ok = carrier.receive_status(200);
    EXPECT_EQ(header(ok, "Call-ID"), dialog->call_id);
    EXPECT_EQ(header(ok, "To"), dialog->local);
    EXPECT_EQ(header(ok, "From"), dialog->remote);
    EXPECT_EQ("sip:carrier@" + carrier.address(), dialog->target);
    EXPECT_EQ("<sip:127.0.0.1:9;lr>", dialog->routes);
    caller.join(ok);
    carrier.send(caller.request("ACK"));
    ASSERT_TRUE(stage().wait_for<Confirmed>());
    EXPECT_EQ(to_text(*dialog), endpoint().dialog_of(leg));
    carrier.send(caller.request("BYE", {.sequence = 2}));
    EXPECT_TRUE(stage().wait_for<Ended>());
}

TEST_F(SipCallIn, our_bye_carries_the_reason) {
    auto caller = call();
    auto const leg = talking(caller);
    endpoint().hang_up(leg, "agent_hung_up");
    auto const bye = carrier.receive_request("BYE");
    EXPECT_NE(std::string::npos, header(bye, "Reason").find("agent_hung_up"));
    carrier.send(response_to(bye, "200 OK", "", ""));
    auto const ended = stage().wait_for<Ended>();
    ASSERT_TRUE(ended);
    EXPECT_FALSE(ended->by_far_end);
    EXPECT_EQ("agent_hung_up", ended->reason);
}

TEST_F(SipCallIn, a_bye_nobody_answers_still_ends_the_leg) {
    auto caller = call();
    endpoint().hang_up(talking(caller), "x");
    EXPECT_TRUE(stage().wait_for<Ended>(5000));
}

TEST_F(SipCallIn, a_cancel_while_ringing_ends_the_leg) {
    auto caller = call();
    endpoint().ring(invited(caller, {.body = kSdp}));
    carrier.receive_status(180);
    carrier.send(caller.request("CANCEL", {.branch = caller.invite_branch()}));
    EXPECT_NE("", carrier.receive_status(487));
    carrier.send(caller.request("ACK", {.branch = caller.invite_branch()}));
    auto const ended = stage().wait_for<Ended>();
    ASSERT_TRUE(ended);
    EXPECT_EQ(487, ended->status);
    EXPECT_EQ("cancelled", ended->reason);
}

TEST_F(SipCallIn, a_cancel_that_crosses_our_200_ends_in_bye_after_the_ack) {
    auto caller = call();
    endpoint().answer(invited(caller, {.body = kSdp}), kSdp);
    caller.join(carrier.receive(
        [](auto const& text) { return text.find("INVITE") != text.npos && status(text) == 200; }));
    carrier.send(caller.request("CANCEL", {.branch = caller.invite_branch()}));
    carrier.send(caller.request("ACK"));
    auto const bye = carrier.receive_request("BYE");
    ASSERT_NE("", bye);
    carrier.send(response_to(bye, "200 OK", "", ""));
    auto const ended = stage().wait_for<Ended>();
    ASSERT_TRUE(ended);
    EXPECT_EQ("cancelled", ended->reason);
    EXPECT_EQ(1, stage().count<Ended>());
}

TEST_F(SipCallIn, a_cancel_that_meets_our_200_in_the_stack_ends_the_leg_once) {
    auto caller = call();
    auto const leg = invited(caller, {.body = kSdp});
    carrier.send(caller.request("CANCEL", {.branch = caller.invite_branch()}));
    endpoint().answer(leg, kSdp);
    auto const ended = stage().wait_for<Ended>(9000);
    ASSERT_TRUE(ended);
    EXPECT_EQ("cancelled", ended->reason);
}

TEST_F(SipCallIn, a_200_without_ack_ends_in_bye) {
    auto caller = call();
    endpoint().answer(invited(caller, {.body = kSdp}), kSdp);
    auto const bye = carrier.receive_request("BYE", 6000);
    ASSERT_NE("", bye);
    carrier.send(response_to(bye, "200 OK", "", ""));
    auto const ended = stage().wait_for<Ended>();
    ASSERT_TRUE(ended);
    EXPECT_EQ("no_ack", ended->reason);
}

TEST_F(SipCallIn, a_refusal_tells_when_to_try_again) {
    auto caller = call();
    endpoint().refuse(invited(caller, {.body = kSdp}), 503, "Full", 7);
    auto const answer = carrier.receive_status(503);
    EXPECT_EQ("SIP/2.0 503 Full", header(answer, ""));
    EXPECT_EQ("7", header(answer, "Retry-After"));
    caller.join(answer);
    carrier.send(caller.request("ACK", {.branch = caller.invite_branch()}));
    auto const ended = stage().wait_for<Ended>();
    ASSERT_TRUE(ended);
    EXPECT_EQ(503, ended->status);
    EXPECT_FALSE(ended->by_far_end);
}

TEST_F(SipCallIn, an_invite_without_offer_gets_ours_and_the_ack_has_the_answer) {
    auto caller = call();
    auto const leg = invited(caller, {});
    EXPECT_FALSE(stage().wait_for<Invited>()->sdp);
    endpoint().answer(leg, kSdp);
    caller.join(carrier.receive_status(200));
    carrier.send(caller.request("ACK", {.body = kSdp}));
    auto const event = stage().wait_for<Confirmed>();
    ASSERT_TRUE(event);
    EXPECT_EQ(kSdp, event->sdp);
    endpoint().hang_up(leg, "x");
    carrier.send(response_to(carrier.receive_request("BYE"), "200 OK", "", ""));
    EXPECT_TRUE(stage().wait_for<Ended>());
}

TEST_F(SipCallIn, hang_up_before_the_ack_waits_for_it) {
    auto caller = call();
    auto const leg = invited(caller, {.body = kSdp});
    endpoint().answer(leg, kSdp);
    endpoint().hang_up(leg, "agent_gone");
    caller.join(carrier.receive_status(200));
    carrier.send(caller.request("ACK"));
    carrier.send(response_to(carrier.receive_request("BYE"), "200 OK", "", ""));
    auto const ended = stage().wait_for<Ended>();
    ASSERT_TRUE(ended);
    EXPECT_EQ("agent_gone", ended->reason);
}

TEST_F(SipCallIn, bodies_that_are_no_sdp_are_refused) {
    struct Case {
        std::string body, type, headers;
        int status;
    };
    for (auto const& [body, type, headers, expected] :
         std::vector<Case>{{"hello", "text/plain", "", 415},
                           {kSdp, "", "", 400},
                           {"x=1\r\n", "application/sdp", "", 488},
                           {kSdp, "application/sdp", "Content-Encoding: gzip\r\n", 415}}) {
        auto caller = call();
        carrier.send(caller.request("INVITE", {.headers = headers, .body = body, .content_type = type}));
        auto const answer = carrier.receive_final();
        EXPECT_EQ(expected, status(answer)) << answer;
        caller.join(answer);
        caller.remote_target = "sip:0555@" + stage().host_port();
        carrier.send(caller.request("ACK", {.branch = caller.invite_branch()}));
    }
    EXPECT_EQ(0, stage().count<Invited>());
}

TEST_F(SipCallIn, a_reinvite_is_answered_by_the_application) {
    auto caller = call();
    auto const leg = talking(caller);
    caller.sequence = 2;
    auto const hold = kSdp + "a=sendonly\r\n";
    carrier.send(caller.request("INVITE", {.body = hold}));
    auto const offer = stage().wait_for<Reoffered>();
    ASSERT_TRUE(offer);
    EXPECT_EQ(hold, offer->sdp);
    endpoint().answer_offer(leg, kSdp + "a=recvonly\r\n");
    auto const ok = carrier.receive_status(200);
    EXPECT_NE(std::string::npos, ok.find("a=recvonly"));
    carrier.send(caller.request("ACK"));
    carrier.send(caller.request("UPDATE", {.body = kSdp, .sequence = 3}));
    stage().turn_until([&] { return stage().count<Reoffered>() == 2; });
    endpoint().refuse_offer(leg, 488);
    EXPECT_NE("", carrier.receive_status(488));
    carrier.send(
        caller.request("UPDATE", {.sequence = 4}));  // a session refresh: not the application's business
    EXPECT_NE("", carrier.receive_status(200));
    carrier.send(caller.request("BYE", {.sequence = 5}));
    ASSERT_TRUE(stage().wait_for<Ended>());
    EXPECT_EQ(2, stage().count<Reoffered>());
    EXPECT_EQ(1, stage().count<Confirmed>());
}

TEST_F(SipCallIn, a_reliable_provisional_is_acknowledged_by_prack) {
    auto caller = call();
    auto const leg = invited(caller, {.headers = "Require: 100rel\r\n", .body = kSdp});
    endpoint().ring(leg);
    auto const ringing = carrier.receive_status(180);
    ASSERT_NE("", header(ringing, "RSeq"));
    caller.join(ringing);
    carrier.send(caller.request(
        "PRACK", {.headers = "RAck: " + header(ringing, "RSeq") + " 1 INVITE\r\n", .sequence = 2}));
    EXPECT_NE("", carrier.receive_status(200));
    endpoint().answer(leg, kSdp);
    EXPECT_NE("", carrier.receive_status(200));
    carrier.send(caller.request("ACK"));
    ASSERT_TRUE(stage().wait_for<Confirmed>());
    carrier.send(caller.request("BYE", {.sequence = 3}));
    EXPECT_TRUE(stage().wait_for<Ended>());
}

}  // namespace
}  // namespace rufwerk::sip::test

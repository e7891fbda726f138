#include "base/problem.hpp"
#include "sip/endpoint_stage.hpp"

#include <gtest/gtest.h>

#include <set>
#include <tuple>

namespace rufwerk::sip::test {
namespace {

class SipCallOut : public SipEndpoint {
  protected:
    /// A BYE from the telephone in the dialog that it made of `invite` with `tag`.
    std::string bye_of_the_telephone(std::string const& invite, std::string const& tag) {
        RawCall const back{phone, header(invite, "Call-ID"), stage().host_port()};
        auto bye = back.request("BYE");
        auto const replace = [&](std::string const& name, std::string const& value) {
            auto const at = bye.find("\r\n" + name + ": ") + 4 + name.size();
            bye.replace(at, bye.find("\r\n", at) - at, value);
        };
        replace("From", header(invite, "To") + tag);
        replace("To", header(invite, "From"));
        return bye;
    }
};

TEST_F(SipCallOut, a_call_out_rings_is_answered_and_ended_by_us) {
    Dial dial;
    dial.headers = {{"X-Rufwerk-Call", "42"}, {"P-Called-Number", "+49"}};
    dial.from_name = "Stadt\"werke";
    auto const leg = dialled(dial);
    auto const invite = phone.receive_request("INVITE");
    EXPECT_EQ("42", header(invite, "X-Rufwerk-Call"));
    EXPECT_EQ("+49", header(invite, "P-Called-Number"));
    EXPECT_TRUE(header(invite, "From").starts_with("\"Stadt\\\"werke\" <sip:rufwerk@")) << invite;
    phone.send(response_to(invite, "180 Ringing", "p1", phone.address()));
    ASSERT_TRUE(stage().wait_for<Progress>());
    auto const ok = response_to(invite, "200 OK", "p1", phone.address(), kSdp);
    phone.send(ok);
    auto const answered = stage().wait_for<Answered>();
    ASSERT_TRUE(answered);
    EXPECT_EQ(kSdp, answered->sdp);
    EXPECT_NE("", answered->dialog);
    endpoint().acknowledge(leg);
    EXPECT_NE("", phone.receive_request("ACK"));
    phone.send(ok);  // our ACK was lost
    EXPECT_NE("", phone.receive_request("ACK"));
    endpoint().hang_up(leg, "done");
    phone.send(response_to(phone.receive_request("BYE"), "200 OK", "", ""));
    EXPECT_TRUE(stage().wait_for<Ended>());
    EXPECT_EQ(1, stage().count<Answered>());
}

TEST_F(SipCallOut, the_ack_waits_until_it_is_asked_for) {
    auto const leg = dialled();
    auto const ok = response_to(phone.receive_request("INVITE"), "200 OK", "w1", phone.address(), kSdp);
    for (int repeat = 0; repeat < 3; ++repeat) {
        phone.send(ok);
        EXPECT_EQ("", phone.receive_request("ACK", 100));
    }
    endpoint().acknowledge(leg);
    EXPECT_NE("", phone.receive_request("ACK"));
    endpoint().acknowledge(leg);  // twice is no more than once
    EXPECT_EQ("", phone.receive_request("ACK", 100));
    endpoint().hang_up(leg, "done");
    phone.send(response_to(phone.receive_request("BYE"), "200 OK", "", ""));
    EXPECT_TRUE(stage().wait_for<Ended>());
    EXPECT_EQ(1, stage().count<Answered>());
}

TEST_F(SipCallOut, hang_up_in_place_of_the_ack_sends_both) {
    auto const leg = dialled();
    phone.send(response_to(phone.receive_request("INVITE"), "200 OK", "w2", phone.address(), kSdp));
    ASSERT_TRUE(stage().wait_for<Answered>());
    endpoint().hang_up(leg, "late_answer");
    EXPECT_NE("", phone.receive_request("ACK"));
    phone.send(response_to(phone.receive_request("BYE"), "200 OK", "", ""));
    auto const ended = stage().wait_for<Ended>();
    ASSERT_TRUE(ended);
    EXPECT_EQ("late_answer", ended->reason);
}

TEST_F(SipCallOut, a_telephone_that_gives_up_waiting_for_the_ack_ends_the_leg) {
    auto const leg = dialled();
    auto const invite = phone.receive_request("INVITE");
    phone.send(response_to(invite, "200 OK", "w3", phone.address(), kSdp));
    ASSERT_TRUE(stage().wait_for<Answered>());
    phone.send(bye_of_the_telephone(invite, ";tag=w3"));
    EXPECT_NE("", phone.receive_status(200));
    auto const ended = stage().wait_for<Ended>();
    ASSERT_TRUE(ended);
    EXPECT_EQ("bye", ended->reason);
    endpoint().acknowledge(leg);  // the disk was slower
}

TEST_F(SipCallOut, the_telephone_hangs_up_though_its_address_is_on_no_allow_list) {
    auto const leg = dialled();
    auto const invite = phone.receive_request("INVITE");
    phone.send(response_to(invite, "200 OK", "p2", phone.address(), kSdp));
    ASSERT_TRUE(stage().wait_for<Answered>());
    endpoint().acknowledge(leg);
    ASSERT_NE("", phone.receive_request("ACK"));
    phone.send(bye_of_the_telephone(invite, ";tag=p2"));
    EXPECT_NE("", phone.receive_status(200));
    auto const ended = stage().wait_for<Ended>();
    ASSERT_TRUE(ended);
    EXPECT_EQ("bye", ended->reason);
}

TEST_F(SipCallOut, refusals_of_a_call_out_end_the_leg_with_status_and_word) {
    for (auto const& [line, number, word] : std::vector<std::tuple<std::string, int, std::string>>{
             {"486 Busy Here", 486, "busy"},
             {"503 Service Unavailable", 503, "unavailable"},
             {"302 Moved Temporarily", 302, "redirected"},
             {"401 Unauthorized", 401, "auth_required"},
             {"407 Proxy Authentication Required", 407, "auth_required"},
             {"603 Decline", 603, "rejected"}}) {
        stage().reset();
        phone.seen.clear();
        dialled();
        auto const invite = phone.receive_request("INVITE");
        auto const extra = number == 401   ? "WWW-Authenticate: Digest realm=\"x\", nonce=\"n\"\r\n"
                           : number == 407 ? "Proxy-Authenticate: Digest realm=\"x\", nonce=\"n\"\r\n"
                                           : "Retry-After: 0\r\n";
        phone.send(response_to(invite, line, "p3", number == 302 ? phone.address() : "", "", extra));
        auto const ended = stage().wait_for<Ended>();
        ASSERT_TRUE(ended) << line;
        EXPECT_EQ(number, ended->status);
        EXPECT_EQ(word, ended->reason);
        EXPECT_TRUE(ended->by_far_end);
        EXPECT_NE("", phone.receive_request("ACK"));
        EXPECT_EQ(
            "", phone.receive([&](auto const& text) { return text.starts_with("INVITE") && text != invite; },
                              100));
    }
}

TEST_F(SipCallOut, a_silent_telephone_ends_with_408) {
    dialled();
    auto const ended = stage().wait_for<Ended>(5000);
    ASSERT_TRUE(ended);
    EXPECT_EQ(408, ended->status);
    EXPECT_EQ("unreachable", ended->reason);
}

TEST_F(SipCallOut, ringing_for_too_long_ends_with_408_and_cancel) {
    Dial dial;
    dial.ring_s = 1;
    dialled(dial);
    auto const invite = phone.receive_request("INVITE");
    phone.send(response_to(invite, "180 Ringing", "p4", phone.address()));
    auto const cancel = phone.receive_request("CANCEL");
    ASSERT_NE("", cancel);
    phone.send(response_to(cancel, "200 OK", "p4", ""));
    phone.send(response_to(invite, "487 Request Terminated", "p4", ""));
    auto const ended = stage().wait_for<Ended>();
    ASSERT_TRUE(ended);
    EXPECT_EQ(408, ended->status);
    EXPECT_EQ("no_answer", ended->reason);
}

TEST_F(SipCallOut, a_200_that_crosses_our_cancel_gets_ack_and_bye) {
    auto const leg = dialled();
    auto const invite = phone.receive_request("INVITE");
    phone.send(response_to(invite, "180 Ringing", "p5", phone.address()));
    ASSERT_TRUE(stage().wait_for<Progress>());
    endpoint().hang_up(leg, "caller_gone");
    phone.send(response_to(invite, "200 OK", "p5", phone.address(), kSdp));
    EXPECT_NE("", phone.receive_request("ACK"));
    phone.send(response_to(phone.receive_request("BYE"), "200 OK", "", ""));
    auto const ended = stage().wait_for<Ended>();
    ASSERT_TRUE(ended);
    EXPECT_EQ("caller_gone", ended->reason);
    EXPECT_EQ(0, stage().count<Answered>());
}

TEST_F(SipCallOut, the_second_200_of_a_forked_call_gets_ack_and_bye) {
    auto const leg = dialled();
    auto const invite = phone.receive_request("INVITE");
    phone.send(response_to(invite, "200 OK", "fork1", phone.address(), kSdp));
    ASSERT_TRUE(stage().wait_for<Answered>());
    endpoint().acknowledge(leg);
    ASSERT_NE("", phone.receive_request("ACK"));
    phone.send(response_to(invite, "200 OK", "fork2", phone.address(), kSdp));
    auto const of_fork = [](auto const& method) {
        return [=](std::string const& text) {
            return text.starts_with(method) && text.find("fork2") != text.npos;
        };
    };
    EXPECT_NE("", phone.receive(of_fork("ACK")));
    auto const bye = phone.receive(of_fork("BYE"));
    EXPECT_NE("", bye);
    if (!bye.empty()) phone.send(response_to(bye, "200 OK", "", ""));
    EXPECT_EQ(0, stage().count<Ended>());
    endpoint().hang_up(leg, "done");
    auto const last = phone.receive(
        [](auto const& text) { return text.starts_with("BYE") && text.find("fork1") != text.npos; });
    phone.send(response_to(last, "200 OK", "", ""));
    EXPECT_TRUE(stage().wait_for<Ended>());
    EXPECT_EQ(1, stage().count<Answered>());
}

TEST_F(SipCallOut, an_answer_to_the_process_before_gets_a_bye) {
    auto options = quick();
    Stage own{options};  // has just been started
    RawPeer telephone{own.root, "127.0.0.2", own.address()};
    RawCall const old{telephone, "of-the-process-before", own.host_port()};
    auto const ok = response_to(old.request("INVITE"), "200 OK", "r1", telephone.address(), kSdp);
    telephone.send(ok);
    telephone.send(ok);
    auto const bye = telephone.receive_request("BYE");
    ASSERT_NE("", bye);
    EXPECT_EQ("of-the-process-before", header(bye, "Call-ID"));
    EXPECT_EQ(header(ok, "From"), header(bye, "From"));
    EXPECT_EQ(header(ok, "To"), header(bye, "To"));
    telephone.send(response_to(bye, "200 OK", "", ""));
    EXPECT_TRUE(own.is_idle());
    EXPECT_EQ("", telephone.receive_request("BYE", 100));
}

TEST_F(SipCallOut, a_dial_to_nonsense_ends_and_leaves_nothing) {
    Dial dial;
    dial.uri = "no uri at all <>";
    dial.from_uri = "sip:a@127.0.0.1";
    dial.sdp = kSdp;
    endpoint().dial(dial);
    EXPECT_TRUE(stage().wait_for<Ended>());
}

}  // namespace
}  // namespace rufwerk::sip::test

#include "base/problem.hpp"
#include "sip/endpoint_stage.hpp"

#include <gtest/gtest.h>

#include <set>
#include <tuple>

namespace rufwerk::sip::test {
namespace {

TEST_F(SipEndpoint, options_from_a_trunk_is_answered_and_leaves_nothing_behind) {
    auto caller = call();
    carrier.send(caller.request("OPTIONS"));
    EXPECT_NE("", carrier.receive_status(200));
    for (auto const* method : {"MESSAGE", "SUBSCRIBE", "REGISTER", "REFER", "NOTIFY", "PUBLISH", "FOO"}) {
        auto other = call();
        carrier.send(other.request(method));
        EXPECT_GE(status(carrier.receive_final()), 400) << method;
    }
}

TEST_F(SipEndpoint, a_stranger_gets_five_bare_refusals_a_second_and_no_more) {
    RawPeer stranger{stage().root, "127.0.0.9", stage().address()};
    auto const before = endpoint().counters();
    // The guard counts by whole seconds, and a run of the loop may cross one: at most ten answers.
    for (int i = 0; i < 40; ++i) {
        RawCall scan{stranger, "scan" + std::to_string(i), stage().host_port()};
        stranger.send(scan.request("INVITE", {.body = kSdp}));
        stranger.send(scan.request("OPTIONS"));
        stranger.send(scan.request("CANCEL"));
    }
    std::string const first = stranger.receive_status(403);
    EXPECT_NE("", first);
    EXPECT_EQ("", header(first, "Server"));
    EXPECT_EQ("", header(first, "User-Agent"));
    stage().turn_for(300);
    stranger.receive_status(999, 50);
    std::set<std::string> refused;
    for (auto const& text : stranger.seen) {
        EXPECT_TRUE(status(text) == 403 || status(text) == 100) << text;
        refused.insert(header(text, "Call-ID"));
    }
    EXPECT_LE(refused.size(), 10u);
    EXPECT_GE(endpoint().counters().dropped_by_rate_limit - before.dropped_by_rate_limit, 30u);
    EXPECT_EQ(0, stage().count<Invited>());
}

TEST_F(SipEndpoint, the_bye_of_an_orphaned_dialog_reaches_the_far_end) {
    auto const leg = dialled();
    auto const invite = phone.receive_request("INVITE");
    phone.send(response_to(invite, "200 OK", "p6", phone.address(), kSdp));
    auto const answered = stage().wait_for<Answered>();
    ASSERT_TRUE(answered);
    EXPECT_EQ(answered->dialog, endpoint().dialog_of(leg));
    endpoint().acknowledge(leg);
    EXPECT_NE("", phone.receive_request("ACK"));
    endpoint().hang_up(leg, "x");
    phone.send(response_to(phone.receive_request("BYE"), "200 OK", "", ""));
    ASSERT_TRUE(stage().is_idle());

    std::optional<bool> done;
    endpoint().bye_orphan(answered->dialog, [&](bool reached) { done = reached; });
    auto const bye = phone.receive_request("BYE");
    ASSERT_NE("", bye);
    EXPECT_EQ(header(invite, "Call-ID"), header(bye, "Call-ID"));
    EXPECT_EQ(header(invite, "From"), header(bye, "From"));
    EXPECT_NE(std::string::npos, header(bye, "To").find(";tag=p6"));
    EXPECT_TRUE(header(bye, "").starts_with("BYE sip:phone@" + phone.address())) << bye;
    phone.send(response_to(bye, "481 Gone", "", ""));
    stage().turn_until([&] { return done.has_value(); });
    EXPECT_EQ(true, done);
}

TEST_F(SipEndpoint, the_bye_of_an_orphan_nobody_answers_is_given_up) {
    std::optional<bool> done;
    endpoint().bye_orphan("dialog1\nid@x\n<sip:a@127.0.0.1>;tag=1\n<sip:b@127.0.0.1>;tag=2\nsip:b@" +
                              phone.address() + "\n<sip:" + phone.address() + ";lr>\nudp:127.0.0.1:1\n",
                          [&](bool reached) { done = reached; });
    auto const bye = phone.receive_request("BYE");
    EXPECT_EQ("<sip:" + phone.address() + ";lr>", header(bye, "Route"));
    stage().turn_until([&] { return done.has_value(); }, 6000);
    EXPECT_EQ(false, done);
    done.reset();
    endpoint().bye_orphan("rubbish", [&](bool reached) { done = reached; });
    stage().turn_until([&] { return done.has_value(); });
    EXPECT_EQ(false, done);
}

TEST_F(SipEndpoint, shutting_down_leaves_far_ends_that_are_dead_alone) {
    auto options = quick();
    options.t1_ms = 500;  // a BYE nobody answers would be repeated for 32 s
    Stage own{options};
    RawPeer dead{own.root, "127.0.0.2", own.address()};
    Dial dial;
    dial.uri = "sip:agent@" + dead.address();
    dial.from_uri = "sip:rufwerk@127.0.0.1";
    dial.sdp = kSdp;
    auto const leg = own.endpoint->dial(dial);
    dead.send(response_to(dead.receive_request("INVITE"), "200 OK", "d1", dead.address(), kSdp));
    ASSERT_TRUE(own.wait_for<Answered>());
    own.endpoint->acknowledge(leg);
    bool done = false;
    own.endpoint->shut_down([&] { done = true; });
    EXPECT_NE("", dead.receive_request("BYE"));
    EXPECT_TRUE(own.turn_until([&] { return done; }, 15'000));
    auto const ended = own.wait_for<Ended>();
    ASSERT_TRUE(ended);
    EXPECT_EQ("shut_down", ended->reason);
}

TEST_F(SipEndpoint, an_address_that_cannot_be_bound_is_named) {
    Options options;
    options.listen = {stage().address()};
    try {
        Endpoint const second{stage().root, options, stage().ids, stage().clock, [](Event) {}};
        FAIL() << "bound twice";
    } catch (Problem const& problem) {
        EXPECT_NE(std::string::npos, problem.fields().at(0).message.find(stage().address()));
    }
}

}  // namespace
}  // namespace rufwerk::sip::test

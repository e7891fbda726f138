#include "media/engine_test.hpp"

#include "base/problem.hpp"
#include "media/g711.hpp"
#include "media/sound.hpp"

#include <algorithm>
#include <filesystem>

namespace rufwerk::media {
namespace {

TEST_F(MediaEngine, bridges_and_transcodes_between_a_law_and_mu_law_on_different_threads) {
    use(2);
    Phone alaw;
    Phone ulaw;
    auto const a = open(alaw, 8);
    auto const b = open(ulaw, 0);
    engine_->bridge(a, b);
    report(b);  // the bridge stands when the thread has answered what came after it
    for (std::uint16_t i = 0; i < 20; ++i) {
        alaw.send(8, static_cast<std::uint16_t>(65'530 + i), g711::encode_alaw(8000));
        auto const heard = ulaw.receive();
        ASSERT_TRUE(heard);
        EXPECT_EQ(heard->payload_type, 0);
        EXPECT_EQ(heard->marker, i == 0);
        EXPECT_NEAR(g711::decode_ulaw(heard->payload[0]), 8000, 500);
        ulaw.send(0, i, g711::encode_ulaw(-300));
        auto const back = alaw.receive();
        ASSERT_TRUE(back);
        EXPECT_EQ(back->payload_type, 8);
        EXPECT_NEAR(g711::decode_alaw(back->payload[0]), -300, 30);
    }
    EXPECT_EQ(report(a).packets_received, 20U);
    EXPECT_EQ(report(a).packets_sent, 20U);
    EXPECT_EQ(report(a).packets_lost, 0U);
}

TEST_F(MediaEngine, a_stranger_is_ignored_and_counted_once_a_leg_has_latched) {
    use(1);
    Phone caller;
    Phone agent;
    Phone stranger;
    auto const a = open(caller, 8);
    auto const b = open(agent, 8);
    engine_->bridge(a, b);
    report(b);
    caller.send(8, 1, 0xD5);
    ASSERT_TRUE(agent.receive());
    stranger.aim_at(caller);
    stranger.send(8, 2, 0x11);
    caller.send(8, 2, 0x22);
    auto const heard = agent.receive();
    ASSERT_TRUE(heard);
    EXPECT_EQ(heard->payload[0], 0x22);
    EXPECT_EQ(report(a).strangers, 1U);
}

TEST_F(MediaEngine, music_talk_and_music_are_one_stream_for_the_receiver) {
    use(1);
    Phone caller;
    Phone agent;
    auto const a = open(caller, 8);
    auto const b = open(agent, 8);
    auto const sound = std::make_shared<Sound const>(std::vector<std::int16_t>(160 * 10, 1000));
    std::vector<RtpPacket> heard;
    auto const listen = [&](int packets) {
        for (auto i = 0; i < packets; ++i) {
            auto const packet = caller.receive();
            ASSERT_TRUE(packet);
            heard.push_back(*packet);
        }
    };
    engine_->play(a, sound, false);
    listen(10);
    EXPECT_EQ(next_event(a).kind, Event::Kind::played);
    engine_->bridge(a, b);
    report(b);
    for (std::uint16_t i = 500; i < 505; ++i)
        agent.send(8, i, 0x33);
    listen(5);
    engine_->unbridge(a);
    engine_->play(a, sound, true);
    listen(15);
    for (std::size_t i = 1; i < heard.size(); ++i) {
        EXPECT_EQ(heard[i].ssrc, heard[0].ssrc);
        EXPECT_EQ(heard[i].sequence, static_cast<std::uint16_t>(heard[i - 1].sequence + 1)) << i;
        EXPECT_GE(static_cast<std::int32_t>(heard[i].timestamp - heard[i - 1].timestamp), 160) << i;
    }
    EXPECT_TRUE(heard[0].marker && heard[10].marker && heard[15].marker);
    EXPECT_FALSE(heard[11].marker || heard[14].marker);
}

TEST_F(MediaEngine, five_hundred_legs_give_back_their_ports_and_descriptors) {
    auto const descriptors = [] {
        return std::distance(std::filesystem::directory_iterator{"/proc/self/fd"}, {});
    };
    use(2);
    Phone phone;
    auto const before = descriptors();
    auto const free_before = engine_->counters().ports_free;
    std::vector<LegId> legs;
    for (auto i = 0; i < 500; ++i)
        legs.push_back(
            engine_->open_rtp(i % 2 == 0 ? std::optional{phone.sdp(8)} : std::nullopt, "127.0.0.1").leg);
    for (std::size_t i = 0; i + 1 < legs.size(); i += 3)
        engine_->bridge(legs[i], legs[i + 1]);
    EXPECT_EQ(engine_->counters().legs_open, 500U);
    for (auto const leg : legs)
        close(leg);
    EXPECT_EQ(descriptors(), before);
    EXPECT_EQ(engine_->counters().ports_free, free_before);
    EXPECT_EQ(engine_->counters().legs_open, 0U);
}

TEST_F(MediaEngine, an_offer_without_g711_is_refused_with_the_remedy) {
    use(1);
    Phone phone;
    EXPECT_THROW(engine_->open_rtp(phone.sdp(18), "127.0.0.1"), Problem);
    EXPECT_THROW(engine_->open_rtp("nonsense", "127.0.0.1"), Problem);
    EXPECT_EQ(engine_->counters().legs_open, 0U);
}

TEST_F(MediaEngine, a_caller_on_ipv6_talks_to_an_agent_on_ipv4) {
    use(1);
    Phone caller{"::1"};
    Phone agent;
    auto const a = open(caller, 8);
    auto const b = open(agent, 8);
    EXPECT_EQ(caller.target().ip(), "::1");
    EXPECT_EQ(agent.target().ip(), "127.0.0.1");
    engine_->bridge(a, b);
    report(b);
    caller.send(8, 1, 0x22);
    auto heard = agent.receive();
    ASSERT_TRUE(heard);
    EXPECT_EQ(heard->payload[0], 0x22);
    agent.send(8, 1, 0x33);
    heard = caller.receive();
    ASSERT_TRUE(heard);
    EXPECT_EQ(heard->payload[0], 0x33);
}

TEST_F(MediaEngine, an_offer_of_a_family_without_address_is_refused_with_the_remedy) {
    auto given = options(1);
    given.addresses = {"127.0.0.1"};
    use(given);
    Phone caller{"::1"};
    try {
        engine_->open_rtp(caller.sdp(8), "");
        FAIL() << "was not refused";
    } catch (Problem const& problem) {
        EXPECT_EQ(problem.refusal(), Refusal::invalid);
        EXPECT_NE(problem.detail().find("media.address"), std::string::npos) << problem.detail();
    }
    EXPECT_EQ(engine_->counters().ports_free, 1500U);
}

TEST_F(MediaEngine, our_offer_is_answered_and_an_answer_that_is_none_is_refused) {
    use(1);
    Phone telephone;
    Phone caller;
    auto const opened = engine_->open_rtp(std::nullopt, "127.0.0.1");
    telephone.answered(opened.sdp);
    EXPECT_THROW(engine_->set_remote(opened.leg, telephone.sdp(18)), Problem);
    EXPECT_THROW(engine_->set_remote(opened.leg, "v=0\r\n"), Problem);
    engine_->set_remote(opened.leg, telephone.sdp(0));
    auto const leg = open(caller, 8);
    engine_->bridge(leg, opened.leg);
    report(leg);
    caller.send(8, 1, g711::encode_alaw(8000));
    auto const heard = telephone.receive();
    ASSERT_TRUE(heard);
    EXPECT_EQ(heard->payload_type, 0);
}

TEST_F(MediaEngine, a_port_changed_in_mid_call_is_sent_to_and_taken_from) {
    use(1);
    Phone caller;
    Phone moved;
    Phone agent;
    auto const a = open(caller, 8);
    auto const b = open(agent, 8);
    engine_->bridge(a, b);
    report(b);
    caller.send(8, 1, 0x11);
    ASSERT_TRUE(agent.receive());
    moved.answered(engine_->renegotiate(a, moved.sdp(0)));
    EXPECT_EQ(moved.target(), caller.target());  // our side stays where it is
    report(a);
    agent.send(8, 1, g711::encode_alaw(8000));
    auto heard = moved.receive();
    ASSERT_TRUE(heard);
    EXPECT_EQ(heard->payload_type, 0);  // with another codec, too
    moved.send(0, 2, 0x22);
    heard = agent.receive();
    ASSERT_TRUE(heard);
    EXPECT_EQ(heard->payload_type, 8);
}

TEST_F(MediaEngine, a_telephone_on_hold_is_sent_nothing_and_is_heard_again_afterwards) {
    use(1);
    Phone caller;
    Phone agent;
    auto const a = open(caller, 8);
    auto const b = open(agent, 8);
    engine_->bridge(a, b);
    report(b);
    agent.send(8, 1, 0x11);
    ASSERT_TRUE(caller.receive());
    auto received = 1U;
    for (auto const* hold : {"sendonly", "inactive"}) {
        auto const answer = *sdp::parse(engine_->renegotiate(a, caller.sdp(8, hold))).session;
        EXPECT_EQ(answer.media[0].direction,
                  hold == std::string{"sendonly"} ? sdp::Direction::recvonly : sdp::Direction::inactive);
        auto const sent = report(a).packets_sent;
        agent.send(8, 2, 0x22);
        agent.send(8, 3, 0x22);
        until_received(b, received += 2);
        EXPECT_EQ(report(a).packets_sent, sent);
    }
    engine_->renegotiate(a, caller.sdp(8));
    report(a);
    agent.send(8, 6, 0x33);
    auto const heard = caller.receive();
    ASSERT_TRUE(heard);
    EXPECT_EQ(heard->payload[0], 0x33);
}

TEST_F(MediaEngine, a_stream_switched_off_in_mid_call_is_refused_in_its_place_and_comes_back) {
    use(1);
    Phone caller;
    auto const a = open(caller, 8);
    auto const off = engine_->renegotiate(a, "v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio 0 RTP/AVP 8\r\n");
    EXPECT_EQ(sdp::parse(off).session->media.front().port, 0);
    auto const on = engine_->renegotiate(a, caller.sdp(8));
    EXPECT_EQ(sdp::parse(on).session->media.front().port, caller.target().port());
}

TEST_F(MediaEngine, a_leg_that_should_send_and_does_not_is_told_silent_once_for_each_silence) {
    auto given = options(1);
    given.silence_limit_s = 1;
    use(given);
    Phone caller;
    Phone held;
    auto const quiet = open(held, 8);
    engine_->renegotiate(quiet, held.sdp(8, "recvonly"));
    auto const a = open(caller, 8);
    EXPECT_EQ(next_event(a).kind, Event::Kind::silent);
    caller.send(8, 1, 0x11);
    EXPECT_EQ(next_event(a).kind, Event::Kind::silent);
    std::lock_guard const lock{mutex_};
    EXPECT_TRUE(events_.empty()) << "who does not want to send is not silent";
}

}  // namespace
}  // namespace rufwerk::media

#include "sdp/offer_answer.hpp"

#include <gtest/gtest.h>

namespace rufwerk::sdp {
namespace {

constexpr auto carrier_offer =
    "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
    "m=audio 4000 RTP/AVP 9 0 8 101\r\na=rtpmap:9 G722/8000\r\na=rtpmap:101 "
    "telephone-event/8000\r\na=fmtp:101 0-16\r\na=sendonly\r\n"
    "m=video 4002 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n";

TEST(Sdp, what_is_written_parses_to_the_same) {
    auto const first = parse(carrier_offer);
    ASSERT_TRUE(first.session) << first.fault;
    auto const again = parse(write(*first.session));
    ASSERT_TRUE(again.session) << again.fault;
    EXPECT_EQ(*first.session, *again.session);
}

TEST(Sdp, broken_descriptions_are_refused_with_a_reason) {
    for (auto const* text : {"", "x=1\r\n", "v=0\r\nm=audio\r\n", "v=0\r\nm=audio 99999 RTP/AVP 8\r\n",
                             "v=0\r\nc=IN IP4\r\n", "v=0\r\nab\r\n"}) {
        auto const parsed = parse(text);
        EXPECT_FALSE(parsed.session) << text;
        EXPECT_FALSE(parsed.fault.empty()) << text;
    }
    EXPECT_FALSE(parse(std::string(20'000, 'v')).session);
}

TEST(OfferAnswer, the_first_g711_of_the_offer_is_taken_hold_is_mirrored_and_video_refused) {
    auto const theirs = *parse(carrier_offer).session;
    auto const match = match_audio(theirs, false);
    ASSERT_TRUE(match);
    EXPECT_EQ(match->codec.encoding, "PCMU");
    EXPECT_EQ(match->events->type, 101);
    auto const ours = answer(theirs, *match,
                             {.address = "198.51.100.7",
                              .port = 16000,
                              .ice_ufrag = {},
                              .ice_pwd = {},
                              .fingerprint = {},
                              .candidates = {}});
    ASSERT_EQ(ours.media.size(), 2U);
    EXPECT_EQ(ours.media[0].direction, Direction::recvonly);
    EXPECT_EQ(ours.media[0].formats, (std::vector<std::string>{"0", "101"}));
    EXPECT_EQ(ours.media[1].port, 0);
    EXPECT_TRUE(parse(write(ours)).session);
}

TEST(OfferAnswer, an_offer_without_g711_matches_nothing) {
    EXPECT_FALSE(
        match_audio(*parse("v=0\r\nc=IN IP4 1.2.3.4\r\nm=audio 4000 RTP/AVP 18\r\n").session, false));
    EXPECT_FALSE(
        match_audio(*parse("v=0\r\nc=IN IP4 1.2.3.4\r\nm=audio 4000 RTP/SAVP 8\r\n").session, false));
}

}  // namespace
}  // namespace rufwerk::sdp

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

TEST(Sdp, a_type_listed_twice_or_mapped_to_nothing_survives_writing) {
    for (auto const* lines : {"m=audio 4000 RTP/AVP 101 8 101 08\r\na=rtpmap:101 telephone-event/8000\r\n",
                              "m=audio 4000 RTP/AVP 8 96\r\na=rtpmap:8 /16000\r\na=rtpmap:96 /8000\r\n",
                              "m=audio 4000 RTP/AVP 8\r\na=rtpmap:8 PCMA\r\n"}) {
        auto const first = parse(std::string{"v=0\r\nc=IN IP4 192.0.2.1\r\n"} + lines);
        ASSERT_TRUE(first.session) << first.fault;
        auto const again = parse(write(*first.session));
        ASSERT_TRUE(again.session) << again.fault;
        EXPECT_EQ(*first.session, *again.session) << lines;
        EXPECT_TRUE(match_audio(*first.session, false)) << lines;
    }
}

TEST(OfferAnswer, a_law_is_taken_before_mu_law_hold_is_mirrored_and_video_refused) {
    auto const theirs = *parse(carrier_offer).session;
    auto const match = match_audio(theirs, false);
    ASSERT_TRUE(match);
    EXPECT_EQ(match->codec.encoding, "PCMA");
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
    EXPECT_EQ(ours.media[0].formats, (std::vector<std::string>{"8", "101"}));
    EXPECT_EQ(ours.media[1].port, 0);
    EXPECT_TRUE(parse(write(ours)).session);
}

TEST(OfferAnswer, an_offer_without_g711_matches_nothing) {
    EXPECT_FALSE(
        match_audio(*parse("v=0\r\nc=IN IP4 1.2.3.4\r\nm=audio 4000 RTP/AVP 18\r\n").session, false));
    EXPECT_FALSE(
        match_audio(*parse("v=0\r\nc=IN IP4 1.2.3.4\r\nm=audio 4000 RTP/SAVP 8\r\n").session, false));
}

TEST(OfferAnswer, the_number_8_given_to_another_codec_is_not_a_law) {
    auto const remapped =
        *parse(
             "v=0\r\nc=IN IP4 1.2.3.4\r\nm=audio 4000 RTP/AVP 8 96\r\na=rtpmap:8 opus/48000/2\r\n"
             "a=rtpmap:96 PCMA/8000\r\n")
             .session;
    EXPECT_FALSE(match_audio(remapped, false));
}

TEST(OfferAnswer, zero_address_is_hold_for_a_telephone_but_not_for_a_browser) {
    auto const offer_with = [](std::string const& protocol) {
        return *parse("v=0\r\nc=IN IP4 0.0.0.0\r\nm=audio 9 " + protocol + " 8\r\n").session;
    };
    EXPECT_EQ(match_audio(offer_with("RTP/AVP"), false)->direction, Direction::inactive);
    EXPECT_EQ(match_audio(offer_with("UDP/TLS/RTP/SAVPF"), true)->direction, Direction::sendrecv);
}

/// The answer to an offer of ours (PCMA, PCMU, events 101) whose m-line and what follows is `lines`.
AnswerMatch answered(std::string const& lines) {
    OurAudio ours;
    ours.address = "198.51.100.7";
    ours.port = 16000;
    auto const theirs = parse("v=0\r\nc=IN IP4 192.0.2.1\r\n" + lines);
    if (!theirs.session) return {std::nullopt, theirs.fault};
    return match_answer(offer(ours), *theirs.session);
}

TEST(OfferAnswer, what_an_answer_names_beyond_our_offer_is_passed_over) {
    auto const match = answered(
        "m=audio 4000 RTP/AVP 18 9 0 96\r\na=rtpmap:96 telephone-event/8000\r\na=rtcp-mux\r\n"
        "m=video 4002 RTP/AVP 97\r\n");
    ASSERT_TRUE(match.audio) << match.fault;
    EXPECT_EQ(match.audio->codec.type, 0);
    EXPECT_EQ(match.audio->events->type, 96);
    EXPECT_FALSE(match.audio->rtcp_mux);
    EXPECT_EQ(match.audio->rtcp_port, 4001);
}

TEST(OfferAnswer, an_answer_that_is_none_is_refused_with_a_reason) {
    for (auto const* lines : {"", "m=audio 0 RTP/AVP 8\r\n", "m=video 4000 RTP/AVP 8\r\n",
                              "m=audio 4000 RTP/SAVP 8\r\n", "m=audio 4000 RTP/AVP 18\r\n",
                              "m=audio 4000 RTP/AVP 101\r\na=rtpmap:101 telephone-event/8000\r\n"}) {
        auto const match = answered(lines);
        EXPECT_FALSE(match.audio) << lines;
        EXPECT_FALSE(match.fault.empty()) << lines;
    }
}

TEST(OfferAnswer, an_answer_is_compared_with_the_streams_that_we_have_not_refused) {
    auto const theirs = *parse(
                             "v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 5000 RTP/SAVP 8\r\n"
                             "m=audio 4000 RTP/AVP 8\r\n")
                             .session;
    OurAudio ours;
    ours.address = "198.51.100.7";
    ours.port = 16000;
    auto const described = answer(theirs, *match_audio(theirs, false), ours);
    auto const match = match_answer(described, theirs);
    ASSERT_TRUE(match.audio) << match.fault;
    EXPECT_EQ(match.audio->index, 1U);
    EXPECT_FALSE(match_answer(answer_nothing(theirs, ours), theirs).audio);
}

}  // namespace
}  // namespace rufwerk::sdp

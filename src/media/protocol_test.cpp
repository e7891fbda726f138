#include "media/g711.hpp"
#include "media/ice_lite.hpp"
#include "media/latching.hpp"
#include "media/rtcp.hpp"
#include "media/rtp_packet.hpp"
#include "media/rtp_stream.hpp"
#include "media/stun.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace rufwerk::media {
namespace {

// RFC 5769 2.1: a Binding request with username "evtj:h6vY" and this password.
constexpr auto password = "VOkJxbRl1RmTxUk/WvJxBt";
std::vector<std::uint8_t> const request = {
    0x00, 0x01, 0x00, 0x58, 0x21, 0x12, 0xa4, 0x42, 0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86,
    0xfa, 0x87, 0xdf, 0xae, 0x80, 0x22, 0x00, 0x10, 0x53, 0x54, 0x55, 0x4e, 0x20, 0x74, 0x65, 0x73,
    0x74, 0x20, 0x63, 0x6c, 0x69, 0x65, 0x6e, 0x74, 0x00, 0x24, 0x00, 0x04, 0x6e, 0x00, 0x01, 0xff,
    0x80, 0x29, 0x00, 0x08, 0x93, 0x2f, 0xf9, 0xb1, 0x51, 0x26, 0x3b, 0x36, 0x00, 0x06, 0x00, 0x09,
    0x65, 0x76, 0x74, 0x6a, 0x3a, 0x68, 0x36, 0x76, 0x59, 0x20, 0x20, 0x20, 0x00, 0x08, 0x00, 0x14,
    0x9a, 0xea, 0xa7, 0x0c, 0xbf, 0xd8, 0xcb, 0x56, 0x78, 0x1e, 0xf2, 0xb5, 0xb2, 0xd3, 0xf2, 0x49,
    0xc1, 0xb5, 0x71, 0xa2, 0x80, 0x28, 0x00, 0x04, 0xe5, 0x7a, 0x3b, 0xcf};

TEST(Stun, the_request_of_rfc_5769_is_authentic_and_no_other_is) {
    auto const read = stun::read_request(request, password);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->username, "evtj:h6vY");
    EXPECT_FALSE(stun::read_request(request, "wrong"));
    for (std::size_t i = 0; i < request.size(); ++i) {
        EXPECT_FALSE(stun::read_request(std::span{request}.first(i), password)) << "cut at " << i;
        // The type of FINGERPRINT: another attribute behind MESSAGE-INTEGRITY is ignored, RFC 8489 14.5.
        if (i == 100 || i == 101) continue;
        auto damaged = request;
        damaged[i] ^= 1;
        EXPECT_FALSE(stun::read_request(damaged, password)) << "byte " << i;
    }
}

TEST(IceLite, answers_its_own_name_only_and_consent_runs_out) {
    auto const source = *SocketAddress::parse("127.0.0.1", 4711);
    std::array<std::uint8_t, stun::response_size_max> out;
    IceLite other{"else", password};
    EXPECT_FALSE(other.check(request, source, out, 1).authentic);
    IceLite lite{"evtj", password};
    EXPECT_FALSE(lite.consented(1));
    EXPECT_TRUE(lite.check(request, source, out, 1).authentic);
    EXPECT_TRUE(lite.consented(IceLite::consent_us));
    EXPECT_FALSE(lite.consented(IceLite::consent_us + 1));
}

TEST(RtpPacket, skips_extension_csrc_and_padding_and_refuses_what_is_cut) {
    std::vector<std::uint8_t> bytes = {0xB1, 0x88, 0, 7, 0, 0, 0,    160,  0, 0,
                                       0,    9,    1, 1, 1, 1, 0xBE, 0xDE, 0, 1};
    bytes.insert(bytes.end(), {2, 2, 2, 2, 0x55, 0x56, 0, 2});
    auto const packet = RtpPacket::parse(bytes);
    ASSERT_TRUE(packet);
    EXPECT_TRUE(packet->marker);
    EXPECT_EQ(packet->payload_type, 8);
    EXPECT_EQ(std::vector<std::uint8_t>(packet->payload.begin(), packet->payload.end()),
              (std::vector<std::uint8_t>{0x55, 0x56}));
    for (std::size_t size = 0; size < 24; ++size)
        EXPECT_FALSE(RtpPacket::parse(std::span{bytes}.first(size))) << size;
}

TEST(RtpStream, counts_losses_over_the_wrap_of_the_sequence) {
    RtpStream stream;
    for (auto i = 0; i < 100; ++i) {
        RtpPacket packet;
        packet.sequence = static_cast<std::uint16_t>(65'500 + i);
        packet.timestamp = static_cast<std::uint32_t>(i * 160);
        if (i % 10 != 5) stream.received(packet, i * 20'000);
    }
    EXPECT_EQ(stream.packets(), 90U);
    EXPECT_EQ(stream.lost(), 10U);
    EXPECT_LT(stream.jitter_ms(), 0.01);
}

TEST(Latching, takes_a_new_source_only_after_silence_or_a_new_address) {
    auto const first = *SocketAddress::parse("127.0.0.1", 1000);
    auto const second = *SocketAddress::parse("::1", 1000);
    Latching latching;
    EXPECT_TRUE(latching.accept(first, 0));
    EXPECT_FALSE(latching.accept(second, Latching::silence_us - 1));
    EXPECT_TRUE(latching.accept(second, Latching::silence_us));
    latching.set_signalled(*SocketAddress::parse("127.0.0.1", 2000));
    EXPECT_TRUE(latching.accept(first, Latching::silence_us + 1));
}

TEST(Rtcp, reads_its_own_report_and_no_cut_one) {
    RtpSender sender{0x1234567800000000};
    RtpStream stream;
    stream.received({}, 0);
    std::array<std::uint8_t, rtcp::size_max> out;
    auto const size = rtcp::write_report(out, sender, stream, {}, 0, 0, "rufwerk");
    EXPECT_TRUE(rtcp::read(std::span{out}.first(size), 0));
    EXPECT_FALSE(rtcp::read(std::span{out}.first(size - 1), 0));
}

TEST(G711, codes_survive_a_round_trip) {
    for (auto code = 0; code < 256; ++code) {
        auto const byte = static_cast<std::uint8_t>(code);
        EXPECT_EQ(g711::encode_alaw(g711::decode_alaw(byte)), byte);
        if (code == 0x7F) continue;  // µ-law has two codes for zero
        EXPECT_EQ(g711::encode_ulaw(g711::decode_ulaw(byte)), byte);
    }
    EXPECT_EQ(g711::decode_ulaw(0x80), 32124);
    EXPECT_EQ(g711::decode_alaw(0xAA), 32256);
}

}  // namespace
}  // namespace rufwerk::media

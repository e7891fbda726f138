#include "media/engine.hpp"

#include "base/problem.hpp"
#include "media/g711.hpp"
#include "media/port_range.hpp"
#include "media/rtp_packet.hpp"
#include "media/sound.hpp"
#include "sdp/sdp.hpp"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <future>
#include <poll.h>
#include <sys/socket.h>

namespace rufwerk::media {
namespace {

/// A telephone on loopback: one real socket.
class Phone {
  public:
    Phone() : socket_{UdpSocket::bind(*SocketAddress::parse("127.0.0.1", 0))} {
        auto room = SocketAddress::room();
        ::getsockname(socket_.fd(), own_.data(), &room);
    }

    std::string sdp(int payload_type) const {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " +
               std::to_string(own_.port()) + " RTP/AVP " + std::to_string(payload_type) +
               " 101\r\na=rtpmap:101 telephone-event/8000\r\n";
    }
    void answered(std::string const& text) {
        auto const parsed = sdp::parse(text);
        ASSERT_TRUE(parsed.session) << parsed.fault;
        auto const& media = parsed.session->media.front();
        ours_ = *SocketAddress::parse(media.address, media.port);
    }
    void send(int payload_type, std::uint16_t sequence, std::uint8_t code) {
        std::array<std::uint8_t, 172> bytes;
        bytes.fill(code);
        RtpPacket packet;
        packet.payload_type = static_cast<std::uint8_t>(payload_type);
        packet.sequence = sequence;
        packet.timestamp = sequence * 160U;
        packet.ssrc = 77;
        packet.write_header(bytes.data());
        ::sendto(socket_.fd(), bytes.data(), bytes.size(), 0, ours_.data(), ours_.size());
    }
    std::optional<RtpPacket> receive(int wait_ms = 5000) {
        pollfd ready{socket_.fd(), POLLIN, 0};
        if (::poll(&ready, 1, wait_ms) != 1) return std::nullopt;
        auto const got = ::recv(socket_.fd(), buffer_.data(), buffer_.size(), 0);
        if (got <= 0) return std::nullopt;
        return RtpPacket::parse({buffer_.data(), static_cast<std::size_t>(got)});
    }
    void aim_at(Phone const& other) { ours_ = other.ours_; }

  private:
    UdpSocket socket_;
    SocketAddress own_;
    SocketAddress ours_;
    std::array<std::uint8_t, 1500> buffer_{};
};

class MediaEngine : public ::testing::Test {
  protected:
    static Options options(int threads) {
        Options given;
        given.addresses = {"127.0.0.1", "::1"};
        given.port_first = 21'000;
        given.port_last = 23'999;
        given.threads = threads;
        return given;
    }
    void use(int threads) {
        engine_ = std::make_unique<Engine>(options(threads), [this](Event event) {
            if (event.kind == Event::Kind::played) played_.set_value();
        });
    }
    LegId open(Phone& phone, int payload_type) {
        auto opened = engine_->open_rtp(phone.sdp(payload_type), "127.0.0.1");
        phone.answered(opened.sdp);
        return opened.leg;
    }
    LegReport report(LegId leg) {
        std::promise<LegReport> seen;
        engine_->report(leg, [&](LegReport report) { seen.set_value(report); });
        return seen.get_future().get();
    }
    void close(LegId leg) {
        std::promise<void> done;
        engine_->close(leg, [&](LegReport) { done.set_value(); });
        done.get_future().get();
    }

    std::promise<void> played_;
    std::unique_ptr<Engine> engine_;
};

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
    played_.get_future().get();
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

}  // namespace
}  // namespace rufwerk::media

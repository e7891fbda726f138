#include "base/problem.hpp"
#include "media/engine_test.hpp"
#include "media/sound.hpp"

namespace rufwerk::media {
namespace {

TEST_F(MediaEngine, a_digit_is_told_once_whatever_of_it_is_lost_or_doubled) {
    use(1);
    Phone caller;
    auto const leg = open(caller, 8);
    // 5 in full with a doubled packet; # without beginning; 5 again without end, then a latecomer of the #.
    for (std::uint16_t i = 0; i < 4; ++i)
        caller.send_event(static_cast<std::uint16_t>(10 + i - i / 3), 1600,
                          {5, i == 3, static_cast<std::uint16_t>(160 * (i + 1))});
    caller.send_event(22, 4000, {11, true, 800});
    caller.send_event(23, 4000, {11, true, 800});
    caller.send_event(24, 8000, {5, false, 160});
    caller.send_event(21, 4000, {11, false, 640});
    caller.send_event(30, 16'000, {16, false, 160});  // a flash is no digit
    caller.send_event(31, 24'000, {15, false, 160});
    std::string told;
    for (auto i = 0; i < 4; ++i) {
        auto const event = next_event(leg);
        EXPECT_EQ(event.kind, Event::Kind::digit);
        told += event.detail;
    }
    EXPECT_EQ(told, "5#5D");
    std::lock_guard const lock{mutex_};
    EXPECT_TRUE(events_.empty());
}

TEST_F(MediaEngine, digits_go_out_as_events_with_one_timestamp_each_and_three_ends) {
    use(1);
    Phone telephone;
    auto const leg = open(telephone, 8);
    engine_->play(leg, std::make_shared<Sound const>(std::vector<std::int16_t>(1600, 1000)), true);
    ASSERT_TRUE(telephone.receive());
    engine_->send_digits(leg, "1");
    engine_->send_digits(leg, "*");  // waits for the first
    std::vector<RtpPacket> events;
    std::vector<TelephoneEvent> seen;
    std::optional<RtpPacket> last;
    while (events.size() < 14) {
        auto const packet = telephone.receive();
        ASSERT_TRUE(packet);
        if (last) {
            EXPECT_EQ(packet->sequence, static_cast<std::uint16_t>(last->sequence + 1));
            EXPECT_GE(static_cast<std::int32_t>(packet->timestamp - last->timestamp), 0);
        }
        last = packet;
        if (packet->payload_type != 101) continue;
        events.push_back(*packet);
        seen.push_back(*TelephoneEvent::parse(packet->payload));
    }
    for (std::size_t i = 0; i < 14; ++i) {
        auto const place = i % 7;
        EXPECT_EQ(seen[i].event, i < 7 ? 1 : 10);
        EXPECT_EQ(events[i].marker, place == 0);
        EXPECT_EQ(events[i].timestamp, events[i - place].timestamp);
        EXPECT_EQ(seen[i].end, place >= 4);
        EXPECT_EQ(seen[i].duration, 160 * (std::min<std::size_t>(place, 4) + 1));
    }
    EXPECT_NEAR(events[7].timestamp - events[0].timestamp, 1600, 200);
    auto const music = telephone.receive();  // goes on
    ASSERT_TRUE(music);
    EXPECT_EQ(music->payload_type, 8);
    EXPECT_TRUE(music->marker);
    EXPECT_GE(music->timestamp - events[13].timestamp, 800U);
}

TEST_F(MediaEngine, what_cannot_be_sent_as_digits_is_refused) {
    use(1);
    Phone caller;
    auto const leg = open(caller, 8);
    EXPECT_THROW(engine_->send_digits(leg, ""), Problem);
    EXPECT_THROW(engine_->send_digits(leg, "12E"), Problem);
    EXPECT_THROW(engine_->send_digits(leg, std::string(65, '1')), Problem);
    auto const without =
        engine_->open_rtp("v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio 4000 RTP/AVP 8\r\n", "127.0.0.1");
    EXPECT_THROW(engine_->send_digits(without.leg, "1"), Problem);
}

}  // namespace
}  // namespace rufwerk::media

#include "base/problem.hpp"
#include "media/engine_test.hpp"
#include "media/g711.hpp"
#include "media/jitter_buffer.hpp"
#include "media/sound.hpp"

#include <cmath>
#include <cstdlib>

namespace rufwerk::media {
namespace {

/// Three telephones of different codecs on different threads; each says a level of its own for as long as
/// `rounds` packets, all in step.
class MediaEngineMix : public MediaEngine {
  protected:
    void three() {
        use(2);
        for (auto i = 0; i < 3; ++i)
            legs_.push_back(open(phones_[static_cast<std::size_t>(i)], i == 1 ? 0 : 8));
    }
    void say(std::array<int, 3> const& levels) {
        for (std::size_t i = 0; i < 3; ++i) {
            auto const level = static_cast<std::int16_t>(levels[i]);
            phones_[i].send(i == 1 ? 0 : 8, sequence_,
                            i == 1 ? g711::encode_ulaw(level) : g711::encode_alaw(level));
        }
        ++sequence_;
    }
    /// What each telephone hears in the end of a second in which all speak.
    std::array<int, 3> heard(std::array<int, 3> const& levels) {
        std::array<int, 3> last{};
        for (auto round = 0; round < 40; ++round) {
            say(levels);
            ::poll(nullptr, 0, 20);
            for (std::size_t i = 0; i < 3; ++i)
                while (auto const packet = phones_[i].receive(0))
                    last[i] = packet->payload_type == 0 ? g711::decode_ulaw(packet->payload[80])
                                                        : g711::decode_alaw(packet->payload[80]);
        }
        return last;
    }

    std::array<Phone, 3> phones_;
    std::vector<LegId> legs_;
    std::uint16_t sequence_ = 65'500;
};

TEST_F(MediaEngineMix, in_a_conference_each_hears_the_sum_of_the_others) {
    three();
    engine_->mix({{legs_[0], {legs_[1], legs_[2]}},
                  {legs_[1], {legs_[0], legs_[2]}},
                  {legs_[2], {legs_[0], legs_[1]}}});
    report(legs_[2]);
    auto const ears = heard({4000, 2000, -1000});
    EXPECT_NEAR(ears[0], 1000, 100);
    EXPECT_NEAR(ears[1], 3000, 150);
    EXPECT_NEAR(ears[2], 6000, 300);
}

TEST_F(MediaEngineMix, a_sum_beyond_the_range_is_held_at_its_edge) {
    three();
    engine_->mix({{legs_[0], {legs_[1], legs_[2]}}});
    report(legs_[0]);
    EXPECT_GT(heard({0, 30'000, 30'000})[0], 30'000);
}

TEST_F(MediaEngineMix, who_whispers_is_heard_by_the_agent_and_not_by_the_customer) {
    three();  // customer, agent, supervisor
    engine_->mix(
        {{legs_[0], {legs_[1]}}, {legs_[1], {legs_[0], legs_[2]}}, {legs_[2], {legs_[0], legs_[1]}}});
    report(legs_[0]);
    auto const ears = heard({4000, 2000, 8000});
    EXPECT_NEAR(ears[0], 2000, 100);
    EXPECT_NEAR(ears[1], 12'000, 600);
    EXPECT_NEAR(ears[2], 6000, 300);
}

TEST_F(MediaEngineMix, a_muted_leg_is_silence_and_its_packets_go_on) {
    three();
    engine_->mix({{legs_[0], {legs_[1]}}, {legs_[1], {legs_[0]}}, {legs_[2], {legs_[0], legs_[1]}}});
    engine_->mute(legs_[0], true);
    report(legs_[0]);
    auto const sent = report(legs_[1]).packets_sent;
    auto ears = heard({4000, 2000, 0});
    EXPECT_LE(std::abs(ears[1]), 8);
    EXPECT_NEAR(ears[2], 2000, 100);
    EXPECT_EQ(report(legs_[1]).packets_sent - sent, 40U);
    engine_->mute(legs_[0], false);
    report(legs_[0]);
    ears = heard({4000, 2000, 0});
    EXPECT_NEAR(ears[1], 4000, 200);
    EXPECT_NEAR(ears[2], 6000, 300);
}

TEST_F(MediaEngineMix, when_one_of_three_leaves_the_two_others_talk_on) {
    three();
    engine_->mix({{legs_[0], {legs_[1], legs_[2]}},
                  {legs_[1], {legs_[0], legs_[2]}},
                  {legs_[2], {legs_[0], legs_[1]}}});
    report(legs_[0]);
    EXPECT_NEAR(heard({4000, 2000, 1000})[1], 5000, 250);
    engine_->unbridge(legs_[2]);
    report(legs_[0]);
    auto const ears = heard({4000, 2000, 1000});
    EXPECT_NEAR(ears[0], 2000, 100);
    EXPECT_NEAR(ears[1], 4000, 200);
}

TEST_F(MediaEngineMix, rows_that_make_no_sense_are_refused_and_change_nothing) {
    three();
    engine_->bridge(legs_[0], legs_[1]);
    EXPECT_THROW(engine_->mix({{legs_[0], {legs_[0]}}}), Problem);
    EXPECT_THROW(engine_->mix({{legs_[0], {legs_[2], legs_[2]}}}), Problem);
    EXPECT_THROW(engine_->mix({{legs_[0], {}}, {legs_[0], {legs_[1]}}}), Problem);
    EXPECT_THROW(engine_->mix({{legs_[0], {LegId{99}}}}), Problem);
    report(legs_[0]);
    EXPECT_NEAR(heard({4000, 2000, 0})[0], 2000, 100);
}

TEST(JitterBuffer, loss_is_silence_in_its_place_and_disorder_is_set_right) {
    JitterBuffer buffer;
    std::array<std::int16_t, 160> samples;
    for (auto const packet : {0U, 2U, 1U, 4U}) {
        samples.fill(static_cast<std::int16_t>(packet + 1));
        buffer.put(7, 0xFFFFFF00U + packet * 160, samples);
    }
    std::vector<int> heard;
    for (auto i = 0; i < 8; ++i) {
        std::array<std::int32_t, 160> sum{};
        buffer.take(sum);
        heard.push_back(sum[0]);
        EXPECT_EQ(sum[0], sum[159]);
    }
    EXPECT_EQ(heard, (std::vector{0, 0, 0, 1, 2, 3, 0, 5}));
}

}  // namespace
}  // namespace rufwerk::media

#include "main/held_commands.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rufwerk {
namespace {

struct HeldCommandsTest : testing::Test {
    std::vector<std::size_t> done;  // index of the alternative
    HeldCommands held{[this](call::CommandBody const& command) { done.push_back(command.index()); }};
    call::Leg const caller{call::CallId{1}, 0};
    static std::size_t index_of(call::CommandBody const& command) { return command.index(); }
};

TEST_F(HeldCommandsTest, the_200_waits_for_its_position_and_the_180_does_not) {
    held.take(call::Ring{caller}, 0, 10);
    held.take(call::Answer{caller}, 12, 10);
    EXPECT_EQ(done, (std::vector{index_of(call::Ring{})}));
    held.release(11);
    EXPECT_EQ(done.size(), 1U);
    held.release(12);
    EXPECT_THAT(done, testing::ElementsAre(index_of(call::Ring{}), index_of(call::Answer{})));
}

TEST_F(HeldCommandsTest, what_follows_on_the_same_leg_waits_behind_and_other_legs_do_not) {
    held.take(call::Answer{caller}, 12, 10);
    held.take(call::PlayMusic{caller, ""}, 0, 10);
    held.take(call::Ring{call::Leg{call::CallId{2}, 0}}, 0, 10);
    EXPECT_THAT(done, testing::ElementsAre(index_of(call::Ring{})));
    held.release(12);
    EXPECT_THAT(done, testing::ElementsAre(index_of(call::Ring{}), index_of(call::Answer{}),
                                           index_of(call::PlayMusic{})));
}

TEST_F(HeldCommandsTest, hanging_up_throws_away_what_is_held_and_goes_at_once) {
    held.take(call::Answer{caller}, 12, 10);
    held.take(call::HangUp{caller, "bye"}, 0, 10);
    held.release(20);
    EXPECT_THAT(done, testing::ElementsAre(index_of(call::HangUp{})));
    EXPECT_EQ(held.size(), 0U);
}

}  // namespace
}  // namespace rufwerk

#include "sip/loop_lag.hpp"

#include "sip/sofia.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace rufwerk::sip {
namespace {

TEST(LoopLag, shows_that_the_loop_was_held_up) {
    su_init();
    auto* root = su_root_create(nullptr);
    {
        LoopLag lag{root};
        std::this_thread::sleep_for(std::chrono::milliseconds{250});  // the hold-up itself
        su_root_step(root, 10);
        EXPECT_GE(lag.last(), std::chrono::milliseconds{140});
        EXPECT_GE(lag.take_greatest(), std::chrono::milliseconds{140});
        EXPECT_EQ(lag.take_greatest(), std::chrono::microseconds{0});
    }
    su_root_destroy(root);
}

}  // namespace
}  // namespace rufwerk::sip

#include "sip/loop.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace rufwerk::sip {
namespace {

TEST(Loop, jobs_from_other_threads_run_in_order_on_the_loops_thread) {
    SystemClock const clock;
    Loop loop{clock};
    std::vector<int> done;
    std::thread other{[&] {
        for (int i = 0; i < 1000; ++i) {
            auto const thread = std::this_thread::get_id();
            while (!loop.post([&, i, thread] {
                EXPECT_NE(std::this_thread::get_id(), thread);
                done.push_back(i);
                if (i == 999) loop.stop();
            }))
                std::this_thread::yield();
        }
    }};
    loop.run();
    other.join();
    ASSERT_EQ(done.size(), 1000U);
    EXPECT_TRUE(std::is_sorted(done.begin(), done.end()));
}

TEST(Loop, the_timer_fires_once_and_never_early) {
    SystemClock const clock;
    Loop loop{clock};
    auto const at = clock.now() + Duration{30};
    int fired = 0;
    loop.wake_at(at, [&] {
        ++fired;
        EXPECT_GE(clock.now(), at);
        loop.stop();
    });
    loop.run();
    EXPECT_EQ(fired, 1);
}

TEST(Loop, a_timer_set_again_replaces_the_one_before) {
    SystemClock const clock;
    Loop loop{clock};
    loop.wake_at(clock.now() + Duration{5}, [] { FAIL() << "was replaced"; });
    loop.wake_at(clock.now() + Duration{40}, [&] { loop.stop(); });
    loop.run();
}

}  // namespace
}  // namespace rufwerk::sip

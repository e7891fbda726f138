#include "call/simulation.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace rufwerk::call {
namespace {

/// RUFWERK_SIM_CALLS; the release run of ./test simulate takes 100,000.
std::int64_t calls_to_simulate() {
    auto const* const given = std::getenv("RUFWERK_SIM_CALLS");
    return given == nullptr ? 10'000 : std::atoll(given);
}

SimulationReport run(std::int64_t calls, std::uint64_t seed) {
    SimulationSettings settings;
    settings.calls = calls;
    settings.seed = seed;
    return simulate(settings);
}

TEST(Simulation, every_invariant_holds_through_a_day_of_misfortunes) {
    auto const report = run(calls_to_simulate(), 1);
    EXPECT_EQ(report.fault, "") << to_text(report);
    EXPECT_GT(report.answered, report.calls / 3);
    EXPECT_GT(report.restarts, 0);
}

TEST(Simulation, another_seed_is_another_day) {
    auto const one = run(2000, 2);
    auto const other = run(2000, 3);
    EXPECT_EQ(one.fault, "") << to_text(one);
    EXPECT_EQ(other.fault, "") << to_text(other);
    EXPECT_NE(one.fingerprint, other.fingerprint);
}

TEST(Simulation, the_same_seed_is_the_same_day_to_the_last_byte) {
    EXPECT_EQ(run(1500, 7).fingerprint, run(1500, 7).fingerprint);
}

struct ForgottenDeadline : testing::TestWithParam<int> {};

// One run per deadline of the calls and of the floor, by number: a deadline that is added is planted here by
// itself.
TEST_P(ForgottenDeadline, is_found) {
    SimulationSettings settings;
    settings.calls =
        20'000;  // a minute deadline shows within a few hundred; those of hours at the end of the run
    int const number = GetParam();
    if (number < kTimedCount)
        settings.forget = static_cast<Timed>(number);
    else
        settings.floor_forget = static_cast<floor::Timed>(number - kTimedCount);
    auto const report = simulate(settings);
    EXPECT_NE(report.fault.find("stuck"), std::string::npos) << to_text(report);
}

INSTANTIATE_TEST_SUITE_P(EveryState, ForgottenDeadline, testing::Range(0, kTimedCount + floor::kTimedCount));

}  // namespace
}  // namespace rufwerk::call

#include "base/id.hpp"

#include <gtest/gtest.h>

namespace rufwerk {
namespace {

TEST(Id, ids_of_one_maker_never_repeat_even_when_the_millisecond_is_used_up) {
    IdMaker maker{3};
    auto const now = from_ms(1'800'000'000'000);
    std::int64_t last = 0;
    for (int i = 0; i < 10'000; ++i) {
        auto const id = maker.make(now);
        ASSERT_GT(id, last);
        last = id;
    }
}

TEST(Id, parse_accepts_only_positive_decimal_numbers_that_fit) {
    EXPECT_EQ(parse_id("123"), 123);
    for (auto const* wrong : {"", "0", "-1", "12x", " 1", "9223372036854775808"})
        EXPECT_FALSE(parse_id(wrong)) << wrong;
}

}  // namespace
}  // namespace rufwerk

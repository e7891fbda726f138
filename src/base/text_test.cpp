#include "base/text.hpp"

#include <gtest/gtest.h>

namespace rufwerk {
namespace {

TEST(Text, utf8_refuses_overlong_forms_surrogates_and_cut_sequences) {
    EXPECT_TRUE(is_utf8("Grüße aus Köln \xF0\x9F\x93\x9E"));
    for (auto const* wrong : {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\xFF"})
        EXPECT_FALSE(is_utf8(wrong));
}

TEST(Text, json_string_escapes_controls_and_replaces_broken_bytes) {
    EXPECT_EQ(json_string("a\"b\\\n\x01"), R"("a\"b\\\n\u0001")");
    EXPECT_EQ(json_string("x\xFFy"), "\"x\xEF\xBF\xBDy\"");
}

TEST(Text, rfc3339_shows_utc_with_milliseconds) {
    EXPECT_EQ(rfc3339(0), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(rfc3339(1'795'467'272'123), "2026-11-23T20:54:32.123Z");
}

}  // namespace
}  // namespace rufwerk

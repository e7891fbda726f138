#include "call/centre_file.hpp"

#include "call/toml_nesting.hpp"

#include <gtest/gtest.h>

namespace rufwerk::call {
namespace {

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    all.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i)
        all += text;
    return all;
}

TEST(CentreFile, tables_opened_half_a_million_deep_are_a_fault_with_its_line) {
    for (auto const& deep :
         {"\n[" + repeated("a.", 500'000) + "a]\n", "\n" + repeated("a.", 500'000) + "a = 1\n",
          "\na = " + repeated("[", 500'000), "\na = " + repeated("{a=", 500'000)}) {
        auto const file = parse_centre_file(deep, "centre.toml", "");
        ASSERT_EQ(file.faults.size(), 1U);
        EXPECT_EQ(file.faults[0].line, 2);
        EXPECT_EQ(file.faults[0].path, "TOML");
    }
}

TEST(CentreFile, a_key_without_a_letter_is_named_too) {
    auto const file = parse_centre_file("\"\" = 1\n[[team]]\nkey = \"a\"\n\"\" = 1\n", "centre.toml", "");
    ASSERT_EQ(file.faults.size(), 2U);
    EXPECT_EQ(file.faults[0].path, "\"\"");
    EXPECT_EQ(file.faults[1].path, "team.\"\"");
    EXPECT_EQ(file.faults[1].line, 4);
}

TEST(CentreFile, dots_in_texts_and_comments_are_no_depth) {
    auto const dots = std::string(40, '.');
    for (auto const& text :
         {"# " + dots + "\n", "a = \"\\\"" + dots + "\"\n", "a = '" + dots + "'\n",
          "a = \"\"\"\n" + dots + "\n\"" + dots + "\"\"\"\"\n", "a = '''" + dots + "'''\n"})
        EXPECT_EQ(line_of_deep_key(text), std::nullopt) << text;
    EXPECT_EQ(line_of_deep_key("a = \"\"\"\n\n\"\"\"\"\"" + dots), 3);
    EXPECT_EQ(line_of_deep_key("a = \"unfinished\n" + dots), 2);
    EXPECT_EQ(line_of_deep_key("a = 'x' # it's\n" + dots), 2);
}

}  // namespace
}  // namespace rufwerk::call

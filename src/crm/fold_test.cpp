#include "crm/fold.hpp"

#include <gtest/gtest.h>

namespace rufwerk::crm {
namespace {

std::string folded(std::string_view text) { return to_utf8(folded_words(text)); }
std::size_t between(std::string_view typed, std::string_view word) {
    return mistakes(folded_words(typed).at(0), folded_words(word).at(0));
}

TEST(Fold, umlauts_sharp_s_accents_and_case_make_no_difference) {
    for (auto const* name : {"Müller", "Mueller", "Muller", "MÜLLER", "Mu\xCC\x88ller", "Müler"})
        EXPECT_EQ(folded(name), "muler") << name;
    EXPECT_EQ(folded("Straße"), folded("STRASSE"));
    EXPECT_EQ(folded("Łukasz Café"), folded("łukasz CAFE"));
    EXPECT_EQ(folded("anna.weber@web.de"), "ana weber web de");
    EXPECT_EQ(folded("K-1100"), "k 1100");
    EXPECT_EQ(folded(" -- "), "");
}

TEST(Fold, words_survive_the_way_through_the_database) {
    auto const words = folded_words("Ana Ośmiałowska 東京");
    EXPECT_EQ(words_from(to_utf8(words)), words);
}

TEST(Fold, a_word_has_one_gram_less_than_letters) {
    EXPECT_EQ(grams_of(U"muler").size(), 4U);
    EXPECT_EQ(grams_of(U"mu").size(), 1U);
    EXPECT_TRUE(grams_of(U"m").empty());
}

TEST(Fold, mistakes_are_counted_to_the_nearest_beginning) {
    EXPECT_EQ(between("schmi", "schmidt"), 0U);
    EXPECT_EQ(between("shmi", "schmidt"), 1U);
    EXPECT_EQ(between("schmitd", "schmidt"), 1U);
    EXPECT_EQ(between("meyer", "meier"), 1U);
    EXPECT_EQ(between("weber", "schmidt"), 5U);
    EXPECT_EQ(mistakes_allowed(U"mu"), 0U);
    EXPECT_EQ(mistakes_allowed(U"meyer"), 1U);
    EXPECT_EQ(mistakes_allowed(U"schmidt"), 2U);
    EXPECT_EQ(mistakes_allowed(U"4711"), 0U);
}

TEST(Fold, names_are_sorted_as_in_a_dictionary) {
    EXPECT_LT(sort_key("Mulde"), sort_key("Müller"));
    EXPECT_LT(sort_key("Müller"), sort_key("Mundt"));
    EXPECT_LT(sort_key("ärger"), sort_key("Zorn"));
    EXPECT_EQ(sort_key(std::string(9000, 'x')).size(), 96U);
}

}  // namespace
}  // namespace rufwerk::crm

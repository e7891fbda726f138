#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// Words as a search compares them, so that spelling habits make no difference: "Müller", "Mueller" and
/// "muler" are one word, "Straße" and "STRASSE" too.
namespace rufwerk::crm {

using Word = std::u32string;

constexpr std::size_t word_letters_max = 40;  // what is longer is cut
constexpr std::size_t words_max = 60;         // of one text; the rest is not searched

/// Letters and digits only, compatibility forms and accents taken off (NFKD, full case folding), ae/oe/ue as
/// a/o/u, doubled letters once. Digits stay as they are.
std::vector<Word> folded_words(std::string_view text);
std::string to_utf8(std::vector<Word> const& words);
std::vector<Word> words_from(std::string_view folded_utf8);

/// Three neighbouring letters as one number (21 bits each); the beginning of the word counts as a letter. A
/// word of n letters has n - 1, a single letter none.
std::set<std::int64_t> grams_of(Word const& word);

/// Mistakes (a letter too many, missing, wrong, or two swapped) between what was typed and the nearest
/// beginning of `word`: "shmi" to "schmidt" is 1. Optimal string alignment.
std::size_t mistakes(Word const& typed, Word const& word);
/// How many of them are forgiven: none up to 2 letters and in words with digits, 1 up to 5 letters, else 2.
std::size_t mistakes_allowed(Word const& typed);

/// By the rules of the German dictionary (ICU), as hexadecimal digits that every collation sorts alike.
std::string sort_key(std::string_view text);

}  // namespace rufwerk::crm

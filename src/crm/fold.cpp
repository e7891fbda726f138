#include "crm/fold.hpp"

#include <fmt/format.h>
#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>

namespace rufwerk::crm {
namespace {

constexpr std::int64_t word_begin = 1;  // no letter has this code point
constexpr int gram_letter_bits = 21;    // Unicode ends at U+10FFFF

void require(UErrorCode status, char const* what) {
    if (U_FAILURE(status)) throw std::runtime_error{std::string{"ICU: "} + what + ": " + u_errorName(status)};
}

icu::UnicodeString decomposed(std::string_view text) {
    auto status = U_ZERO_ERROR;
    auto const* nfkd = icu::Normalizer2::getNFKDInstance(status);
    require(status, "NFKD");
    auto folded = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
    folded.foldCase();
    auto out = nfkd->normalize(folded, status);
    require(status, "normalize");
    return out;
}

Word spelt_alike(Word const& word) {
    Word out;
    for (auto const letter : word) {
        bool const umlaut_e = letter == U'e' && !out.empty() &&
                              (out.back() == U'a' || out.back() == U'o' || out.back() == U'u');
        bool const doubled = !out.empty() && out.back() == letter && (letter < U'0' || letter > U'9');
        if (!umlaut_e && !doubled && out.size() < word_letters_max) out += letter;
    }
    return out;
}

bool has_digit(Word const& word) {
    return std::ranges::any_of(word, [](char32_t c) { return c >= U'0' && c <= U'9'; });
}

}  // namespace

std::vector<Word> folded_words(std::string_view text) {
    auto const letters = decomposed(text);
    std::vector<Word> words;
    Word word;
    auto const finish = [&] {
        if (!word.empty() && words.size() < words_max) words.push_back(spelt_alike(word));
        word.clear();
    };
    for (std::int32_t at = 0; at < letters.length(); at = letters.moveIndex32(at, 1)) {
        auto const letter = letters.char32At(at);
        if (u_charType(letter) == U_NON_SPACING_MARK) continue;
        if (u_isalnum(letter))
            word += static_cast<char32_t>(letter);
        else
            finish();
    }
    finish();
    return words;
}

std::string to_utf8(std::vector<Word> const& words) {
    icu::UnicodeString text;
    for (auto const& word : words) {
        if (!text.isEmpty()) text.append(static_cast<UChar32>(U' '));
        for (auto const letter : word)
            text.append(static_cast<UChar32>(letter));
    }
    std::string out;
    return text.toUTF8String(out);
}

std::vector<Word> words_from(std::string_view folded_utf8) {
    auto const text =
        icu::UnicodeString::fromUTF8({folded_utf8.data(), static_cast<std::int32_t>(folded_utf8.size())});
    std::vector<Word> words(1);
    for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
        auto const letter = text.char32At(at);
        if (letter == ' ')
            words.emplace_back();
        else
            words.back() += static_cast<char32_t>(letter);
    }
    return words;
}

std::set<std::int64_t> grams_of(Word const& word) {
    std::set<std::int64_t> grams;
    for (std::size_t at = 0; at + 1 < word.size(); ++at) {
        auto const before = at == 0 ? word_begin : static_cast<std::int64_t>(word[at - 1]);
        grams.insert((before << (2 * gram_letter_bits)) |
                     (static_cast<std::int64_t>(word[at]) << gram_letter_bits) |
                     static_cast<std::int64_t>(word[at + 1]));
    }
    return grams;
}

std::size_t mistakes(Word const& typed, Word const& word) {
    using Line = std::array<std::size_t, word_letters_max + 1>;
    std::array<Line, 3> lines{};  // of the table of distances: two before, before, now
    auto const width = std::min(word.size(), word_letters_max);
    for (std::size_t j = 0; j <= width; ++j)
        lines[0][j] = j;
    for (std::size_t i = 1; i <= typed.size(); ++i) {
        auto& now = lines[i % 3];
        auto const& before = lines[(i + 2) % 3];
        auto const& two_before = lines[(i + 1) % 3];
        now[0] = i;
        for (std::size_t j = 1; j <= width; ++j) {
            std::size_t const wrong = typed[i - 1] == word[j - 1] ? 0 : 1;
            now[j] = std::min({before[j] + 1, now[j - 1] + 1, before[j - 1] + wrong});
            if (i > 1 && j > 1 && typed[i - 1] == word[j - 2] && typed[i - 2] == word[j - 1])
                now[j] = std::min(now[j], two_before[j - 2] + 1);
        }
    }
    auto const& last = lines[typed.size() % 3];
    return *std::min_element(last.begin(), last.begin() + static_cast<std::ptrdiff_t>(width) + 1);
}

std::size_t mistakes_allowed(Word const& typed) {
    if (typed.size() <= 2 || has_digit(typed)) return 0;
    return typed.size() <= 5 ? 1 : 2;
}

std::string sort_key(std::string_view text) {
    constexpr std::int32_t key_bytes_max = 48;  // equal beginnings are told apart by the id
    auto status = U_ZERO_ERROR;
    thread_local std::unique_ptr<icu::Collator> const collator{
        icu::Collator::createInstance(icu::Locale::getGerman(), status)};
    require(status, "collator");
    std::array<std::uint8_t, 4096> key{};
    auto const source = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
    auto const size =
        std::min({collator->getSortKey(source, key.data(), static_cast<std::int32_t>(key.size())),
                  key_bytes_max, static_cast<std::int32_t>(key.size())});
    std::string hex;
    for (std::int32_t at = 0; at < size; ++at)
        hex += fmt::format("{:02x}", key[static_cast<std::size_t>(at)]);
    return hex;
}

}  // namespace rufwerk::crm

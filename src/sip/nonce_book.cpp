#include "sip/nonce_book.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <charconv>

namespace rufwerk::sip {
namespace {

constexpr std::size_t time_digits = 12;    // hexadecimal milliseconds: enough for 8,900 years
constexpr std::size_t random_digits = 16;  // 64 bits
constexpr std::size_t seal_digits = 32;    // 128 bits of the HMAC

template <std::size_t size>
std::string hexadecimal(std::array<unsigned char, size> const& bytes) {
    std::array<char, size * 2 + 1> text{};
    sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
    return text.data();
}

}  // namespace

NonceBook::NonceBook(std::array<unsigned char, 32> key, Duration valid, std::size_t used_max)
    : key_{key}, valid_{valid}, used_max_{used_max} {}

std::array<unsigned char, 32> NonceBook::random_key() {
    std::array<unsigned char, 32> key{};
    randombytes_buf(key.data(), key.size());
    return key;
}

std::string NonceBook::seal(std::string_view text) const {
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> bytes{};
    crypto_auth_hmacsha256(bytes.data(), reinterpret_cast<unsigned char const*>(text.data()), text.size(),
                           key_.data());
    return hexadecimal(bytes).substr(0, seal_digits);
}

std::string NonceBook::issue(Instant now) {
    std::array<unsigned char, random_digits / 2> random{};
    randombytes_buf(random.data(), random.size());
    auto const text = fmt::format("{:012x}", to_ms(now)) + hexadecimal(random);
    return text + seal(text);
}

NonceBook::Verdict NonceBook::look(std::string_view nonce, std::uint32_t nc, Instant now) const {
    if (nonce.size() != time_digits + random_digits + seal_digits) return Verdict::stale;
    auto const text = nonce.substr(0, time_digits + random_digits);
    auto const sealed = seal(text);
    if (sodium_memcmp(sealed.data(), nonce.data() + text.size(), seal_digits) != 0) return Verdict::stale;
    std::int64_t issued_ms = 0;
    std::from_chars(text.data(), text.data() + time_digits, issued_ms, 16);
    if (now >= from_ms(issued_ms) + valid_) return Verdict::stale;
    auto const used = used_.find(nonce);
    if (used != used_.end()) return nc > used->second ? Verdict::good : Verdict::replayed;
    return used_.size() < used_max_ ? Verdict::good : Verdict::stale;
}

NonceBook::Verdict NonceBook::use(std::string_view nonce, std::uint32_t nc, Instant now) {
    auto const oldest = fmt::format("{:012x}", to_ms(now - valid_));
    used_.erase(used_.begin(), used_.lower_bound(oldest));
    auto const verdict = look(nonce, nc, now);
    if (verdict == Verdict::good) used_.insert_or_assign(std::string{nonce}, nc);
    return verdict;
}

}  // namespace rufwerk::sip

#include "people/secret.hpp"

#include "base/invariant.hpp"

#include <sodium.h>

#include <array>
#include <span>

namespace rufwerk::people {
namespace {

std::string hexadecimal(std::span<unsigned char const> bytes) {
    std::string text(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
    text.pop_back();
    return text;
}

}  // namespace

std::string random_secret() {
    INVARIANT(sodium_init() >= 0);
    std::array<unsigned char, 32> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    return hexadecimal(bytes);
}

std::string fingerprint(std::string_view secret) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<unsigned char const*>(secret.data()), secret.size());
    return hexadecimal(hash);
}

}  // namespace rufwerk::people

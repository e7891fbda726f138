#include "sip/digest.hpp"

#include <fmt/format.h>
#include <sodium.h>
#include <sofia-sip/su_md5.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

namespace rufwerk::sip {
namespace {

constexpr std::size_t header_most = 4096;  // longer is no telephone's

std::string hash(DigestAlgorithm algorithm, std::string_view text) {
    if (algorithm == DigestAlgorithm::md5) {
        su_md5_t md5[1];
        su_md5_init(md5);
        su_md5_update(md5, text.data(), static_cast<usize_t>(text.size()));
        std::array<char, SU_MD5_DIGEST_SIZE * 2 + 1> hexadecimal{};
        su_md5_hexdigest(md5, hexadecimal.data());
        return hexadecimal.data();
    }
    std::array<unsigned char, crypto_hash_sha256_BYTES> bytes{};
    crypto_hash_sha256(bytes.data(), reinterpret_cast<unsigned char const*>(text.data()), text.size());
    std::array<char, crypto_hash_sha256_BYTES * 2 + 1> hexadecimal{};
    sodium_bin2hex(hexadecimal.data(), hexadecimal.size(), bytes.data(), bytes.size());
    return hexadecimal.data();
}

bool same_word(std::string_view a, std::string_view b) {
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_token(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view{"-.!%*_+`'~"}.find(c) != std::string_view::npos;
}

/// Reads `name=value, name="value"`; RFC 3261, 25.1: auth-param.
class ParameterReader {
  public:
    explicit ParameterReader(std::string_view rest) : rest_{rest} {}

    /// Names in lower case. Nothing when it is not well formed or says one thing twice.
    std::optional<std::map<std::string, std::string, std::less<>>> read() {
        std::map<std::string, std::string, std::less<>> all;
        for (;;) {
            while (skip(',')) {
            }
            if (rest_.empty()) return all;
            auto name = token();
            if (name.empty() || !skip('=')) return std::nullopt;
            std::ranges::transform(name, name.begin(), [](char c) {
                return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
            });
            skip_space();
            auto value = rest_.starts_with('"') ? quoted() : std::optional{token()};
            if (!value || !all.emplace(std::move(name), std::move(*value)).second) return std::nullopt;
            skip_space();
            if (!rest_.empty() && rest_.front() != ',') return std::nullopt;
        }
    }

    bool scheme_is(std::string_view scheme) {
        skip_space();
        return same_word(token(), scheme) && !rest_.empty() && is_space(rest_.front());
    }

  private:
    void skip_space() {
        while (!rest_.empty() && is_space(rest_.front()))
            rest_.remove_prefix(1);
    }
    bool skip(char c) {
        skip_space();
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        skip_space();
        return true;
    }
    std::string token() {
        auto const end = std::ranges::find_if_not(rest_, is_token);
        std::string word{rest_.begin(), end};
        rest_.remove_prefix(word.size());
        return word;
    }
    std::optional<std::string> quoted() {
        std::string text;
        for (std::size_t i = 1; i < rest_.size(); ++i) {
            if (rest_[i] == '"') {
                rest_.remove_prefix(i + 1);
                return text;
            }
            if (rest_[i] == '\\' && ++i == rest_.size()) break;
            text += rest_[i];
        }
        return std::nullopt;
    }

    std::string_view rest_;
};

using Parameters = std::map<std::string, std::string, std::less<>>;

std::optional<Parameters> parameters_of(std::string_view value) {
    if (value.size() > header_most) return std::nullopt;
    ParameterReader reader{value};
    if (!reader.scheme_is("Digest")) return std::nullopt;
    return reader.read();
}

std::string take(Parameters const& parameters, std::string_view name) {
    auto const found = parameters.find(name);
    return found == parameters.end() ? std::string{} : found->second;
}

std::optional<DigestAlgorithm> algorithm_of(std::string_view word) {
    if (word.empty() || same_word(word, "MD5")) return DigestAlgorithm::md5;
    if (same_word(word, "SHA-256")) return DigestAlgorithm::sha_256;
    return std::nullopt;
}

/// "auth,auth-int" has auth.
bool offers_auth(std::string_view qop) {
    while (!qop.empty()) {
        auto const comma = std::min(qop.find(','), qop.size());
        auto word = qop.substr(0, comma);
        while (!word.empty() && is_space(word.front()))
            word.remove_prefix(1);
        while (!word.empty() && is_space(word.back()))
            word.remove_suffix(1);
        if (same_word(word, "auth")) return true;
        qop.remove_prefix(std::min(comma + 1, qop.size()));
    }
    return false;
}

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') result += '\\';
        result += c;
    }
    return result + '"';
}

}  // namespace

std::string_view name(DigestAlgorithm algorithm) {
    switch (algorithm) {
        case DigestAlgorithm::sha_256: return "SHA-256";
        case DigestAlgorithm::md5: return "MD5";
    }
    return {};
}

DigestSecret digest_secret(std::string_view user, std::string_view realm, std::string_view secret) {
    auto const text = fmt::format("{}:{}:{}", user, realm, secret);
    return {hash(DigestAlgorithm::sha_256, text), hash(DigestAlgorithm::md5, text)};
}

std::optional<DigestCredentials> parse_credentials(std::string_view value) {
    auto const parameters = parameters_of(value);
    if (!parameters || !same_word(take(*parameters, "qop"), "auth")) return std::nullopt;
    auto const algorithm = algorithm_of(take(*parameters, "algorithm"));
    if (!algorithm || same_word(take(*parameters, "userhash"), "true")) return std::nullopt;
    DigestCredentials credentials{.user = take(*parameters, "username"),
                                  .realm = take(*parameters, "realm"),
                                  .nonce = take(*parameters, "nonce"),
                                  .uri = take(*parameters, "uri"),
                                  .response = take(*parameters, "response"),
                                  .algorithm = *algorithm,
                                  .cnonce = take(*parameters, "cnonce"),
                                  .nc_text = take(*parameters, "nc")};
    auto const& nc = credentials.nc_text;
    auto const [end, error] = std::from_chars(nc.data(), nc.data() + nc.size(), credentials.nc, 16);
    if (nc.size() != 8 || error != std::errc{} || end != nc.data() + nc.size()) return std::nullopt;
    for (auto const* needed : {&credentials.user, &credentials.realm, &credentials.nonce, &credentials.uri,
                               &credentials.response, &credentials.cnonce})
        if (needed->empty()) return std::nullopt;
    return credentials;
}

std::string digest_response(DigestAlgorithm algorithm, std::string_view ha1, std::string_view method,
                            std::string_view uri, std::string_view nonce, std::string_view nc,
                            std::string_view cnonce) {
    auto const ha2 = hash(algorithm, fmt::format("{}:{}", method, uri));
    return hash(algorithm, fmt::format("{}:{}:{}:{}:auth:{}", ha1, nonce, nc, cnonce, ha2));
}

bool is_right(DigestCredentials const& credentials, DigestSecret const& secret, std::string_view method) {
    auto const right =
        digest_response(credentials.algorithm, secret.of(credentials.algorithm), method, credentials.uri,
                        credentials.nonce, credentials.nc_text, credentials.cnonce);
    return !secret.empty() && right.size() == credentials.response.size() &&
           sodium_memcmp(right.data(), credentials.response.data(), right.size()) == 0;
}

std::optional<DigestChallenge> parse_challenge(std::string_view value) {
    auto const parameters = parameters_of(value);
    if (!parameters) return std::nullopt;
    auto const algorithm = algorithm_of(take(*parameters, "algorithm"));
    auto const qop = take(*parameters, "qop");
    DigestChallenge challenge{.realm = take(*parameters, "realm"),
                              .nonce = take(*parameters, "nonce"),
                              .opaque = take(*parameters, "opaque"),
                              .algorithm = algorithm.value_or(DigestAlgorithm::md5),
                              .qop_auth = offers_auth(qop),
                              .stale = same_word(take(*parameters, "stale"), "true")};
    if (!algorithm || challenge.nonce.empty() || (!qop.empty() && !challenge.qop_auth)) return std::nullopt;
    return challenge;
}

std::string to_text(DigestChallenge const& challenge) {
    auto text = fmt::format("Digest realm={}, nonce={}, algorithm={}", quoted(challenge.realm),
                            quoted(challenge.nonce), name(challenge.algorithm));
    if (challenge.qop_auth) text += ", qop=\"auth\"";
    if (!challenge.opaque.empty()) text += ", opaque=" + quoted(challenge.opaque);
    if (challenge.stale) text += ", stale=true";
    return text;
}

std::string answer_challenge(DigestChallenge const& challenge, DigestAnswer const& answer) {
    auto const algorithm = challenge.algorithm;
    auto const ha1 = digest_secret(answer.user, challenge.realm, answer.secret).of(algorithm);
    auto const nc = fmt::format("{:08x}", answer.nc);
    auto const response =
        challenge.qop_auth
            ? digest_response(algorithm, ha1, answer.method, answer.uri, challenge.nonce, nc, answer.cnonce)
            : hash(algorithm, fmt::format("{}:{}:{}", ha1, challenge.nonce,
                                          hash(algorithm, fmt::format("{}:{}", answer.method, answer.uri))));
    auto text = fmt::format("Digest username={}, realm={}, nonce={}, uri={}, response=\"{}\", algorithm={}",
                            quoted(answer.user), quoted(challenge.realm), quoted(challenge.nonce),
                            quoted(answer.uri), response, name(algorithm));
    if (challenge.qop_auth) text += fmt::format(", qop=auth, nc={}, cnonce={}", nc, quoted(answer.cnonce));
    if (!challenge.opaque.empty()) text += ", opaque=" + quoted(challenge.opaque);
    return text;
}

}  // namespace rufwerk::sip

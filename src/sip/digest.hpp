#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Digest access authentication as SIP uses it: RFC 7616 with the algorithms of RFC 8760, both as the one who
/// asks (registrar) and as the one who answers (our registration at a carrier). Pure.
namespace rufwerk::sip {

/// MD5 is broken as a hash but is all that older telephones and most carriers know (RFC 8760, section 2.1).
enum class DigestAlgorithm : std::uint8_t { sha_256, md5 };

/// "SHA-256" or "MD5".
std::string_view name(DigestAlgorithm algorithm);

/// H(user ":" realm ":" secret) for each algorithm, 64 and 32 hexadecimal digits: what is kept of a
/// telephone's secret. Whoever has it can register as that telephone in this realm, and nothing else.
struct DigestSecret {
    std::string sha_256;
    std::string md5;

    std::string const& of(DigestAlgorithm algorithm) const {
        return algorithm == DigestAlgorithm::md5 ? md5 : sha_256;
    }
    bool empty() const { return sha_256.empty(); }
    bool operator==(DigestSecret const&) const = default;
};
DigestSecret digest_secret(std::string_view user, std::string_view realm, std::string_view secret);

/// The value of an Authorization header. Texts are unquoted.
struct DigestCredentials {
    std::string user;
    std::string realm;
    std::string nonce;
    std::string uri;
    std::string response;  // hexadecimal, lower case
    DigestAlgorithm algorithm = DigestAlgorithm::md5;
    std::string cnonce;
    std::string nc_text;  // as sent: it goes into the hash
    std::uint32_t nc = 0;
};

/// Nothing for what is no Digest, lacks a part, has one twice, asks for another algorithm or has no qop=auth:
/// without qop there is no count, and a listener could send the same again.
std::optional<DigestCredentials> parse_credentials(std::string_view value);

/// RFC 7616, 3.4.1 with qop=auth, hexadecimal.
std::string digest_response(DigestAlgorithm algorithm, std::string_view ha1, std::string_view method,
                            std::string_view uri, std::string_view nonce, std::string_view nc,
                            std::string_view cnonce);

/// Compares in a time that does not tell where they differ.
bool is_right(DigestCredentials const& credentials, DigestSecret const& secret, std::string_view method);

/// The value of a WWW-Authenticate or Proxy-Authenticate header.
struct DigestChallenge {
    std::string realm;
    std::string nonce;
    std::string opaque;
    DigestAlgorithm algorithm = DigestAlgorithm::md5;
    bool qop_auth = false;
    bool stale = false;
};
/// Nothing for another scheme, an unknown algorithm or a qop without auth.
std::optional<DigestChallenge> parse_challenge(std::string_view value);
std::string to_text(DigestChallenge const& challenge);

struct DigestAnswer {
    std::string_view user, secret, method, uri, cnonce;
    std::uint32_t nc = 1;
};
/// The value of an Authorization header that answers `challenge`, also one of RFC 2069 times without qop.
std::string answer_challenge(DigestChallenge const& challenge, DigestAnswer const& answer);

}  // namespace rufwerk::sip

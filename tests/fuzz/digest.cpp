// What strangers send as Authorization, and carriers as WWW-Authenticate. What was read survives being
// written.

#include "sip/digest.hpp"

#include "base/invariant.hpp"

#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace rufwerk::sip;
    std::string_view const text{reinterpret_cast<char const*>(data), size};
    if (auto const credentials = parse_credentials(text))
        is_right(*credentials, digest_secret(credentials->user, credentials->realm, "secret"), "REGISTER");
    if (auto const challenge = parse_challenge(text)) {
        auto const again = parse_challenge(to_text(*challenge));
        INVARIANT(again || to_text(*challenge).size() > 4096);
        if (again) INVARIANT(again->nonce == challenge->nonce && again->realm == challenge->realm);
        auto const answer = answer_challenge(*challenge, {"user", "secret", "REGISTER", "sip:a", "cnonce"});
        if (challenge->qop_auth && answer.size() < 4096 && !challenge->realm.empty())
            INVARIANT(is_right(parse_credentials(answer).value(),
                               digest_secret("user", challenge->realm, "secret"), "REGISTER"));
    }
    return 0;
}

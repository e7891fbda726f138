#pragma once

#include "base/problem.hpp"
#include "people/actor.hpp"
#include "sip/digest.hpp"
#include "store/database.hpp"
#include "wire/note.hpp"

#include <map>
#include <string>

/// What a desk telephone shows when it registers: a secret of its own, made by the house and shown once. It
/// is never the login's password, because every telephone gives its configuration to whoever holds it.
namespace rufwerk::call {

/// What `phone` of a user says when their telephone registers itself.
inline constexpr std::string_view kRegisters = "register";

/// By login.
std::map<std::string, sip::DigestSecret> load_phone_secrets(store::Transaction& transaction);
void save_phone_secret(store::Transaction& transaction, std::string const& login,
                       sip::DigestSecret const& secret);

struct RenewPhoneSecret {
    std::string login;
};
WIRE_STRUCT(RenewPhoneSecret, login)
WIRE_NOTES(RenewPhoneSecret, {"login", "Whose telephone.", R"("agent001")"})

struct NewPhoneSecret {
    std::string user;
    std::string realm;
    std::string secret;
};
WIRE_STRUCT(NewPhoneSecret, user, realm, secret)
WIRE_NOTES(NewPhoneSecret, {"user", "User name of the telephone's account.", R"("agent001")"},
           {"realm", "Realm, where the telephone asks for one.", R"("rufwerk")"},
           {"secret", "Password of the telephone's account. Told this once; only a digest of it is kept.",
            R"("3f0c5f0e6a5d4f4e9c1b7a2d8e6f0a1b")"})

/// How the use case says no.
Problem unknown_user();
Problem phone_not_registering();
/// The use case: makes a secret; the one of before is void at once, and what is registered with it is lost.
/// Needs manage_centre. Throws the two above.
NewPhoneSecret renew_phone_secret(store::Transaction& transaction, people::Actor const& actor,
                                  RenewPhoneSecret const& in);

/// Empty, or why this is no secret to protect a telephone with.
std::string phone_secret_fault(std::string_view secret);

}  // namespace rufwerk::call

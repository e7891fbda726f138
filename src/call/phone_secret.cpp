#include "call/phone_secret.hpp"

#include "people/audit.hpp"
#include "people/secret.hpp"
#include "sip/registrar_realm.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rufwerk::call {
namespace {

constexpr std::size_t secret_characters = 32;  // hexadecimal: 128 bits
constexpr std::size_t secret_least = 12;
constexpr std::size_t secret_most = 128;

}  // namespace

std::map<std::string, sip::DigestSecret> load_phone_secrets(store::Transaction& transaction) {
    std::map<std::string, sip::DigestSecret> secrets;
    for (auto const& row : transaction.query("SELECT login, sha_256, md5 FROM phone_secret"))
        secrets.emplace(row.text(0), sip::DigestSecret{row.text(1), row.text(2)});
    return secrets;
}

void save_phone_secret(store::Transaction& transaction, std::string const& login,
                       sip::DigestSecret const& secret) {
    transaction.execute(
        "INSERT INTO phone_secret (login, sha_256, md5) VALUES ($1, $2, $3) ON CONFLICT (login) DO UPDATE "
        "SET sha_256 = excluded.sha_256, md5 = excluded.md5",
        {login, secret.sha_256, secret.md5});
}

Problem unknown_user() { return {Refusal::not_found, "user.unknown", "There is no user of this login."}; }

Problem phone_not_registering() {
    return {Refusal::conflict, "phone.not_registering",
            "This user's telephone does not register; set phone = \"register\" first."};
}

NewPhoneSecret renew_phone_secret(store::Transaction& transaction, people::Actor const& actor,
                                  RenewPhoneSecret const& in) {
    actor.require(people::Permission::manage_centre);
    auto const user = transaction.query_one("SELECT phone FROM user_account WHERE login = $1", {in.login});
    if (!user) throw unknown_user();
    if (user->text(0) != kRegisters) throw phone_not_registering();
    auto const secret = people::random_secret().substr(0, secret_characters);
    save_phone_secret(transaction, in.login, sip::digest_secret(in.login, sip::kPhoneRealm, secret));
    people::write_audit(transaction, actor, {"phone_secret.changed", "user", in.login, {}, {}, {}});
    people::write_audit(transaction, actor, {"centre.changed", "centre", "phone_secret", {}, {}, {}});
    transaction.emit("centre.changed", "{}");
    return {in.login, std::string{sip::kPhoneRealm}, secret};
}

std::string phone_secret_fault(std::string_view secret) {
    // The fault never repeats the value: it goes into logs and onto screens.
    if (secret.size() < secret_least || secret.size() > secret_most)
        return fmt::format("must have {} to {} characters", secret_least, secret_most);
    if (!std::ranges::all_of(secret, [](char c) { return c > ' ' && c < 0x7F && c != '"' && c != '\\'; }))
        return "must be of letters, digits and signs of ASCII, without spaces, quotes and backslashes";
    return {};
}

}  // namespace rufwerk::call

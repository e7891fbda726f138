#pragma once

#include "base/clock.hpp"
#include "base/problem.hpp"
#include "people/exchange.hpp"
#include "people/login_guard.hpp"
#include "people/me.hpp"
#include "people/password.hpp"
#include "store/database.hpp"
#include "wire/note.hpp"

#include <functional>
#include <memory>
#include <string>

namespace rufwerk::people {

struct Credentials {
    std::string login, password;
};
WIRE_STRUCT(Credentials, login, password)
WIRE_NOTES(Credentials, {"login", "Capital letters are taken as small ones.", R"("lena")"},
           {"password", "The password of this login.", R"("a-long-password-1")"})

struct NewPassword {
    std::string current, wanted;
};
WIRE_STRUCT(NewPassword, current, wanted)
WIRE_NOTES(NewPassword, {"current", "The present password.", R"("a-long-password-1")"},
           {"wanted", "The new one; a weak one is refused with the reason.", R"("another-long-password-2")"})

/// How signing in says no.
Problem wrong_login();
Problem resting(std::string code, std::int64_t wait_s);
Problem too_many_sign_ins();

/// Signing in and changing a password: the two things that cost an Argon2id and may be tried by a guesser. An
/// attempt is counted in one transaction, the password is looked at between, and the outcome is written in
/// another one. Destroy it when the HTTP server has drained and before the database.
class SignIns {
  public:
    /// `session_ended` is called (store thread) whenever a session has been ended here.
    SignIns(store::Database& database, Clock const& clock, std::function<void()> session_ended = [] {});

    /// 429 "login.resting" / "address.resting" with Retry-After; 401 "login.wrong" without saying what was
    /// wrong.
    void sign_in(Credentials const& in, Reply<Me> const& reply);
    void change_password(Actor const& actor, NewPassword const& in, Reply<Nothing> const& reply);
    void sign_out(Actor const& actor, Reply<Nothing> const& reply);

  private:
    struct Known {
        std::int64_t user = 0;
        std::string password_hash;
    };
    void check(std::string const& login, Credentials const& in, Reply<Me> const& reply, Known const& known);
    void let_in(std::string const& login, std::int64_t user, Reply<Me> const& reply);
    void turn_away(std::int64_t user, std::string const& login, Reply<Me> const& reply);
    void replace_password(Actor const& actor, NewPassword const& in, Reply<Nothing> const& reply,
                          Known const& known);

    store::Database& database_;
    Clock const& clock_;
    std::function<void()> session_ended_;
    AddressLimiter addresses_;
    PasswordWorkers workers_;
};

}  // namespace rufwerk::people

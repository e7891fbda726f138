#include "people/sign_in.hpp"

#include "base/problem.hpp"
#include "people/audit.hpp"
#include "people/session.hpp"
#include "people/user.hpp"

#include <fmt/format.h>

#include <cctype>
#include <thread>

namespace rufwerk::people {
namespace {

constexpr std::size_t password_checks_waiting_max = 256;  // about ten seconds of work on two cores

int password_threads() { return static_cast<int>(std::max(1U, std::thread::hardware_concurrency() / 2)); }

std::string folded(std::string_view login) {
    std::string text{login.substr(0, login_characters_max + 1)};
    for (auto& c : text)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

template <class Out>
void refuse_resting(Reply<Out> const& reply, std::string code, Duration wait) {
    auto const wait_s = (wait.count() + 999) / 1000;
    reply.add_header("Retry-After", std::to_string(wait_s));
    reply.refuse(resting(std::move(code), wait_s));
}

template <class Out>
void refuse_busy(Reply<Out> const& reply) {
    reply.refuse(too_many_sign_ins());
}

}  // namespace

Problem wrong_login() { return {Refusal::unauthenticated, "login.wrong", "Login or password is wrong."}; }

Problem resting(std::string code, std::int64_t wait_s) {
    return {Refusal::too_many, std::move(code),
            fmt::format("Too many attempts to sign in failed: try again in {} s.", wait_s)};
}

Problem too_many_sign_ins() {
    return {Refusal::unavailable, "sign_in.busy", "Too many people sign in at once: try again in a second."};
}

SignIns::SignIns(store::Database& database, Clock const& clock, std::function<void()> session_ended)
    : database_{database},
      clock_{clock},
      session_ended_{std::move(session_ended)},
      workers_{password_threads(), password_checks_waiting_max} {
    // The hash that unknown logins are compared with is made now, not in the time of the first answer.
    static_cast<void>(password_matches({}, {}));
}

void SignIns::sign_in(Credentials const& in, Reply<Me> const& reply) {
    if (auto const wait = addresses_.attempt(reply.request().peer, clock_.now()))
        return refuse_resting(reply, "address.resting", *wait);
    struct Seen {
        std::optional<Resting> resting;
        Known known;
    };
    auto const seen = std::make_shared<Seen>();
    auto const login = folded(in.login);
    auto look = [seen, login](store::Transaction& transaction) {
        *seen = {};
        seen->resting = count_attempt(transaction, login);
        if (auto const row = transaction.query_one(
                "SELECT id, password_hash FROM user_account WHERE login = $1 AND active", {login}))
            seen->known = {row->integer(0), row->text(1)};
    };
    auto then = [this, seen, login, in, reply](store::Outcome const& outcome) {
        if (outcome.failure) return reply.refuse(outcome.failure);
        if (seen->resting) return refuse_resting(reply, "login.resting", seen->resting->wait);
        check(login, in, reply, seen->known);
    };
    if (!database_.write(std::move(look), std::move(then))) refuse_busy(reply);
}

void SignIns::check(std::string const& login, Credentials const& in, Reply<Me> const& reply,
                    Known const& known) {
    auto job = [this, login, in, reply, known] {
        if (password_matches(known.password_hash, in.password)) return let_in(login, known.user, reply);
        addresses_.failed(reply.request().peer, clock_.now());
        turn_away(known.user, login, reply);
    };
    if (!workers_.run(std::move(job))) refuse_busy(reply);
}

void SignIns::let_in(std::string const& login, std::int64_t user, Reply<Me> const& reply) {
    struct Opened {
        std::string token;
        Me me;
    };
    auto const opened = std::make_shared<Opened>();
    auto const token_before = session_token(reply.request());
    auto open = [opened, user, login, token_before](store::Transaction& transaction) {
        auto const actor = load_actor(transaction, user);
        if (!actor) throw wrong_login();
        forgive_login(transaction, login);
        if (auto const before = find_session(transaction, token_before))
            end_session(transaction, before->actor.session);
        opened->token = open_session(transaction, user);
        opened->me = me_of(*actor);
        write_audit(transaction, *actor, {"session.opened", "user", login, {}, {}, {}});
    };
    auto then = [this, opened, reply](store::Outcome const& outcome) {
        if (outcome.failure) return reply.refuse(outcome.failure);
        session_ended_();  // the one before in this browser, or the longest unused one
        reply.add_header("Set-Cookie", session_cookie(opened->token, reply.request().secure));
        reply(opened->me);
    };
    if (!database_.write(std::move(open), std::move(then))) refuse_busy(reply);
}

void SignIns::turn_away(std::int64_t user, std::string const& login, Reply<Me> const& reply) {
    // What was typed is kept only when it is a login of ours: people type passwords into the wrong field.
    auto note = [user, login](store::Transaction& transaction) {
        write_audit(transaction, Actor{},
                    {"session.refused", "user", user == 0 ? std::string{} : login, {}, {}, {}});
    };
    auto then = [reply](store::Outcome const& outcome) {
        if (outcome.failure) return reply.refuse(outcome.failure);
        reply.refuse(wrong_login());
    };
    if (!database_.write(std::move(note), std::move(then))) refuse_busy(reply);
}

void SignIns::sign_out(Actor const& actor, Reply<Nothing> const& reply) {
    auto end = [actor](store::Transaction& transaction) {
        end_session(transaction, actor.session);
        write_audit(transaction, actor, {"session.ended", "user", actor.login, {}, {}, {}});
    };
    auto then = [this, reply](store::Outcome const& outcome) {
        if (outcome.failure) return reply.refuse(outcome.failure);
        session_ended_();
        reply.add_header("Set-Cookie", ended_session_cookie(reply.request().secure));
        reply(Nothing{});
    };
    if (!database_.write(std::move(end), std::move(then))) refuse_busy(reply);
}

void SignIns::change_password(Actor const& actor, NewPassword const& in, Reply<Nothing> const& reply) {
    if (auto fault = password_fault(in.wanted, actor.login); !fault.empty())
        throw invalid_field("wanted", "weak", std::move(fault));
    struct Seen {
        std::optional<Resting> resting;
        Known known;
    };
    auto const seen = std::make_shared<Seen>();
    auto look = [seen, actor](store::Transaction& transaction) {
        *seen = {};
        // Who has found an open page may not guess the password there either.
        seen->resting = count_attempt(transaction, actor.login);
        if (auto const row = transaction.query_one("SELECT id, password_hash FROM user_account WHERE id = $1",
                                                   {actor.user}))
            seen->known = {row->integer(0), row->text(1)};
    };
    auto then = [this, seen, actor, in, reply](store::Outcome const& outcome) {
        if (outcome.failure) return reply.refuse(outcome.failure);
        if (seen->resting) return refuse_resting(reply, "login.resting", seen->resting->wait);
        if (!workers_.run(
                [this, seen, actor, in, reply] { replace_password(actor, in, reply, seen->known); }))
            refuse_busy(reply);
    };
    if (!database_.write(std::move(look), std::move(then))) refuse_busy(reply);
}

void SignIns::replace_password(Actor const& actor, NewPassword const& in, Reply<Nothing> const& reply,
                               Known const& known) {
    if (!password_matches(known.password_hash, in.current))
        return reply.refuse(invalid_field("current", "wrong", "is not the present password"));
    auto write = [actor, hash = hash_password(in.wanted)](store::Transaction& transaction) {
        forgive_login(transaction, actor.login);
        transaction.execute("UPDATE user_account SET password_hash = $1 WHERE id = $2", {hash, actor.user});
        end_sessions_of(transaction, actor.user, actor.session);
        write_audit(transaction, actor, {"user.password_changed", "user", actor.login, {}, {}, {}});
    };
    auto then = [this, reply](store::Outcome const& outcome) {
        if (outcome.failure) return reply.refuse(outcome.failure);
        session_ended_();
        reply(Nothing{});
    };
    if (!database_.write(std::move(write), std::move(then))) refuse_busy(reply);
}

}  // namespace rufwerk::people

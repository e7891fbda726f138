#include "people/session.hpp"

#include "people/secret.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace rufwerk::people {
namespace {

constexpr std::string_view plain_name = "rufwerk_session";
constexpr std::string_view secure_name = "__Host-rufwerk_session";

std::string_view cookie_name(bool secure) { return secure ? secure_name : plain_name; }

bool is_token(std::string_view text) {
    return text.size() == 64 &&
           std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::string authority(std::string_view host, std::string_view default_port) {
    std::string text{host};
    for (auto& c : text)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (text.size() > default_port.size() && text.ends_with(default_port))
        text.resize(text.size() - default_port.size());
    return text;
}

}  // namespace

std::string open_session(store::Transaction& transaction, std::int64_t user) {
    auto const now = transaction.now();
    transaction.execute("DELETE FROM session WHERE last_used_ms < $1 OR started_ms < $2",
                        {to_ms(now - session_idle_max), to_ms(now - session_life_max)});
    transaction.execute(
        "DELETE FROM session WHERE id IN (SELECT id FROM session WHERE user_id = $1 "
        "ORDER BY last_used_ms DESC, id DESC LIMIT 1000 OFFSET $2)",
        {user, sessions_per_user_max - 1});
    auto token = random_secret();
    transaction.execute(
        "INSERT INTO session (id, token_sha256, user_id, started_ms, last_used_ms) VALUES ($1, $2, $3, $4, "
        "$4)",
        {transaction.new_id(), fingerprint(token), user, to_ms(now)});
    return token;
}

std::optional<Found> find_session(store::Transaction& transaction, std::string_view token) {
    if (!is_token(token)) return std::nullopt;
    auto const now = transaction.now();
    auto const row = transaction.query_one(
        "SELECT id, user_id, last_used_ms FROM session WHERE token_sha256 = $1 AND last_used_ms >= $2 "
        "AND started_ms >= $3",
        {fingerprint(token), to_ms(now - session_idle_max), to_ms(now - session_life_max)});
    if (!row) return std::nullopt;
    auto actor = load_actor(transaction, row->integer(1));
    if (!actor) return std::nullopt;
    actor->session = row->integer(0);
    return Found{std::move(*actor), row->integer(2) < to_ms(now - session_touch_every)};
}

std::optional<Actor> actor_of_session(store::Transaction& transaction, std::int64_t session) {
    auto const now = transaction.now();
    auto const row = transaction.query_one(
        "SELECT user_id FROM session WHERE id = $1 AND last_used_ms >= $2 AND started_ms >= $3",
        {session, to_ms(now - session_idle_max), to_ms(now - session_life_max)});
    return row ? load_actor(transaction, row->integer(0)) : std::nullopt;
}

void touch_session(store::Transaction& transaction, std::int64_t session) {
    transaction.execute("UPDATE session SET last_used_ms = $1 WHERE id = $2 AND last_used_ms < $1",
                        {to_ms(transaction.now()), session});
}

void end_session(store::Transaction& transaction, std::int64_t session) {
    transaction.execute("DELETE FROM session WHERE id = $1", {session});
}

void end_sessions_of(store::Transaction& transaction, std::int64_t user, std::int64_t except_session) {
    transaction.execute("DELETE FROM session WHERE user_id = $1 AND id <> $2", {user, except_session});
}

std::optional<Actor> load_actor(store::Transaction& transaction, std::int64_t user) {
    auto const row = transaction.query_one(
        "SELECT login, name, language, phone, all_clients FROM user_account WHERE id = $1 AND active",
        {user});
    if (!row) return std::nullopt;
    Actor actor;
    actor.user = user;
    actor.login = row->text(0);
    actor.name = row->text(1);
    actor.language = row->text(2);
    actor.phone = row->text(3);
    for (auto const& role : transaction.query("SELECT role FROM user_role WHERE user_id = $1", {user}))
        if (auto const known = role_named(role.text(0))) actor.roles.insert(*known);
    // Whatever the row says, who is there for a client sees that client and no other.
    actor.all_clients = row->boolean(4) && !actor.roles.contains(Role::client);
    for (auto const& client :
         transaction.query("SELECT client FROM user_client WHERE user_id = $1 ORDER BY client", {user}))
        actor.clients.push_back(client.text(0));
    return actor;
}

std::string session_token(http::Request const& request) {
    auto const cookie = request.cookies.find(cookie_name(request.secure));
    return cookie != request.cookies.end() && is_token(cookie->second) ? cookie->second : std::string{};
}

std::string session_cookie(std::string_view token, bool secure) {
    auto const life_s = std::chrono::duration_cast<std::chrono::seconds>(session_life_max).count();
    return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}{}", cookie_name(secure), token,
                       life_s, secure ? "; Secure" : "");
}

std::string ended_session_cookie(bool secure) {
    return fmt::format("{}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{}", cookie_name(secure),
                       secure ? "; Secure" : "");
}

bool same_origin(http::Request const& request) {
    std::string_view const origin{request.origin};
    if (origin.starts_with("https://"))
        return authority(origin.substr(8), ":443") == authority(request.host, ":443") &&
               !request.host.empty();
    // Plain HTTP may not write to a page that came over TLS; the other way round is a proxy that ends TLS for
    // us.
    if (origin.starts_with("http://") && !request.secure)
        return authority(origin.substr(7), ":80") == authority(request.host, ":80") && !request.host.empty();
    return false;
}

}  // namespace rufwerk::people

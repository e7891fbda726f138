#pragma once

#include "base/clock.hpp"
#include "http/server.hpp"
#include "people/actor.hpp"
#include "store/database.hpp"

#include <optional>
#include <string>
#include <string_view>

/// A session is a random token in a cookie; the database knows only its SHA-256.
namespace rufwerk::people {

constexpr Duration session_idle_max = std::chrono::hours{12};
constexpr Duration session_life_max = std::chrono::hours{24 * 7};
constexpr Duration session_touch_every = std::chrono::minutes{1};
constexpr std::int64_t sessions_per_user_max = 20;  // beyond it the longest unused one ends

/// Opens a session for the user and gives its token, which is then known to nobody but the browser.
std::string open_session(store::Transaction& transaction, std::int64_t user);

struct Found {
    Actor actor;
    bool touch_due = false;  // last use was noted more than session_touch_every ago
};
/// The person behind a token; nothing when there is no such session, it has ended, or the user is not active.
std::optional<Found> find_session(store::Transaction& transaction, std::string_view token);
/// The same for a session that is known already, as its person is now.
std::optional<Actor> actor_of_session(store::Transaction& transaction, std::int64_t session);
void touch_session(store::Transaction& transaction, std::int64_t session);
void end_session(store::Transaction& transaction, std::int64_t session);
/// After a new password or a lock: everywhere, except (when not 0) the session that did it.
void end_sessions_of(store::Transaction& transaction, std::int64_t user, std::int64_t except_session = 0);

/// The Actor of a user as the database has them, without a session.
std::optional<Actor> load_actor(store::Transaction& transaction, std::int64_t user);

/// Token in the cookie of a request, empty when there is none that looks like one. Over TLS the cookie has
/// the prefix __Host-, so that no neighbouring host can plant one (RFC 6265bis 4.1.3.2).
std::string session_token(http::Request const& request);
std::string session_cookie(std::string_view token, bool secure);
std::string ended_session_cookie(bool secure);

/// Whether a write or a WebSocket comes from a page of this very address: its Origin must name the Host it
/// was sent to, and TLS when that is what it came over. A missing Origin does not.
bool same_origin(http::Request const& request);

}  // namespace rufwerk::people

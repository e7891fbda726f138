#pragma once

#include "base/clock.hpp"
#include "http/server.hpp"
#include "main/live_board.hpp"
#include "main/switch_thread.hpp"
#include "people/api.hpp"
#include "people/session_watch.hpp"

#include <map>
#include <string>

namespace rufwerk {

/// What the two WebSockets of docs/realtime.md need; all of it outlives the HTTP server.
struct BrowserSocketParts {
    people::Api& api;
    SwitchThread& switch_thread;
    live::Board& board;
    Clock const& clock;
    people::SessionWatch& sessions;
};

/// `/api/live` for signed-in pages and `/api/call-button` for a client's website.
std::map<std::string, http::SocketHandler> browser_sockets(BrowserSocketParts parts);

}  // namespace rufwerk

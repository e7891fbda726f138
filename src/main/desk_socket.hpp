#pragma once

#include "main/browser_sockets.hpp"

#include <memory>

namespace rufwerk {

http::SocketHandler desk_socket(BrowserSocketParts parts);
http::SocketHandler call_button_socket(BrowserSocketParts parts);

/// The switch's way to a page. Weak: a page that is gone takes nothing with it.
BrowserLink link_to(std::shared_ptr<http::Socket> const& socket);

/// `{"type":"problem",…}`
std::shared_ptr<std::string const> problem_text(std::string_view code, std::string_view detail);

}  // namespace rufwerk

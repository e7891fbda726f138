#pragma once

#include "http/server.hpp"

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <string>

namespace rufwerk::http {

/// Whether `address` ("192.0.2.1:8443") is beyond loopback, where browsers want HTTPS.
bool beyond_loopback(std::string const& address);

/// TLS 1.2 and 1.3 with the given certificate, or with a self-made one kept in data_dir: P-256, all local
/// addresses and the host name in it, 397 days, key file mode 0600, made anew when an address is missing or
/// 30 days are left. Throws Problem naming the file and the remedy.
std::shared_ptr<boost::asio::ssl::context> make_tls(Options const& options);

}  // namespace rufwerk::http

#pragma once

#include "http/server.hpp"
#include "http/static_files.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

/// Private to this folder: what the server, its HTTP sessions and its WebSockets share.
namespace rufwerk::http {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;

/// A connection that can be asked to end: HTTP ones when idle, WebSockets with 1001.
class Drainable {
  public:
    virtual ~Drainable() = default;
    virtual void drain() = 0;
};

struct Shared {
    Shared(Options options_used, Handler handler_used, std::map<std::string, SocketHandler> sockets_used)
        : options{std::move(options_used)},
          handler{std::move(handler_used)},
          sockets{std::move(sockets_used)},
          files{options.static_dir} {}

    Options const options;
    Handler const handler;
    std::map<std::string, SocketHandler> const sockets;
    StaticFiles const files;
    std::atomic<std::size_t> connections{0};
    std::atomic<std::uint64_t> last_socket_id{0};
    std::atomic<bool> draining{false};

    void add(std::uint64_t key, std::weak_ptr<Drainable> connection) {
        std::lock_guard const lock{mutex_};
        open_[key] = std::move(connection);
    }
    void remove(std::uint64_t key) {
        std::lock_guard const lock{mutex_};
        open_.erase(key);
    }
    std::vector<std::shared_ptr<Drainable>> all_open() {
        std::lock_guard const lock{mutex_};
        std::vector<std::shared_ptr<Drainable>> all;
        for (auto const& [key, weak] : open_)
            if (auto connection = weak.lock()) all.push_back(std::move(connection));
        return all;
    }

  private:
    std::mutex mutex_;
    std::map<std::uint64_t, std::weak_ptr<Drainable>> open_;
};

/// Counts a connection for as long as it lives.
class Counted {
  public:
    explicit Counted(std::shared_ptr<Shared> shared) : shared_{std::move(shared)} { ++shared_->connections; }
    ~Counted() { --shared_->connections; }
    Counted(Counted const&) = delete;
    Counted& operator=(Counted const&) = delete;

  private:
    std::shared_ptr<Shared> shared_;
};

/// Makes the page's and the API's answers safe by default; see
/// docs/decisions/004-pages-trust-only-this-server.md.
void add_security_headers(bhttp::fields& fields, bool strict_transport);

}  // namespace rufwerk::http

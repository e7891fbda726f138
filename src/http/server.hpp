#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// HTTP/1.1 and WebSockets for browsers. All of Boost.Beast is in server.cpp; nobody else sees it.
namespace rufwerk::http {

struct Request {
    std::string method;                                      // "GET"
    std::string path;                                        // decoded, without the query: "/api/calls/71"
    std::vector<std::pair<std::string, std::string>> query;  // decoded, in order
    std::string body;                                        // at most the limit of the server
    std::string host;                                        // Host header as sent
    std::string origin;                                      // Origin header, empty when absent
    std::string content_type;
    std::string accept_language;
    std::string user_agent;
    std::map<std::string, std::string, std::less<>> cookies;
    std::string peer;     // address of the client, without port
    bool secure = false;  // came over TLS
};

struct Answer {
    int status = 200;
    std::string content_type = "application/json";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;  // extra ones: Set-Cookie, Retry-After, …
};

/// Called once, from any thread. A second call is ignored; dropping it without a call answers 500.
using Respond = std::function<void(Answer)>;
using Handler = std::function<void(Request, Respond)>;

/// One browser connection that was upgraded to a WebSocket.
class Socket {
  public:
    virtual ~Socket() = default;
    virtual std::uint64_t id() const = 0;
    /// Queues a text message; any thread. A client that is too slow (queue above its limit) is closed: with
    /// 1013 when it still takes frames, else without a word.
    virtual void send(std::shared_ptr<std::string const> text) = 0;
    virtual void close(std::uint16_t code, std::string reason) = 0;
};

/// What the upgrade of one socket path leads to; made by `SocketHandler::open`. Called on the http thread.
struct SocketEvents {
    std::function<void(std::string text)> on_text;
    std::function<void()> on_close;
};

/// Decides on an upgrade: answers with a refusal, or takes the socket.
struct SocketHandler {
    /// Asked before the upgrade, may answer later from any thread: std::nullopt accepts, an Answer refuses.
    std::function<void(Request const&, std::function<void(std::optional<Answer>)>)> admit;
    std::function<SocketEvents(Request const&, std::shared_ptr<Socket>)> open;
};

struct Options {
    std::vector<std::string> listen;  // "127.0.0.1:8080", "[::1]:8080"; port 0: any free one
    std::string certificate_file;  // PEM; both empty: plain HTTP on loopback, self-made certificate beyond it
    std::string key_file;
    std::string data_dir;    // where a self-made certificate is kept
    std::string static_dir;  // the built web UI
    std::size_t body_limit_bytes = 1 << 20;
    std::size_t header_limit_bytes = 16 << 10;
    std::size_t connections_max = 10'000;
    /// A request's header, its body and the taking of its answer may last this long each.
    int idle_timeout_ms = 60'000;
    /// How long one may go on sending what was refused unread before the connection is closed.
    int linger_ms = 2'000;
    int handshake_timeout_ms = 10'000;  // TLS, and the upgrade to a WebSocket
    /// A WebSocket that was not heard for this long is closed; at half of it it is asked for a pong.
    int socket_silence_ms = 40'000;
    int socket_close_ms = 5'000;  // how long a peer may take to answer our close frame
    std::size_t socket_queue_bytes = 1 << 20;
    int threads = 2;
};

class Server {
  public:
    /// `handler` gets every request under /api/, /healthz and /metrics; all else is served from static_dir,
    /// with index.html for the deep links of the page. Throws Problem when an address cannot be bound (and
    /// says why).
    Server(Options options, Handler handler, std::map<std::string, SocketHandler> sockets);
    ~Server();
    /// The addresses really bound, with their ports: "http://127.0.0.1:8080".
    std::vector<std::string> addresses() const;
    std::size_t connections() const;
    /// No new connections; idle ones are closed at once; open requests end and their answers say that the
    /// connection closes; sockets are closed with 1001; at most `limit_s` seconds.
    void drain(int limit_s);

  private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace rufwerk::http

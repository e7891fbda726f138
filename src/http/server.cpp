#include "http/server.hpp"

#include "base/log.hpp"
#include "base/problem.hpp"
#include "http/beast_http_session.hpp"
#include "http/beast_tls.hpp"

#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <fmt/format.h>

#include <thread>

namespace rufwerk::http {
namespace {

using tcp = net::ip::tcp;

tcp::endpoint endpoint_of(std::string const& address) {
    auto const colon = address.rfind(':');
    auto host = address.substr(0, colon);
    if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
    if (host == "localhost") host = "127.0.0.1";
    boost::system::error_code error;
    auto const ip = net::ip::make_address(host, error);
    int const port = colon == std::string::npos ? -1 : std::atoi(address.c_str() + colon + 1);
    if (error || port < 0 || port > 65535)
        throw invalid_field("http.listen", "address",
                            fmt::format("\"{}\" is not a numeric address with a port", address));
    return {ip, static_cast<std::uint16_t>(port)};
}

/// Takes connections of one address; each gets a strand of its own.
class Listener : public std::enable_shared_from_this<Listener> {
  public:
    Listener(net::io_context& context, std::string const& address, std::shared_ptr<Shared> shared,
             std::shared_ptr<net::ssl::context> tls)
        : context_{context}, acceptor_{context}, shared_{std::move(shared)}, tls_{std::move(tls)} {
        auto const endpoint = endpoint_of(address);
        boost::system::error_code error;
        acceptor_.open(endpoint.protocol(), error);
        if (!error) acceptor_.set_option(net::socket_base::reuse_address(true), error);
        if (!error && endpoint.address().is_v6()) acceptor_.set_option(net::ip::v6_only(true), error);
        if (!error) acceptor_.bind(endpoint, error);
        if (!error) acceptor_.listen(net::socket_base::max_listen_connections, error);
        if (error)
            throw Problem{Refusal::unavailable, "http.listen",
                          fmt::format("cannot listen on {}: {}; end the program that has it (ss -lptn) or "
                                      "choose another address",
                                      address, error.message())};
    }

    void run() { accept(); }
    void stop() {
        net::post(acceptor_.get_executor(), [self = shared_from_this()] {
            boost::system::error_code ignored;
            self->acceptor_.close(ignored);
        });
    }
    std::string address() const {
        auto const local = acceptor_.local_endpoint();
        auto const host =
            local.address().is_v6() ? "[" + local.address().to_string() + "]" : local.address().to_string();
        return fmt::format("{}://{}:{}", tls_ ? "https" : "http", host, local.port());
    }

  private:
    void accept() {
        acceptor_.async_accept(net::make_strand(context_),
                               [self = shared_from_this()](beast::error_code error, tcp::socket socket) {
                                   if (!self->acceptor_.is_open()) return;
                                   if (!error) self->take(std::move(socket));
                                   // Out of descriptors: what is open ends sooner or later; trying again at
                                   // once would only burn the processor.
                                   if (error == net::error::no_descriptors) return self->accept_later();
                                   self->accept();
                               });
    }

    void accept_later() {
        auto const timer = std::make_shared<net::steady_timer>(context_, std::chrono::milliseconds{100});
        timer->async_wait([self = shared_from_this(), timer](beast::error_code) { self->accept(); });
    }

    void take(tcp::socket socket) {
        if (shared_->connections >= shared_->options.connections_max)
            return;  // closed: the limit protects those who are in
        beast::error_code error;
        socket.set_option(tcp::no_delay(true), error);
        auto const peer = socket.remote_endpoint(error);
        if (error) return;
        auto const address = peer.address().to_string();
        beast::tcp_stream stream{std::move(socket)};
        if (tls_)
            std::make_shared<HttpSession<beast::ssl_stream<beast::tcp_stream>>>(
                beast::ssl_stream<beast::tcp_stream>{std::move(stream), *tls_}, shared_, address, true)
                ->run();
        else
            std::make_shared<HttpSession<beast::tcp_stream>>(std::move(stream), shared_, address, false)
                ->run();
    }

    net::io_context& context_;
    tcp::acceptor acceptor_;
    std::shared_ptr<Shared> shared_;
    std::shared_ptr<net::ssl::context> tls_;
};

}  // namespace

void add_security_headers(bhttp::fields& fields, bool strict_transport) {
    fields.set("X-Content-Type-Options", "nosniff");
    fields.set("Referrer-Policy", "same-origin");
    fields.set("X-Frame-Options", "DENY");
    fields.set("Cross-Origin-Opener-Policy", "same-origin");
    fields.set("Cross-Origin-Resource-Policy", "same-origin");
    fields.set("Permissions-Policy", "microphone=(self), camera=(), geolocation=(), payment=(), usb=()");
    // Nothing but what the pages use. Mantine writes style elements at run time, hence unsafe-inline for
    // styles and for nothing else; rings and tones are played from memory, hence blob: for media; 'self' of
    // connect-src stands for ws: and wss: of this address too (CSP 3, 6.7.2.8).
    fields.set("Content-Security-Policy",
               "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
               "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; "
               "worker-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
               "form-action 'self'");
    if (strict_transport) fields.set("Strict-Transport-Security", "max-age=31536000");
}

struct Server::Inside {
    net::io_context context;
    net::executor_work_guard<net::io_context::executor_type> work = net::make_work_guard(context);
    std::shared_ptr<Shared> shared;
    std::vector<std::shared_ptr<Listener>> listeners;
    std::vector<std::thread> threads;

    void stop() {
        work.reset();
        context.stop();
        for (auto& thread : threads)
            if (thread.joinable()) thread.join();
    }
};

Server::Server(Options options, Handler handler, std::map<std::string, SocketHandler> sockets)
    : inside_{std::make_unique<Inside>()} {
    bool const given = !options.certificate_file.empty();
    std::shared_ptr<net::ssl::context> tls;
    auto const addresses = options.listen;
    int const threads = options.threads;
    for (auto const& address : addresses)
        if (given || beyond_loopback(address)) tls = tls ? tls : make_tls(options);
    inside_->shared = std::make_shared<Shared>(std::move(options), std::move(handler), std::move(sockets));
    for (auto const& address : addresses)
        inside_->listeners.push_back(std::make_shared<Listener>(
            inside_->context, address, inside_->shared, given || beyond_loopback(address) ? tls : nullptr));
    for (auto const& listener : inside_->listeners)
        listener->run();
    for (int i = 0; i < threads; ++i)
        inside_->threads.emplace_back([this] { inside_->context.run(); });
}

Server::~Server() { inside_->stop(); }

std::vector<std::string> Server::addresses() const {
    std::vector<std::string> all;
    for (auto const& listener : inside_->listeners)
        all.push_back(listener->address());
    return all;
}

std::size_t Server::connections() const { return inside_->shared->connections; }

void Server::drain(int limit_s) {
    inside_->shared->draining = true;
    for (auto const& listener : inside_->listeners)
        listener->stop();
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{limit_s};
    while (inside_->shared->connections > 0 && std::chrono::steady_clock::now() < end) {
        for (auto const& connection : inside_->shared->all_open())
            connection->drain();
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    log::info("http.drained", {{"left", inside_->shared->connections.load()}});
}

}  // namespace rufwerk::http

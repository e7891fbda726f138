#pragma once

#include "http/beast_web_socket.hpp"
#include "http/problem_answer.hpp"
#include "http/target.hpp"

#include <boost/beast/ssl.hpp>

namespace rufwerk::http {

/// Answers exactly once, whoever calls it and whether anybody does: dropped without a call it answers 500.
class OnceResponder {
  public:
    explicit OnceResponder(std::function<void(Answer)> respond) : respond_{std::move(respond)} {}
    ~OnceResponder() { give(internal_answer()); }
    void give(Answer answer) {
        if (given_.exchange(true)) return;
        // Whoever keeps this for longer must not keep the connection too.
        std::exchange(respond_, nullptr)(std::move(answer));
    }

  private:
    std::atomic<bool> given_{false};
    std::function<void(Answer)> respond_;
};

/// One HTTP/1.1 connection: requests one after the other (RFC 9112), until it is upgraded, idle for too long
/// or wrong.
template <class Stream>
class HttpSession final : public Drainable, public std::enable_shared_from_this<HttpSession<Stream>> {
  public:
    HttpSession(Stream stream, std::shared_ptr<Shared> shared, std::string peer, bool secure)
        : stream_{std::move(stream)},
          shared_{std::move(shared)},
          counted_{std::make_shared<Counted>(shared_)},
          peer_{std::move(peer)},
          secure_{secure},
          key_{++shared_->last_socket_id << 1U} {}

    ~HttpSession() override { shared_->remove(key_); }

    void run() {
        shared_->add(key_, this->weak_from_this());
        net::dispatch(stream_.get_executor(), [self = this->shared_from_this()] { self->start(); });
    }

    void drain() override {
        net::post(stream_.get_executor(), [self = this->shared_from_this()] {
            if (self->idle_) self->shut();
        });
    }

  private:
    void start() {
        if constexpr (requires(Stream& stream) { stream.next_layer(); }) {
            expire_after(shared_->options.handshake_timeout_ms);
            stream_.async_handshake(net::ssl::stream_base::server,
                                    [self = this->shared_from_this()](beast::error_code error) {
                                        if (!error) self->read();
                                    });
        } else {
            read();
        }
    }

    void read() {
        parser_.emplace();
        parser_->header_limit(static_cast<std::uint32_t>(shared_->options.header_limit_bytes));
        parser_->body_limit(shared_->options.body_limit_bytes);
        idle_ = true;
        if (shared_->draining) return shut();
        // The header must be there within the idle time-out, the body within another: a slow sender holds
        // nothing for long.
        expire_after(shared_->options.idle_timeout_ms);
        bhttp::async_read_header(stream_, buffer_, *parser_,
                                 [self = this->shared_from_this()](beast::error_code error, std::size_t) {
                                     self->on_header(error);
                                 });
    }

    void on_header(beast::error_code error) {
        idle_ = false;
        if (error) return refuse_unreadable(error);
        if (beast::iequals(parser_->get()[bhttp::field::expect], "100-continue")) {
            auto const go_on =
                std::make_shared<bhttp::response<bhttp::empty_body>>(bhttp::status::continue_, 11);
            return bhttp::async_write(
                stream_, *go_on,
                [self = this->shared_from_this(), go_on](beast::error_code failed, std::size_t) {
                    if (!failed) self->read_body();
                });
        }
        read_body();
    }

    void read_body() {
        expire_after(shared_->options.idle_timeout_ms);
        bhttp::async_read(stream_, buffer_, *parser_,
                          [self = this->shared_from_this()](beast::error_code error, std::size_t) {
                              if (error) return self->refuse_unreadable(error);
                              self->dispatch();
                          });
    }

    void refuse_unreadable(beast::error_code error) {
        if (error == bhttp::error::end_of_stream || error == beast::error::timeout ||
            error == net::error::operation_aborted)
            return shut();
        bool const too_long = error == bhttp::error::header_limit || error == bhttp::error::buffer_overflow;
        bool const too_large = error == bhttp::error::body_limit;
        if (error.category() != make_error_code(bhttp::error::bad_method).category()) return shut();
        keep_alive_ = false;
        head_ = false;
        unread_ = true;
        write(unreadable_answer(too_long    ? Unreadable::header_too_large
                                : too_large ? Unreadable::body_too_large
                                            : Unreadable::request));
    }

    Request request_of(Target target) const {
        auto const& message = parser_->get();
        auto const text = [&](bhttp::field field) { return std::string{message[field]}; };
        Request request;
        request.method = std::string{message.method_string()};
        request.path = std::move(target.path);
        request.query = std::move(target.query);
        request.body = message.body();
        request.host = text(bhttp::field::host);
        request.origin = text(bhttp::field::origin);
        request.content_type = text(bhttp::field::content_type);
        request.accept_language = text(bhttp::field::accept_language);
        request.user_agent = text(bhttp::field::user_agent);
        request.cookies = parse_cookies(message[bhttp::field::cookie]);
        request.peer = peer_;
        request.secure = secure_;
        return request;
    }

    void dispatch() {
        expire_never();
        auto const& message = parser_->get();
        keep_alive_ = message.keep_alive() && !shared_->draining;
        head_ = message.method() == bhttp::verb::head;
        auto target = parse_target({message.target().data(), message.target().size()});
        if (!target) return write(unreadable_answer(Unreadable::request));
        auto request = request_of(std::move(*target));
        if (websocket::is_upgrade(message)) return upgrade(std::move(request));
        bool const handled =
            request.path.starts_with("/api/") || request.path == "/healthz" || request.path == "/metrics";
        if (handled) return shared_->handler(std::move(request), responder());
        if (request.method != "GET" && request.method != "HEAD")
            return write({.status = 405,
                          .content_type = "text/plain; charset=utf-8",
                          .body = "only GET here\n",
                          .headers = {{"Allow", "GET, HEAD"}}});
        bool const gzip =
            std::string_view{message[bhttp::field::accept_encoding]}.find("gzip") != std::string_view::npos;
        write(shared_->files.serve(request.path, gzip, message[bhttp::field::if_none_match]));
    }

    Respond responder() {
        auto once = std::make_shared<OnceResponder>([self = this->shared_from_this()](Answer answer) {
            net::post(self->stream_.get_executor(),
                      [self, answer = std::move(answer)]() mutable { self->write(std::move(answer)); });
        });
        return [once](Answer answer) { once->give(std::move(answer)); };
    }

    void upgrade(Request request) {
        auto const found = shared_->sockets.find(request.path);
        if (found == shared_->sockets.end())
            return write({.status = 404,
                          .content_type = "text/plain; charset=utf-8",
                          .body = "no such socket\n",
                          .headers = {}});
        auto const& handler = found->second;
        auto const kept = request;
        handler.admit(kept, [self = this->shared_from_this(), request = std::move(request),
                             &handler](std::optional<Answer> refusal) mutable {
            net::post(self->stream_.get_executor(),
                      [self, request = std::move(request), &handler, refusal = std::move(refusal)]() mutable {
                          if (refusal) return self->write(std::move(*refusal));
                          auto const message = self->parser_->release();
                          auto const socket = std::make_shared<WebSocket<Stream>>(
                              std::move(self->stream_), self->shared_, self->counted_);
                          socket->accept(message, std::move(request), handler);
                      });
        });
    }

    void write(Answer answer) {
        auto response = std::make_shared<bhttp::response<bhttp::string_body>>();
        response->version(11);
        response->result(static_cast<unsigned>(answer.status));
        for (auto const& [name, value] : answer.headers)
            response->insert(name, value);
        add_security_headers(*response, secure_ && !shared_->options.certificate_file.empty());
        if (answer.status != 204 && answer.status != 304)
            response->set(bhttp::field::content_type, answer.content_type);
        if (response->count(bhttp::field::cache_control) == 0)
            response->set(bhttp::field::cache_control, "no-store");
        if (shared_->draining) keep_alive_ = false;  // also when that began after the request had come
        response->keep_alive(keep_alive_);
        response->body() = std::move(answer.body);
        if (answer.status == 304 || answer.status == 204)
            response->body().clear();
        else
            response->prepare_payload();
        expire_after(shared_->options.idle_timeout_ms);
        if (head_) return write_head(response);
        bhttp::async_write(stream_, *response,
                           [self = this->shared_from_this(), response](beast::error_code error, std::size_t) {
                               self->written(error);
                           });
    }

    /// HEAD: the header of the answer with its length, but no body (RFC 9110 9.3.2).
    void write_head(std::shared_ptr<bhttp::response<bhttp::string_body>> const& response) {
        auto const serializer = std::make_shared<bhttp::response_serializer<bhttp::string_body>>(*response);
        bhttp::async_write_header(stream_, *serializer,
                                  [self = this->shared_from_this(), response, serializer](
                                      beast::error_code error, std::size_t) { self->written(error); });
    }

    void written(beast::error_code error) {
        if (error) return;
        if (unread_) return linger();
        if (!keep_alive_) return shut();
        read();
    }

    /// What was refused may still be on its way: closing now would send a reset, which can reach the client
    /// before it has read the answer (RFC 9112 9.6). So our side ends, and what comes is thrown away for a
    /// while.
    void linger() {
        beast::error_code ignored;
        beast::get_lowest_layer(stream_).socket().shutdown(net::ip::tcp::socket::shutdown_send, ignored);
        expire_after(shared_->options.linger_ms);
        throw_away();
    }

    void throw_away() {
        buffer_.clear();
        beast::get_lowest_layer(stream_).async_read_some(
            buffer_.prepare(16U << 10U),
            [self = this->shared_from_this()](beast::error_code error, std::size_t) {
                if (error || self->shared_->draining) return self->shut();
                self->throw_away();
            });
    }

    void expire_after(int time_ms) {
        beast::get_lowest_layer(stream_).expires_after(std::chrono::milliseconds{time_ms});
    }
    void expire_never() { beast::get_lowest_layer(stream_).expires_never(); }

    void shut() {
        beast::error_code ignored;
        beast::get_lowest_layer(stream_).socket().shutdown(net::ip::tcp::socket::shutdown_both, ignored);
        beast::get_lowest_layer(stream_).close();
    }

    Stream stream_;
    beast::flat_buffer buffer_;
    std::shared_ptr<Shared> shared_;
    std::shared_ptr<Counted> counted_;
    std::string peer_;
    bool secure_;
    std::uint64_t key_;
    bool keep_alive_ = true;
    bool head_ = false;
    bool idle_ = true;
    bool unread_ = false;  // the request was refused before its end
    std::optional<bhttp::request_parser<bhttp::string_body>> parser_;
};

}  // namespace rufwerk::http

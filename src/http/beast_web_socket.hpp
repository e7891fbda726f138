#pragma once

#include "base/text.hpp"
#include "http/beast_shared.hpp"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/websocket.hpp>

#include <deque>

namespace rufwerk::http {

namespace websocket = boost::beast::websocket;

inline constexpr std::size_t message_limit_bytes = 64U << 10U;

/// One upgraded connection (RFC 6455). Text frames only; pings find a dead peer within `socket_silence_ms`.
template <class Stream>
class WebSocket final : public Socket,
                        public Drainable,
                        public std::enable_shared_from_this<WebSocket<Stream>> {
  public:
    WebSocket(Stream stream, std::shared_ptr<Shared> shared, std::shared_ptr<Counted> counted)
        : stream_{std::move(stream)},
          shared_{std::move(shared)},
          counted_{std::move(counted)},
          id_{++shared_->last_socket_id},
          patience_{stream_.get_executor()} {}

    ~WebSocket() override { shared_->remove(key()); }

    template <class HttpRequest>
    void accept(HttpRequest const& upgrade, Request request, SocketHandler const& handler) {
        beast::get_lowest_layer(stream_).expires_never();
        websocket::stream_base::timeout timeout{};
        timeout.handshake_timeout = std::chrono::milliseconds{shared_->options.handshake_timeout_ms};
        timeout.idle_timeout = std::chrono::milliseconds{shared_->options.socket_silence_ms};
        timeout.keep_alive_pings = true;
        stream_.set_option(timeout);
        stream_.read_message_max(message_limit_bytes);
        stream_.text(true);
        shared_->add(key(), this->weak_from_this());
        stream_.async_accept(upgrade, [self = this->shared_from_this(), request = std::move(request),
                                       &handler](beast::error_code error) {
            if (error) return;
            self->events_ = handler.open(request, self);
            if (self->shared_->draining) self->close(1001, "the server is going down");
            self->read();
        });
    }

    std::uint64_t id() const override { return id_; }

    void send(std::shared_ptr<std::string const> text) override {
        net::post(stream_.get_executor(),
                  [self = this->shared_from_this(), text = std::move(text)]() mutable {
                      self->enqueue(std::move(text));
                  });
    }

    void close(std::uint16_t code, std::string reason) override {
        net::post(stream_.get_executor(), [self = this->shared_from_this(), code,
                                           reason = std::move(reason)] { self->start_close(code, reason); });
    }

    void drain() override { close(1001, "the server is going down"); }

  private:
    std::uint64_t key() const { return id_ << 1U | 1U; }

    void enqueue(std::shared_ptr<std::string const> text) {
        if (closing_) return;
        queued_bytes_ += text->size();
        queue_.push_back(std::move(text));
        if (queued_bytes_ > shared_->options.socket_queue_bytes) return start_close(1013, "too slow");
        if (queue_.size() == 1) write();
    }

    void write() {
        stream_.async_write(net::buffer(*queue_.front()),
                            [self = this->shared_from_this()](beast::error_code error, std::size_t) {
                                if (error) return self->ended();
                                self->queued_bytes_ -= self->queue_.front()->size();
                                self->queue_.pop_front();
                                if (!self->closing_ && !self->queue_.empty()) self->write();
                            });
    }

    void read() {
        stream_.async_read(buffer_, [self = this->shared_from_this()](beast::error_code error, std::size_t) {
            if (error) return self->ended();
            auto text = beast::buffers_to_string(self->buffer_.data());
            self->buffer_.consume(self->buffer_.size());
            if (!self->stream_.got_text() || !is_utf8(text)) return self->start_close(1003, "text only");
            if (self->events_.on_text) self->events_.on_text(std::move(text));
            self->read();
        });
    }

    void start_close(std::uint16_t code, std::string const& reason) {
        if (closing_) return;
        closing_ = true;
        // A peer that takes nothing must not keep the close waiting behind what is queued for it.
        patience_.expires_after(std::chrono::milliseconds{shared_->options.socket_close_ms});
        patience_.async_wait([self = this->shared_from_this()](beast::error_code error) {
            if (!error) beast::get_lowest_layer(self->stream_).close();
        });
        if (queue_.size() > 1 && code == 1013) {
            beast::get_lowest_layer(stream_).close();
            return ended();
        }
        stream_.async_close(websocket::close_reason{static_cast<websocket::close_code>(code), reason},
                            [self = this->shared_from_this()](beast::error_code) { self->ended(); });
    }

    void ended() {
        closing_ = true;
        patience_.cancel();
        // A write that its peer never takes would otherwise keep the connection.
        beast::get_lowest_layer(stream_).close();
        auto const on_close = std::exchange(events_.on_close, {});
        events_.on_text = {};
        if (on_close) on_close();
    }

    websocket::stream<Stream> stream_;
    std::shared_ptr<Shared> shared_;
    std::shared_ptr<Counted> counted_;
    std::uint64_t id_;
    net::steady_timer patience_;  // for the peer's answer to our close
    SocketEvents events_;
    beast::flat_buffer buffer_;
    std::deque<std::shared_ptr<std::string const>> queue_;
    std::size_t queued_bytes_ = 0;
    bool closing_ = false;
};

}  // namespace rufwerk::http

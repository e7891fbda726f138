#include "main/desk_socket.hpp"

#include <deque>
#include <mutex>

namespace rufwerk {
namespace {

struct ButtonMessage {
    std::string type;
    std::optional<std::string> button, sdp;
};
WIRE_STRUCT(ButtonMessage, type, button, sdp)

/// The public side of the house: per address at most 5 calls a minute and 3 at a time.
class ButtonGuard {
  public:
    explicit ButtonGuard(Clock const& clock) : clock_{clock} {}

    bool admit(std::string const& peer) {
        std::lock_guard const lock{mutex_};
        auto const now = clock_.now();
        if (callers_.size() >= callers_limit) forget_idle(now);
        if (callers_.size() >= callers_limit) return false;
        auto& caller = callers_[peer];
        while (!caller.recent.empty() && now - caller.recent.front() > std::chrono::minutes{1})
            caller.recent.pop_front();
        if (caller.open >= 3 || caller.recent.size() >= 5) return false;
        ++caller.open;
        caller.recent.push_back(now);
        return true;
    }

    void ended(std::string const& peer) {
        std::lock_guard const lock{mutex_};
        if (auto const found = callers_.find(peer); found != callers_.end() && found->second.open > 0)
            --found->second.open;
    }

  private:
    struct Caller {
        int open = 0;
        std::deque<Instant> recent;
    };
    static constexpr std::size_t callers_limit = 10'000;
    void forget_idle(Instant now) {
        std::erase_if(callers_, [&](auto const& entry) {
            auto const& caller = entry.second;
            return caller.open == 0 &&
                   (caller.recent.empty() || now - caller.recent.back() > std::chrono::minutes{1});
        });
    }
    Clock const& clock_;
    std::mutex mutex_;
    std::map<std::string, Caller> callers_;
};

/// One page of a client's website; one call in its life.
class Button {
  public:
    Button(BrowserSocketParts parts, std::shared_ptr<ButtonGuard> guard, std::string peer, std::string host,
           std::shared_ptr<http::Socket> socket)
        : parts_{parts},
          guard_{std::move(guard)},
          peer_{std::move(peer)},
          host_{std::move(host)},
          socket_{std::move(socket)} {}

    void take(std::string const& text) {
        ButtonMessage message;
        try {
            message = wire::decode<ButtonMessage>(text);
        } catch (Problem const& problem) {
            return refuse(problem.code(), problem.detail());
        }
        if (message.type == "ping")
            return socket_->send(std::make_shared<std::string const>(R"({"type":"pong"})"));
        if (message.type == "call") return call(message);
        if (message.type == "hang-up") return hang_up(true);
        refuse("message.unknown", "type must be one of call, hang-up, ping");
    }

    void gone() { hang_up(false); }

  private:
    void call(ButtonMessage const& message) {
        if (calling_) return refuse("call.begun", "this page has called already");
        if (!message.button || !message.sdp) return refuse("call.incomplete", "call needs button and sdp");
        if (!guard_->admit(peer_))
            return refuse("call.too_many", "too many calls from this address; wait a minute");
        calling_ = true;
        bool const posted = parts_.switch_thread.post(
            [button = *message.button, sdp = *message.sdp, host = host_,
             link = link_to(socket_)](Switch& on) { on.press_button(button, sdp, host, link); });
        if (!posted) refuse("switch.busy", "no call can be taken at the moment");
    }

    void hang_up(bool by_page) {
        if (!calling_ || over_) return;
        over_ = true;
        guard_->ended(peer_);
        [[maybe_unused]] auto const posted = parts_.switch_thread.post(
            [socket = socket_->id(), by_page](Switch& on) { on.hang_up_button(socket, by_page); });
    }

    void refuse(std::string_view code, std::string_view detail) { socket_->send(problem_text(code, detail)); }

    BrowserSocketParts parts_;
    std::shared_ptr<ButtonGuard> guard_;  // shared by all buttons
    std::string peer_;
    std::string host_;
    std::shared_ptr<http::Socket> socket_;
    bool calling_ = false;
    bool over_ = false;
};

bool same_origin(http::Request const& request) {
    auto const slashes = request.origin.find("//");
    return slashes != std::string::npos && request.origin.substr(slashes + 2) == request.host;
}

}  // namespace

http::SocketHandler call_button_socket(BrowserSocketParts parts) {
    auto const guard = std::make_shared<ButtonGuard>(parts.clock);
    http::SocketHandler handler;
    handler.admit = [](http::Request const& request,
                       std::function<void(std::optional<http::Answer>)> const& done) {
        if (same_origin(request)) return done(std::nullopt);
        done(http::Answer{.status = 403,
                          .content_type = "text/plain",
                          .body = "only from a page of this address\n",
                          .headers = {}});
    };
    handler.open = [parts, guard](http::Request const& request,
                                  std::shared_ptr<http::Socket> socket) -> http::SocketEvents {
        auto const button =
            std::make_shared<Button>(parts, guard, request.peer, request.host, std::move(socket));
        return {[button](std::string const& text) { button->take(text); }, [button] { button->gone(); }};
    };
    return handler;
}

}  // namespace rufwerk

#include "main/desk_socket.hpp"

#include "base/text.hpp"
#include "http/problem_answer.hpp"

#include <fmt/format.h>

#include <mutex>

namespace rufwerk {
namespace {

struct DeskMessage {
    std::string type;
    std::optional<std::string> topic, boot, sdp;
    std::optional<std::uint64_t> seq;
};
WIRE_STRUCT(DeskMessage, type, topic, boot, sdp, seq)

/// Between `admit` and `open` the person waits here, found by the request's own session cookie and peer:
/// Beast hands both calls the same request, and a second upgrade of the same session replaces the first with
/// the same person.
class Admitted {
  public:
    void put(std::string key, people::Actor actor) {
        std::lock_guard const lock{mutex_};
        if (actors_.size() >= limit) actors_.clear();  // upgrades that were admitted and never opened
        actors_[std::move(key)] = std::move(actor);
    }
    std::optional<people::Actor> take(std::string const& key) {
        std::lock_guard const lock{mutex_};
        auto const found = actors_.find(key);
        if (found == actors_.end()) return std::nullopt;
        return found->second;
    }

  private:
    static constexpr std::size_t limit = 10'000;
    std::mutex mutex_;
    std::map<std::string, people::Actor> actors_;
};

std::string key_of(http::Request const& request) {
    std::string key = request.peer;
    for (auto const& [name, value] : request.cookies)
        if (name.ends_with("rufwerk_session")) key += "|" + value;
    return key;
}

// Of the range that is free for applications (RFC 6455 7.4.2); the numbers are those of HTTP.
constexpr std::uint16_t close_session_ended = 4401;
constexpr std::uint16_t close_rights_changed = 4403;

people::SessionWatch::Ended ends_with_session(std::weak_ptr<http::Socket> socket) {
    return [socket = std::move(socket)](people::SessionWatch::Ending why) {
        auto const open = socket.lock();
        if (!open) return;
        switch (why) {
            case people::SessionWatch::Ending::session_ended:
                return open->close(close_session_ended, "session ended");
            case people::SessionWatch::Ending::rights_changed:
                return open->close(close_rights_changed, "rights changed");
        }
    };
}

/// One signed-in page.
class Desk : public std::enable_shared_from_this<Desk> {
  public:
    Desk(BrowserSocketParts parts, people::Actor actor, std::string host,
         std::shared_ptr<http::Socket> socket)
        : parts_{parts}, actor_{std::move(actor)}, host_{std::move(host)}, socket_{std::move(socket)} {}

    void take(std::string const& text) {
        DeskMessage message;
        try {
            message = wire::decode<DeskMessage>(text);
        } catch (Problem const& problem) {
            return refuse(problem.code(), problem.detail());
        }
        if (message.type == "ping") return send(R"({"type":"pong"})");
        if (message.type == "subscribe") return subscribe(message);
        if (message.type == "unsubscribe")
            return parts_.board.hub().unsubscribe(socket_->id(), topic_of(message));
        if (message.type == "phone.offer") return offer_phone(message);
        if (message.type == "phone.release") return release_phone();
        refuse("message.unknown",
               "type must be one of subscribe, unsubscribe, phone.offer, phone.release, ping");
    }

    void gone() {
        parts_.sessions.remove(socket_->id());
        parts_.board.hub().forget(socket_->id());
        release_phone();
    }

  private:
    std::string topic_of(DeskMessage const& message) {
        if (message.topic == "me") return "me/" + actor_.login;
        if (message.topic == "floor" && actor_.may(people::Permission::see_floor))
            return parts_.board.floor_topic(actor_);
        return {};
    }

    void subscribe(DeskMessage const& message) {
        auto const topic = topic_of(message);
        if (topic.empty()) return refuse("topic.unknown", "topic must be one you may see: me, floor");
        parts_.board.hub().subscribe(socket_, topic, message.boot.value_or(""), message.seq);
    }

    void offer_phone(DeskMessage const& message) {
        if (!message.sdp) return refuse("phone.sdp_missing", "phone.offer needs sdp");
        if (!actor_.may(people::Permission::take_calls) || actor_.phone != "browser")
            return refuse("phone.not_yours", "your telephone is not the browser");
        bool const posted = parts_.switch_thread.post(
            [login = actor_.login, sdp = *message.sdp, host = host_, link = link_to(socket_)](Switch& on) {
                on.attach_phone(login, sdp, host, link);
            });
        if (!posted) return refuse("switch.busy", "The switch is overloaded; try again in a moment.");
        has_phone_ = true;
    }

    void release_phone() {
        if (!has_phone_) return;
        has_phone_ = false;
        [[maybe_unused]] auto const posted = parts_.switch_thread.post(
            [login = actor_.login, socket = socket_->id()](Switch& on) { on.release_phone(login, socket); });
    }

    void send(std::string text) { socket_->send(std::make_shared<std::string const>(std::move(text))); }
    void refuse(std::string_view code, std::string_view detail) { socket_->send(problem_text(code, detail)); }

    BrowserSocketParts parts_;
    people::Actor actor_;
    std::string host_;
    std::shared_ptr<http::Socket> socket_;
    bool has_phone_ = false;
};

}  // namespace

std::shared_ptr<std::string const> problem_text(std::string_view code, std::string_view detail) {
    return std::make_shared<std::string const>(
        fmt::format(R"({{"type":"problem","code":{},"detail":{}}})", json_string(code), json_string(detail)));
}

BrowserLink link_to(std::shared_ptr<http::Socket> const& socket) {
    BrowserLink link;
    link.socket = socket->id();
    std::weak_ptr<http::Socket> const weak = socket;
    link.send = [weak](std::string const& json) {
        if (auto const open = weak.lock()) open->send(std::make_shared<std::string const>(json));
    };
    link.close = [weak] {
        if (auto const open = weak.lock()) open->close(1000, "done");
    };
    return link;
}

http::SocketHandler desk_socket(BrowserSocketParts parts) {
    auto const admitted = std::make_shared<Admitted>();
    http::SocketHandler handler;
    handler.admit = [parts, admitted](http::Request const& request,
                                      std::function<void(std::optional<http::Answer>)> done) {
        parts.api.authenticate(request, [admitted, key = key_of(request),
                                         done = std::move(done)](people::Api::Admission admission) {
            if (!admission.actor) return done(std::move(admission.refusal));
            admitted->put(key, std::move(*admission.actor));
            done(std::nullopt);
        });
    };
    handler.open = [parts, admitted](http::Request const& request,
                                     std::shared_ptr<http::Socket> socket) -> http::SocketEvents {
        auto actor = admitted->take(key_of(request));
        if (!actor) {
            socket->close(close_session_ended, "sign in first");
            return {};
        }
        auto const id = socket->id();
        auto const end = ends_with_session(socket);
        auto const desk = std::make_shared<Desk>(parts, *actor, request.host, std::move(socket));
        parts.sessions.add(id, std::move(*actor), end);
        return {[desk](std::string const& text) { desk->take(text); }, [desk] { desk->gone(); }};
    };
    return handler;
}

std::map<std::string, http::SocketHandler> browser_sockets(BrowserSocketParts parts) {
    return {{"/api/live", desk_socket(parts)}, {"/api/call-button", call_button_socket(parts)}};
}

}  // namespace rufwerk

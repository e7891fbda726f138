#include "http/hub.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <vector>

namespace rufwerk::http {
namespace {
constexpr std::size_t kept_events = 256;
}

/// `seq` counts events; `kept` are the last ones as ready-made messages. Subscribing takes the topic's own
/// mutex while the snapshot is made, so that exactly the later events follow it; publishing waits for that,
/// the hub as a whole does not.
struct Hub::Topic {
    std::mutex mutex;
    std::uint64_t seq = 0;
    std::deque<std::pair<std::uint64_t, std::shared_ptr<std::string const>>> kept;
    std::map<std::uint64_t, std::weak_ptr<Socket>> listeners;
};

Hub::Hub(std::string boot, Snapshot snapshot) : boot_{std::move(boot)}, snapshot_{std::move(snapshot)} {}
Hub::~Hub() = default;

std::shared_ptr<Hub::Topic> Hub::topic_of(std::string const& name) {
    std::lock_guard const lock{mutex_};
    auto& topic = topics_[name];
    if (!topic) topic = std::make_shared<Topic>();
    return topic;
}

void Hub::publish(std::string const& name, std::string const& data) {
    auto const topic = topic_of(name);
    std::lock_guard const lock{topic->mutex};
    auto const seq = ++topic->seq;
    auto const message = std::make_shared<std::string const>(fmt::format(
        R"({{"type":"event","topic":{},"seq":{},"data":{}}})", json_string(shown_name(name)), seq, data));
    topic->kept.emplace_back(seq, message);
    if (topic->kept.size() > kept_events) topic->kept.pop_front();
    for (auto listener = topic->listeners.begin(); listener != topic->listeners.end();) {
        if (auto const socket = listener->second.lock()) {
            socket->send(message);
            ++listener;
        } else {
            listener = topic->listeners.erase(listener);
        }
    }
}

bool Hub::has_listeners(std::string const& name) {
    std::shared_ptr<Topic> topic;
    {
        std::lock_guard const lock{mutex_};
        auto const found = topics_.find(name);
        if (found == topics_.end()) return false;
        topic = found->second;
    }
    std::lock_guard const lock{topic->mutex};
    return !topic->listeners.empty();
}

void Hub::subscribe(std::shared_ptr<Socket> const& socket, std::string const& name, std::string const& boot,
                    std::optional<std::uint64_t> seen) {
    auto const topic = topic_of(name);
    std::lock_guard const lock{topic->mutex};
    topic->listeners[socket->id()] = socket;
    auto const seq = seen.value_or(0);
    bool const here = seen && boot == boot_ && seq <= topic->seq;
    bool const complete = seq == topic->seq || (!topic->kept.empty() && topic->kept.front().first <= seq + 1);
    if (here && complete) {
        for (auto const& [number, message] : topic->kept)
            if (number > seq) socket->send(message);
        return;
    }
    socket->send(std::make_shared<std::string const>(
        fmt::format(R"({{"type":"snapshot","topic":{},"boot":{},"seq":{},"data":{}}})",
                    json_string(shown_name(name)), json_string(boot_), topic->seq, snapshot_(name))));
}

void Hub::unsubscribe(std::uint64_t socket, std::string const& name) {
    auto const topic = topic_of(name);
    std::lock_guard const lock{topic->mutex};
    topic->listeners.erase(socket);
}

void Hub::forget(std::uint64_t socket) {
    std::vector<std::shared_ptr<Topic>> all;
    {
        std::lock_guard const lock{mutex_};
        for (auto const& [name, topic] : topics_)
            all.push_back(topic);
    }
    for (auto const& topic : all) {
        std::lock_guard const lock{topic->mutex};
        topic->listeners.erase(socket);
    }
}

std::string Hub::shown_name(std::string const& name) { return name.substr(0, name.find('/')); }

}  // namespace rufwerk::http

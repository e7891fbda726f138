#pragma once

#include "http/server.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

/// Fans state out to browsers by topic. A topic may have one audience per reader (`me/lena`,
/// `floor/nordheim`): the browser knows it by the part before the slash. Every event has the number of its
/// topic; a browser that was away resumes with {boot, seq} and gets what it missed, or a snapshot when that
/// is gone. See docs/realtime.md.
namespace rufwerk::http {

class Hub {
  public:
    /// A topic's whole state as JSON. Called on the subscriber's thread while events of that topic wait; must
    /// not publish.
    using Snapshot = std::function<std::string(std::string const& topic)>;

    Hub(std::string boot, Snapshot snapshot);
    ~Hub();

    /// Sends `data` (JSON) to all who listen to `topic`. Any thread; the last 256 events of each topic are
    /// kept.
    void publish(std::string const& topic, std::string const& data);
    bool has_listeners(std::string const& topic);

    /// The caller has checked that this socket may hear the topic. `seq`: the last event seen of this `boot`;
    /// without one the whole state is sent.
    void subscribe(std::shared_ptr<Socket> const& socket, std::string const& topic, std::string const& boot,
                   std::optional<std::uint64_t> seq);
    void unsubscribe(std::uint64_t socket, std::string const& topic);
    void forget(std::uint64_t socket);

  private:
    struct Topic;
    std::shared_ptr<Topic> topic_of(std::string const& name);
    static std::string shown_name(std::string const& name);

    std::string boot_;
    Snapshot snapshot_;
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<Topic>, std::less<>> topics_;  // as many as agents and clients
};

}  // namespace rufwerk::http

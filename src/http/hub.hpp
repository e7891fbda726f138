#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "http/server.hpp"

/// Fans state out to browsers by topic (`agent/agent001`, `floor`). Every event has the number of its topic; a browser
/// that was away resumes with {boot, seq} and gets what it missed, or a snapshot when that is gone. See docs/realtime.md.
namespace rufwerk::http {

class Hub {
  public:
    /// Gives a topic's whole state as JSON; called without locks held, from the subscriber's thread.
    using Snapshot = std::function<std::string(std::string const& topic)>;

    Hub(std::string boot, Snapshot snapshot);

    /// Sends `data` (JSON) to all who listen to `topic`. Any thread; keeps the last 256 events per topic.
    void publish(std::string const& topic, std::string data);

    /// The caller has checked that this socket may hear the topic.
    void subscribe(std::shared_ptr<Socket> const& socket, std::string const& topic, std::string const& boot,
                   std::uint64_t seq);
    void unsubscribe(std::uint64_t socket, std::string const& topic);
    void forget(std::uint64_t socket);

  private:
    struct Topic;
    std::string boot_;
    Snapshot snapshot_;
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<Topic>, std::less<>> topics_;
};

}  // namespace rufwerk::http

#pragma once

#include "base/clock.hpp"
#include "people/actor.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <functional>
#include <memory>

namespace rufwerk::people {

/// Tells who keeps something open for a signed-in person (a WebSocket) when that may no longer be: the
/// session has ended, in whatever way (signed out, new password, locked, expired), or the person's rights are
/// others than when it was opened. Looks into the database when rung and, for sessions that only grow old,
/// every `look_again`; while the database is away nobody is sent away. The database must outlive it.
class SessionWatch {
  public:
    enum class Ending : std::uint8_t { session_ended, rights_changed };
    /// Called once, on the watch's thread; must not block.
    using Ended = std::function<void(Ending)>;

    explicit SessionWatch(store::Database& database, Duration look_again = std::chrono::seconds{15});
    ~SessionWatch();
    SessionWatch(SessionWatch const&) = delete;
    SessionWatch& operator=(SessionWatch const&) = delete;

    /// `holder` is the caller's own number for what is open. What ended before this call is told as well.
    void add(std::uint64_t holder, Actor actor, Ended ended);
    void remove(std::uint64_t holder);
    /// Somebody knows that a session has ended. Any thread.
    void ring();
    /// Nobody is told any more once this returns; before what the told ones close is taken down.
    void stop();

  private:
    class Loop;
    std::shared_ptr<Loop> loop_;  // shared with the database's bell, which may ring after we are gone
};

}  // namespace rufwerk::people

#pragma once

#include "store/database.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace rufwerk::store {

/// What a use case has emitted. `position` orders the events of the house: a cause comes before its effect.
struct OutboxEvent {
    std::int64_t position = 0;
    std::string topic;
    std::string data;  // JSON
    Instant at{};
};

/// Hears of every event of its topics, in order, at least once, on a thread of its own. The handler runs in
/// the transaction that moves the consumer's cursor: what it writes there happens exactly once; what it does
/// outside may happen again. While a handler throws, the event is tried again (50 ms to 5 s) and nothing is
/// passed over; `trouble` and the log say so. A name that is new begins with the oldest event that is kept.
/// The database must outlive it.
class OutboxConsumer {
  public:
    using Handler = std::function<void(Transaction&, OutboxEvent const&)>;

    /// `name` is stable: it names the cursor. `topics` empty: all.
    OutboxConsumer(Database& database, std::string name, std::vector<std::string> topics, Handler handler);
    /// Ends after the events that are under way.
    ~OutboxConsumer();
    OutboxConsumer(OutboxConsumer const&) = delete;
    OutboxConsumer& operator=(OutboxConsumer const&) = delete;

    /// Empty when all is well.
    std::string trouble() const;

  private:
    class Loop;
    std::shared_ptr<Loop> loop_;  // shared with the database's bell, which may ring after we are gone
};

/// Deletes up to 1,000 events that every consumer has had and that are older than `before`; returns how many.
/// The newest stays, because positions go on from it.
std::int64_t forget_outbox(Transaction& transaction, Instant before);

}  // namespace rufwerk::store

#include "store/outbox.hpp"

#include "base/log.hpp"
#include "store/bell.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

namespace rufwerk::store {
namespace {

// Also without a ring, because another node may have emitted.
constexpr std::chrono::milliseconds look_again{1'000};
constexpr std::int64_t most_in_batch = 50;

std::int64_t locked_cursor(Transaction& transaction, std::string const& name) {
    auto const row =
        transaction.query_one("SELECT position FROM outbox_cursor WHERE consumer = $1 {for_update}", {name});
    if (row) return row->integer(0);
    transaction.execute("INSERT INTO outbox_cursor (consumer, position) VALUES ($1, 0)", {name});
    return 0;
}

std::vector<OutboxEvent> events_after(Transaction& transaction, std::int64_t position, std::int64_t most) {
    std::vector<OutboxEvent> events;
    for (auto const& row : transaction.query(
             "SELECT position, topic, data, at FROM outbox WHERE position > $1 ORDER BY position LIMIT $2",
             {position, most}))
        events.push_back({row.integer(0), row.text(1), row.text(2), from_ms(row.integer(3))});
    return events;
}

}  // namespace

class OutboxConsumer::Loop {
  public:
    Loop(Database& database, std::string name, std::vector<std::string> topics, Handler handler)
        : database_{database},
          name_{std::move(name)},
          topics_{std::move(topics)},
          handler_{std::move(handler)} {}

    void start(std::shared_ptr<Loop> const& self) {
        database_.on_emitted([weak = std::weak_ptr{self}] {
            if (auto const loop = weak.lock()) loop->bell_.ring();
        });
        thread_ = std::thread{[this] { run(); }};
    }

    void stop() {
        stopping_ = true;
        bell_.ring();
        thread_.join();
    }

    std::string trouble() const {
        std::lock_guard const lock{mutex_};
        return trouble_;
    }

  private:
    void run() {
        Backoff backoff;
        // One at a time after a fault, so that those before the broken event are not held up by it.
        auto most = most_in_batch;
        while (!stopping_) {
            try {
                auto const some = handle_batch(most);
                settle({});
                backoff.reset();
                if (!some) {
                    most = most_in_batch;
                    bell_.wait(look_again);
                }
            } catch (std::exception const& fault) {
                if (most == 1) settle(fault.what());
                bell_.wait(most == 1 ? backoff.next() : std::chrono::milliseconds{0});
                most = 1;
            }
        }
    }

    bool handle_batch(std::int64_t most) {
        bool some = false;
        database_.write_and_wait([&](Transaction& transaction) {
            auto const events = events_after(transaction, locked_cursor(transaction, name_), most);
            some = !events.empty();
            if (!some) return;
            for (auto const& event : events)
                if (wants(event.topic)) handler_(transaction, event);
            transaction.execute("UPDATE outbox_cursor SET position = $2 WHERE consumer = $1",
                                {name_, events.back().position});
        });
        return some;
    }

    bool wants(std::string const& topic) const {
        return topics_.empty() || std::find(topics_.begin(), topics_.end(), topic) != topics_.end();
    }

    void settle(std::string const& fault) {
        std::lock_guard const lock{mutex_};
        if (fault != trouble_)
            log::error(fault.empty() ? "outbox.recovered" : "outbox.trouble",
                       {{"consumer", name_}, {"fault", fault}});
        trouble_ = fault;
    }

    Database& database_;
    std::string name_;
    std::vector<std::string> topics_;
    Handler handler_;
    Bell bell_;
    std::atomic<bool> stopping_ = false;
    mutable std::mutex mutex_;
    std::string trouble_;
    std::thread thread_;
};

OutboxConsumer::OutboxConsumer(Database& database, std::string name, std::vector<std::string> topics,
                               Handler handler)
    : loop_{std::make_shared<Loop>(database, std::move(name), std::move(topics), std::move(handler))} {
    loop_->start(loop_);
}

OutboxConsumer::~OutboxConsumer() { loop_->stop(); }

std::string OutboxConsumer::trouble() const { return loop_->trouble(); }

std::int64_t forget_outbox(Transaction& transaction, Instant before) {
    return transaction.execute(
        "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE at < $1"
        " AND position <= (SELECT coalesce(min(position), 0) FROM outbox_cursor)"
        " AND position < (SELECT max(position) FROM outbox) ORDER BY position LIMIT 1000)",
        {to_ms(before)});
}

}  // namespace rufwerk::store

#include "call/ingest_runner.hpp"

#include "base/log.hpp"
#include "call/ingest.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace rufwerk::call {
namespace {

constexpr std::size_t entries_per_transaction = 500;
constexpr std::chrono::seconds retry_after{1};

}  // namespace

struct IngestRunner::Inside {
    Inside(store::Database& database_in, store::Journal& journal_in, std::string node_in)
        : database{database_in}, journal{journal_in}, node{std::move(node_in)} {}

    store::Database& database;
    store::Journal& journal;
    std::string const node;
    std::mutex mutex;
    std::condition_variable changed;
    std::int64_t durable = 0;
    std::int64_t ingested = 0;
    bool stopping = false;
    std::thread thread;

    void run() {
        while (true) {
            std::unique_lock lock{mutex};
            changed.wait(lock, [&] { return stopping || durable > ingested; });
            if (stopping) return;
            auto const from = ingested;
            lock.unlock();
            auto const reached = step(from);
            lock.lock();
            if (reached > ingested) {
                ingested = reached;
                changed.notify_all();
            } else {
                changed.wait_for(lock, retry_after, [&] { return stopping; });
            }
        }
    }

    /// One transaction; gives the position reached, which is `from` when it failed.
    std::int64_t step(std::int64_t from) {
        try {
            auto const entries = journal.read_after(from, entries_per_transaction);
            if (entries.empty()) return from;
            database.write_and_wait(
                [&](store::Transaction& transaction) { ingest(transaction, node, entries); });
            return entries.back().position;
        } catch (std::exception const& error) {
            log::error("journal.ingest_failed", {{"after", from}, {"error", error.what()}});
            return from;
        }
    }
};

IngestRunner::IngestRunner(store::Database& database, store::Journal& journal, std::string node)
    : inside_{std::make_shared<Inside>(database, journal, std::move(node))} {
    database.read_and_wait([this](store::Transaction& transaction) {
        inside_->ingested = ingested_position(transaction, inside_->node);
    });
    journal.on_durable([inside = inside_](std::int64_t watermark) {
        std::lock_guard const lock{inside->mutex};
        inside->durable = std::max(inside->durable, watermark);
        inside->changed.notify_all();
    });
    {
        std::lock_guard const lock{inside_->mutex};
        inside_->durable = std::max(inside_->durable, journal.durable());
    }
    inside_->thread = std::thread{[inside = inside_.get()] { inside->run(); }};
}

IngestRunner::~IngestRunner() {
    {
        std::lock_guard const lock{inside_->mutex};
        inside_->stopping = true;
        inside_->changed.notify_all();
    }
    inside_->thread.join();
}

std::int64_t IngestRunner::position() const {
    std::lock_guard const lock{inside_->mutex};
    return inside_->ingested;
}

void IngestRunner::wait_for(std::int64_t position) {
    std::unique_lock lock{inside_->mutex};
    inside_->changed.wait(lock, [&] { return inside_->ingested >= position; });
}

}  // namespace rufwerk::call

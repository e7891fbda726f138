#include "store/checkpointer.hpp"

#include "base/log.hpp"

namespace rufwerk::store {
namespace {

// Pages of 4 KiB: 8 MiB and 128 MiB.
constexpr int worth_it_pages = 2'000;
constexpr int too_long_pages = 32'000;

void try_checkpoint(SqliteConnection& connection, Checkpoint kind) {
    try {
        connection.checkpoint(kind);
    } catch (std::exception const& fault) {
        // Nothing is lost: the log still has it all, and the next commit asks again.
        log::warning("store.checkpoint_failed", {{"fault", fault.what()}});
    }
}

}  // namespace

Checkpointer::Checkpointer(SqliteFile const& file)
    : connection_{file, Access::write}, thread_{[this] { run(); }} {}

Checkpointer::~Checkpointer() {
    {
        std::lock_guard const lock{mutex_};
        ended_ = true;
    }
    wanted_.notify_one();
    thread_.join();
}

void Checkpointer::committed(SqliteConnection& writer) {
    if (writer.log_pages() < worth_it_pages) return;
    if (writer.log_pages() >= too_long_pages) return try_checkpoint(writer, Checkpoint::restart);
    {
        std::lock_guard const lock{mutex_};
        due_ = true;
    }
    wanted_.notify_one();
}

void Checkpointer::run() {
    std::unique_lock lock{mutex_};
    while (!ended_) {
        wanted_.wait(lock, [&] { return due_ || ended_; });
        if (ended_) return;
        due_ = false;
        lock.unlock();
        try_checkpoint(connection_, Checkpoint::passive);
        lock.lock();
    }
}

}  // namespace rufwerk::store

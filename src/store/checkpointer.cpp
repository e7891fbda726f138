#include "store/checkpointer.hpp"

#include "base/log.hpp"

namespace rufwerk::store {
namespace {

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
    : connection_{file, Access::write}, worth_it_pages_{file.log_pages}, thread_{[this] { run(); }} {}

Checkpointer::~Checkpointer() {
    {
        std::lock_guard const lock{mutex_};
        ended_ = true;
    }
    wanted_.notify_one();
    thread_.join();
}

void Checkpointer::committed(SqliteConnection& writer) {
    if (writer.log_pages() < worth_it_pages_) return;
    if (writer.log_pages() / 16 >= worth_it_pages_) return try_checkpoint(writer, Checkpoint::restart);
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

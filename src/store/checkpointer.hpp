#pragma once

#include "store/sqlite_connection.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace rufwerk::store {

/// Moves the log of a SQLite file into the file from a thread and a connection of its own, so that no use
/// case waits for it. The log file itself is kept: writing over it is many times faster than growing it.
class Checkpointer {
  public:
    explicit Checkpointer(SqliteFile const& file);
    ~Checkpointer();

    /// After a commit. When the log outgrows this thread because commits never pause, the writer itself waits
    /// for a checkpoint: the log stays bounded.
    void committed(SqliteConnection& writer);

  private:
    void run();

    SqliteConnection connection_;
    int worth_it_pages_;
    std::mutex mutex_;
    std::condition_variable wanted_;
    bool due_ = false;
    bool ended_ = false;
    std::thread thread_;
};

}  // namespace rufwerk::store

#pragma once

#include "store/database.hpp"
#include "store/journal.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace rufwerk::call {

/// A thread that follows the journal into the business database, at most 500 entries a transaction. While the
/// database is away it tries again every second: the journal keeps everything meanwhile.
class IngestRunner {
  public:
    /// Hears of new entries by `journal.on_durable`. Both must outlive it.
    IngestRunner(store::Database& database, store::Journal& journal, std::string node);
    ~IngestRunner();

    /// The last position that is in the database. Any thread.
    std::int64_t position() const;
    /// Waits until everything up to `position` is in the database. For a clean end and for tests.
    void wait_for(std::int64_t position);

  private:
    struct Inside;
    // Shared with the journal's notice, which may still come when this is gone.
    std::shared_ptr<Inside> inside_;
};

}  // namespace rufwerk::call

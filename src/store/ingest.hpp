#pragma once

#include "store/database.hpp"
#include "store/journal.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace rufwerk::store {

struct IngestOptions {
    /// Whose journal this is; each node has a cursor of its own.
    std::string node = "main";
    /// Entries in one transaction: small enough that others need not wait long for the writer.
    std::size_t most_in_batch = 100;
};

/// Carries the journal into the business database, in order and exactly once: the cursor moves in the
/// transaction that takes the entries in. Has a thread of its own, woken by the journal. While the database
/// is away or an entry cannot be taken in it tries again (50 ms to 5 s), says so in the log and in `trouble`,
/// and passes nothing over. Journal and database must outlive it; the journal may be closed before.
class Ingest {
  public:
    /// May be called several times for an entry, but only one of the calls is committed.
    using Take = std::function<void(Transaction&, JournalEntry const&)>;

    Ingest(Journal& journal, Database& database, Take take, IngestOptions options = {});
    /// Ends after the batch that is under way.
    ~Ingest();
    Ingest(Ingest const&) = delete;
    Ingest& operator=(Ingest const&) = delete;

    /// Up to here the business database has it all; -1 before the database has been asked.
    std::int64_t position() const;
    /// Waits until `position` is taken in; for tests and the start.
    void wait_until(std::int64_t position);
    /// Empty when all is well.
    std::string trouble() const;

  private:
    class Loop;
    std::shared_ptr<Loop> loop_;  // shared with the journal's bell, which may ring after we are gone
};

}  // namespace rufwerk::store

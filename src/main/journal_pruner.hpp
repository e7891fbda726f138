#pragma once

#include "base/clock.hpp"
#include "store/bell.hpp"
#include "store/ingest.hpp"

#include <atomic>
#include <thread>

namespace rufwerk {

/// Keeps the journal's file from growing for ever: at the start and every hour it lets go of what the
/// business database has and what is older than `keep`.
class JournalPruner {
  public:
    JournalPruner(store::Journal& journal, store::Ingest const& ingest, Clock const& clock, Duration keep);
    ~JournalPruner();
    JournalPruner(JournalPruner const&) = delete;
    JournalPruner& operator=(JournalPruner const&) = delete;

  private:
    void run();

    store::Journal& journal_;
    store::Ingest const& ingest_;
    Clock const& clock_;
    Duration keep_;
    store::Bell bell_;
    std::atomic<bool> ended_ = false;
    std::thread thread_;
};

}  // namespace rufwerk

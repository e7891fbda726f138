#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

/// The truth about calls: an append-only SQLite file of its own (WAL, synchronous=FULL) with a thread of its
/// own.
namespace rufwerk::store {

/// One fact. `stream` groups facts that are numbered gap-free from 1 (a call's id; 0: the house itself, e.g.
/// an agent's presence); `seq` is its number there. An entry of kind "closed" closes its stream. `data` is
/// JSON.
struct JournalEntry {
    std::int64_t position = 0;  // given by the journal: 1, 2, 3 … without gaps
    std::int64_t stream = 0;
    std::int64_t seq = 0;
    Instant at{};
    std::string kind;
    std::string data;
};

class Journal {
  public:
    virtual ~Journal() = default;
    /// Appends and returns the position. Never waits; called by one thread (the switch). Room was promised by
    /// a credit when the call was admitted; running out of room for an admitted call is a broken invariant.
    virtual std::int64_t append(JournalEntry entry) = 0;
    /// All positions up to this one are on disk. Any thread.
    virtual std::int64_t durable() const = 0;
    /// Called on the journal's thread whenever the watermark has moved. Every one given is called; it must
    /// not throw or block, and may be called until `close`, so it holds what it needs.
    virtual void on_durable(std::function<void(std::int64_t watermark)> notify) = 0;
    /// Credits: room for `entries` more. False when there is none (queue full, disk full, write error): do
    /// not admit the call (503 and Retry-After). `give_back` what a call has not used.
    [[nodiscard]] virtual bool take_credit(int entries) = 0;
    virtual void give_back(int entries) = 0;
    /// Why no credit is given at present ("disk full"), empty when healthy. Any thread.
    virtual std::string trouble() const = 0;
    /// Entries after `position` in order, at most `most`; only durable ones. Any thread.
    virtual std::vector<JournalEntry> read_after(std::int64_t position, std::size_t most) const = 0;
    /// Where to begin (as `position` of read_after) to meet every entry since `at`, all entries of each
    /// stream that is not closed, and little else: a start does not take longer the older the file is.
    virtual std::int64_t begin_for(Instant at) const = 0;
    /// The last entries of stream 0 in order, at most `most`; only durable ones. Any thread.
    virtual std::vector<JournalEntry> last_of_house(std::size_t most) const = 0;
    /// Asks for the removal of what is older than `before`, has been ingested (positions up to `ingested`)
    /// and belongs to no stream that is open; the newest entries of the house and the very last entry stay.
    /// Done on the journal's thread in small groups, whenever nothing waits to be written. Any thread.
    virtual void prune(Instant before, std::int64_t ingested) = 0;
    /// The highest position that was removed, 0 when none was. Any thread.
    virtual std::int64_t pruned() const = 0;
    /// Makes everything durable, then ends the thread. With a disk that stays in trouble it gives up after
    /// `close_patience_ms` and logs how many entries were lost. Nothing is appended afterwards.
    virtual void close() = 0;
};

struct JournalOptions {
    std::string file;
    std::string vfs = {};  // for tests: the layer under SQLite that loses power or room
    int log_pages = 2'000;
    std::size_t most_waiting = 200'000;
    int close_patience_ms = 5'000;
    /// Who is on shift stands in the latest entries of the house; so many of them are never pruned.
    std::size_t house_kept = 20'000;
    std::size_t prune_group = 500;
};

/// Goes on with the numbers of what the file holds; all of that is on disk when this returns. Throws Problem
/// unavailable when the file cannot be opened or written.
std::unique_ptr<Journal> open_journal(JournalOptions const& options);
std::unique_ptr<Journal> open_journal(std::string const& file);

}  // namespace rufwerk::store

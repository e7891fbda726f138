#pragma once

#include "store/database.hpp"
#include "store/journal.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// From the journal into the business database: the rows of the call list, and the journal of each call
/// beside them.
namespace rufwerk::call {

/// The last position of this node's journal that the database has; 0 before the first.
std::int64_t ingested_position(store::Transaction& transaction, std::string const& node);

/// Folds entries, in the order of their positions, into `call` and `call_journal`, and moves the cursor;
/// entries at or below the cursor are passed over, so that it may be run twice. The meaning of the kinds:
/// call/fact.hpp; kinds it does not know are kept in the call's journal and change nothing else. A database
/// that has other entries than this journal says (a journal of another house) throws Problem conflict
/// "journal.gap".
void ingest(store::Transaction& transaction, std::string const& node,
            std::vector<store::JournalEntry> const& entries);

}  // namespace rufwerk::call

#pragma once

#include "store/database.hpp"
#include "store/journal.hpp"

/// From the journal into the business database: the rows of the call list, and the journal of each call
/// beside them.
namespace rufwerk::call {

/// Folds one entry into `call` and `call_journal`: what store::Ingest is given to take in. The meaning of the
/// kinds: call/fact.hpp; kinds it does not know are kept in the call's journal and change nothing else; the
/// house's own stream 0 is passed over. Taking an entry in twice is taking it in once.
void ingest(store::Transaction& transaction, store::JournalEntry const& entry);

}  // namespace rufwerk::call

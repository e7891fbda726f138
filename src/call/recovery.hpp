#pragma once

#include "call/row.hpp"
#include "store/journal.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace rufwerk::call {

/// Reads the journal of the process before, entry by entry in order of position, and keeps only what the next
/// process needs: calls that have not closed, who was on shift, the figures of the day.
class Recovery {
  public:
    /// `day_began`: the last local midnight.
    explicit Recovery(Instant day_began) : day_began_{day_began} {}
    /// Entries of unknown kinds are passed over; data that is not what fact.hpp says counts as absent.
    void take(store::JournalEntry const& entry);

    struct OpenCall {
        std::int64_t seq = 0;
        bool ended = false;
        CallRow row;
        std::map<int, std::string> dialogs;  // by leg
    };
    struct Shift {
        std::string state;  // "ready", "pause", "offline"
        std::string reason;
        bool by_supervisor = false;
    };
    struct Figures {
        std::uint32_t abandoned = 0;
        std::map<Duration, std::uint32_t> waited;  // answered calls by how long they had waited
    };
    std::map<std::int64_t, OpenCall> const& open_calls() const { return open_; }
    std::map<std::string, Shift> const& shifts() const { return shifts_; }
    std::map<std::string, Figures> const& figures() const { return figures_; }
    std::int64_t house_seq() const { return house_seq_; }

  private:
    void take_house(store::JournalEntry const& entry);
    void take_call(store::JournalEntry const& entry);

    Instant day_began_;
    std::map<std::int64_t, OpenCall> open_;
    std::map<std::string, Shift> shifts_;
    std::map<std::string, Figures> figures_;
    std::int64_t house_seq_ = 0;
};

}  // namespace rufwerk::call

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// The facts that go into the journal. Stream = the call's id, seq gap-free from 1; stream 0 is the house
/// itself. Times inside `data` are milliseconds since 1970; the time of the fact itself is the entry's `at`.
/// Kind: data → what it sets in the call's row.
///
/// - arrived: client, queue, number, called, trunk, button, caller (or null), caller_name → started_at
/// - answering: leg, dialog (none for a call button): our 200 is on its way; it leaves when this is durable
/// - confirmed: leg: the ACK
/// - dialog: leg, dialog: it has changed
/// - queued: queue → queued_at
/// - offered: agent, leg, until
/// - offer_ended: agent, why (rang_out, declined, busy, unreachable, phone_lost)
/// - agent_answered: agent, leg, dialog (none for a browser): our ACK leaves when this is durable
///   → answered_at, when it is the first
/// - connected: agent: both hear each other
/// - agent_away, agent_back: agent: the page with the telephone is gone, is there again
/// - held: agent; resumed: agent, held_ms: the caller heard music in between
/// - returned: agent, why (agent_lost, agent_hung_up_before_connected): the caller waits again at the head
/// - ended: reason, agent (or null), queued_at, offered_at, answered_at (or null), wait_ms, talk_ms
/// - closed: nothing: all legs are gone
/// - wrapped_up: agent, wrap_up_ms
/// - presence (stream 0): login, state (ready, pause, offline), reason, by_supervisor
///
/// `ended` holds all that a row of the call list needs besides `arrived`. Of a call with very many offers the
/// later ones are left out, so that a call never needs more than kEntriesPerCall: see Room.
namespace rufwerk::call {

inline constexpr int kEntriesPerCall = 64;
inline constexpr int kOptionalEntriesMost = 48;

/// A fact is written as long as its call has fewer entries than this.
enum class Room : std::uint8_t {
    needed = kEntriesPerCall,      // happens a few times in any call
    talk = kEntriesPerCall - 8,    // who has answered and where the telephone is; `needed` keeps the rest
    story = kOptionalEntriesMost,  // may happen without end: offers, hold
};

struct Fact {
    std::string kind;
    std::string data;
    Room room = Room::needed;
};

/// A flat JSON object, member by member.
class FactData {
  public:
    FactData& text(std::string_view name, std::string_view value);
    FactData& number(std::string_view name, std::int64_t value);
    FactData& flag(std::string_view name, bool value);
    FactData& null(std::string_view name);
    std::string done() const { return json_ + "}"; }

  private:
    void name(std::string_view name);
    std::string json_ = "{";
};

}  // namespace rufwerk::call

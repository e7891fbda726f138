#include "call/ingest.hpp"

#include "call/call_list.hpp"
#include "wire/wire.hpp"

#include <functional>
#include <map>
#include <optional>

namespace rufwerk::call {
namespace {

/// The data of one fact. What is not there, or is of another type, counts as absent: the journal is the
/// truth, and taking it in must not stop at an entry.
class FactReader {
  public:
    explicit FactReader(std::string const& json) {
        wire::Faults faults;
        data_ = wire::parse(json, faults).value_or(wire::json::value{});
    }

    std::optional<std::string> optional_text(std::string_view name) const {
        auto const* value = member(name);
        if (!value || !value->is_string()) return std::nullopt;
        auto const& text = value->get_string();
        return std::string{text.data(), text.size()};
    }
    std::string text(std::string_view name) const { return optional_text(name).value_or(""); }

    store::Value text_or_null(std::string_view name) const {
        auto value = optional_text(name);
        return value ? store::Value{std::move(*value)} : store::Value{nullptr};
    }
    store::Value number_or_null(std::string_view name) const {
        auto const* value = member(name);
        return value && value->is_int64() ? store::Value{value->get_int64()} : store::Value{nullptr};
    }

  private:
    wire::json::value const* member(std::string_view name) const {
        auto const* object = data_.if_object();
        return object ? object->if_contains(name) : nullptr;
    }
    wire::json::value data_;
};

using Fold = std::function<void(store::Transaction&, store::JournalEntry const&, FactReader const&)>;

void arrived(store::Transaction& transaction, store::JournalEntry const& entry, FactReader const& fact) {
    auto const caller = fact.optional_text("caller");
    auto const digits = searched_digits(caller.value_or(""));
    std::string const reversed{digits.rbegin(), digits.rend()};
    transaction.execute(
        "INSERT INTO call (id, direction, client, queue, number, caller, caller_digits, caller_reversed, "
        "caller_name, "
        "started_ms, note) VALUES ($1, 'inbound', $2, $3, $4, $5, $6, $7, $8, $9, '') ON CONFLICT (id) DO "
        "NOTHING",
        {entry.stream, fact.text("client"), fact.text("queue"), fact.text("number"),
         fact.text_or_null("caller"), digits, reversed, fact.text("caller_name"), to_ms(entry.at)});
}

void queued(store::Transaction& transaction, store::JournalEntry const& entry, FactReader const&) {
    transaction.execute("UPDATE call SET queued_ms = COALESCE(queued_ms, $1) WHERE id = $2",
                        {to_ms(entry.at), entry.stream});
}

void offered(store::Transaction& transaction, store::JournalEntry const& entry, FactReader const&) {
    transaction.execute("UPDATE call SET offered_ms = $1 WHERE id = $2", {to_ms(entry.at), entry.stream});
}

/// The call belongs to who answered it last; it counts as answered from the first time.
void agent_answered(store::Transaction& transaction, store::JournalEntry const& entry,
                    FactReader const& fact) {
    transaction.execute("UPDATE call SET answered_ms = COALESCE(answered_ms, $1), agent = $2 WHERE id = $3",
                        {to_ms(entry.at), fact.text("agent"), entry.stream});
}

/// Says once more what offers left out of a very long call would have said.
void ended(store::Transaction& transaction, store::JournalEntry const& entry, FactReader const& fact) {
    transaction.execute(
        "UPDATE call SET ended_ms = $1, end_reason = $2, queued_ms = COALESCE(queued_ms, $3), "
        "offered_ms = COALESCE(offered_ms, $4), answered_ms = COALESCE(answered_ms, $5), "
        "agent = CASE WHEN COALESCE(answered_ms, $5) IS NULL THEN agent ELSE COALESCE(agent, $6) END WHERE "
        "id = $7",
        {to_ms(entry.at), fact.text("reason"), fact.number_or_null("queued_at"),
         fact.number_or_null("offered_at"), fact.number_or_null("answered_at"), fact.text_or_null("agent"),
         entry.stream});
}

/// The one place where kinds of the journal get their meaning for the call list.
Fold const* fold_of(std::string const& kind) {
    static std::map<std::string, Fold, std::less<>> const folds{{"arrived", arrived},
                                                                {"queued", queued},
                                                                {"offered", offered},
                                                                {"agent_answered", agent_answered},
                                                                {"ended", ended}};
    auto const found = folds.find(kind);
    return found == folds.end() ? nullptr : &found->second;
}

void keep(store::Transaction& transaction, store::JournalEntry const& entry) {
    transaction.execute(
        "INSERT INTO call_journal (call, seq, client, position, at_ms, kind, data) VALUES ($1, $2, "
        "COALESCE((SELECT client FROM call WHERE id = $1), ''), $3, $4, $5, $6) ON CONFLICT (call, seq) DO "
        "NOTHING",
        {entry.stream, entry.seq, entry.position, to_ms(entry.at), entry.kind, entry.data});
}

}  // namespace

void ingest(store::Transaction& transaction, store::JournalEntry const& entry) {
    if (entry.stream == 0) return;
    if (auto const* fold = fold_of(entry.kind)) (*fold)(transaction, entry, FactReader{entry.data});
    keep(transaction, entry);
}

}  // namespace rufwerk::call

#pragma once

#include "call/machine.hpp"
#include "call/recovery.hpp"
#include "floor/floor.hpp"
#include "store/journal.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rufwerk::call {

/// An agent's or supervisor's wish that was not granted: a stable code and a sentence. HTTP: `not_found` 404,
/// else 409.
struct Refusal {
    std::string code;  // "call.not_offered", "presence.phone_missing", …
    std::string detail;
    bool not_found = false;
    std::string field{};  // the input that is wrong, when it is none of time and state
};

struct Outputs {
    std::vector<store::JournalEntry> journal;  // in order; the journal gives the positions
    std::vector<Command> commands;             // in order
    std::vector<CallRow> calls;                // rows that have changed, as they now are
    std::vector<std::string> agents;           // logins whose AgentRow or SelfView has changed; no doubles
    std::vector<std::string> queues;           // keys whose QueueRow has changed; no doubles
    std::optional<Refusal> refusal;            // only for the inputs of agents and supervisors
};

struct Options {
    std::string country = "49";      // of numbers without a country code
    std::size_t calls_max = 20'000;  // open ones; beyond it a caller gets 503 and Retry-After
    Limits limits;
    floor::Limits floor_limits;
};

/// The floor and all calls as one pure machine: production and simulator run this same object. One thread.
///
/// The runner, for every output, in this order:
/// 1. append all `journal` entries, in order, remembering the position p of each;
/// 2. carry out `commands`, in order. One with after_entries = n > 0 is held until the durable watermark has
/// reached the
///    position of entry n (counted from 1). While a command of a leg is held, later ones of that leg wait
///    behind it, except HangUp, Refuse and DropLeg, which throw away what is held of their leg and go at
///    once; so does LegEnded;
/// 3. publish `calls`, `agents` and `queues`; answer the HTTP request behind the input: with the refusal at
/// once, else with
///    2xx when all entries of this output are durable;
/// 4. call apply(TimePassed) at next_deadline(), a moment later at the worst.
/// Events that a command causes are later inputs, never calls from within. After LegEnded and after HangUp,
/// Refuse and DropLeg the runner closes the leg's media. Holds and other re-INVITEs are answered by the
/// runner; the Switchboard does not care. When a call is told closed (its row has ended_at and
/// `is_open(call)` is false) what is left of its journal credit goes back.
///
/// A caller for a number nobody has gets Refuse 404 without a journal entry: nothing was acknowledged.
class Switchboard {
  public:
    explicit Switchboard(Options options = {});
    ~Switchboard();

    Outputs apply(Instant now, Input const& input);
    std::optional<Instant> next_deadline() const;

    /// The first input after construction and CentreChanged when there is a journal: `recovery` has read all
    /// of it.
    Outputs restore(Instant now, Recovery const& recovery);

    std::optional<AgentRow> agent_view(std::string_view login) const;
    std::optional<QueueRow> queue_view(std::string_view key);
    std::optional<SelfView> self_view(std::string_view login);
    FloorView floor_view();
    std::size_t calls_open() const { return calls_.size(); }
    bool is_open(CallId call) const { return calls_.contains(call.value); }

    /// For the simulator: empty when everything is as it must be, else what is not.
    std::string fault(bool thorough);
    floor::Floor const& floor() const { return floor_; }
    Machine const* machine(CallId call) const;
    std::vector<CallId> open_calls() const;

  private:
    struct Call {
        Call(Limits const& limits, Route route) : machine{limits, std::move(route)} {}
        Machine machine;
        std::int64_t seq = 0;
        std::optional<Instant> deadline;
        bool closed_written = false;
        bool wrapping = false;  // an agent is in wrap-up for it
        bool counted = false;   // as answered
        bool end_counted = false;
    };
    struct Figures {
        std::uint32_t answered = 0;
        std::uint32_t abandoned = 0;
        std::uint32_t answered_within = 0;
    };
    struct Desk {  // what is kept per agent
        std::optional<CallId> wrapping;
        Instant wrapping_since{};
        floor::Presence journaled = floor::Presence::offline;
        std::string phone_lost;  // why
    };

    // switchboard.cpp: legs and calls
    void on(CallerArrived const& input);
    void on(LegConfirmed const& input);
    void on(LegAnswered const& input);
    void on(LegEnded const& input);
    void on(LegDialog const& input);
    void on(LegMedia const& input);
    void on(TimePassed const& input);
    std::optional<Route> route_of(CallerArrived const& input) const;
    Call* find(CallId call);
    void take(Call& call, Steps steps);
    void take_notice(Call& call, Notice notice);
    void after(Call& call);
    void forget_if_done(std::int64_t id);
    Outputs finish_turn();
    void journal(Call& call, Fact fact);
    void journal_house(std::string kind, std::string data);
    void count_answer(Call& call);
    void count_end(Call& call);
    void note_wrap_up(Call& call);
    void pump();
    void hear(floor::Output const& output);
    void agent_changed(floor::AgentKey key);

    // desk.cpp: agents and supervisors
    void on(PhoneAttached const& input);
    void on(PhoneLost const& input);
    void on(SetPresence const& input);
    void on(AnswerCall const& input);
    void on(DeclineCall const& input);
    void on(HangUpCall const& input);
    void on(HoldCall const& input);
    void on(ResumeCall const& input);
    void on(ExtendWrapUp const& input);
    void on(FinishWrapUp const& input);
    void on(CentreChanged const& input);
    void resume_shift(std::string const& login, Recovery::Shift const& shift);
    void resume_figures(Recovery const& recovery);
    void end_orphan(Recovery::OpenCall const& call);
    void on(DayBegan const& input);
    /// The agent's call in this state of the agent; nullptr after refusing.
    Call* own_call(std::string const& login, CallId call, floor::AgentState state);
    Call* present_call(floor::AgentKey agent);
    Desk& desk(floor::AgentKey agent);
    void journal_presence(std::string const& login, std::string_view state, std::string const& reason,
                          bool by_supervisor);
    void refuse_as(floor::Refused::Why why);
    void refuse(std::string code, std::string detail, bool not_found = false);

    // view.cpp
    AgentRow agent_row(floor::AgentKey key, Agent const& agent) const;
    std::optional<SelfCall> self_call(floor::AgentKey key, Agent const& agent) const;
    SelfCall call_details(Machine const& machine, Agent const& agent) const;
    QueueRow queue_row(Queue const& queue);

    /// Gives the floor an input and hears what it says; the refusal when it refused.
    std::optional<floor::Refused::Why> tell_floor(floor::Input const& input);

    Options options_;
    std::shared_ptr<Centre const> centre_;
    floor::Floor floor_;
    std::map<std::int64_t, Call> calls_;
    std::set<std::pair<Instant, std::int64_t>> deadlines_;
    std::deque<std::pair<std::int64_t, Notice>> notices_;
    std::vector<Desk> desks_;  // by AgentKey
    std::map<std::string, Figures, std::less<>> figures_;
    std::int64_t house_seq_ = 0;
    Instant now_{};
    Outputs out_;
    std::set<std::uint32_t> agents_changed_;
    std::set<std::uint32_t> queues_changed_;
    std::set<std::int64_t> calls_changed_;
    std::set<std::int64_t> to_forget_;
};

}  // namespace rufwerk::call

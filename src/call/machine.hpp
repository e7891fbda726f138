#pragma once

#include "call/command.hpp"
#include "call/fact.hpp"
#include "call/row.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace rufwerk::call {

/// The deadlines of a call's legs. Waiting, offered and wrap-up have theirs in the floor (floor::Timed).
enum class Timed : std::uint8_t {
    customer_ringing,    // not answered before an agent has: carriers give up at about three minutes
    customer_answering,  // 200 without ACK; the SIP layer gives up at 32 s
    greeting,            // played, but nobody told
    connecting,          // the agent has answered, the caller's ACK is missing
    away,                // the page with the agent's telephone is being loaded again
    whole_call,
    leg_closing,  // hung up, but LegEnded did not come
};
inline constexpr int kTimedCount = 7;

struct Limits {
    Duration customer_ringing = std::chrono::seconds{175};
    Duration customer_answering = std::chrono::seconds{40};
    Duration greeting = std::chrono::minutes{10};  // the longest sound there is; known lengths get 2 s more
    Duration connecting = std::chrono::seconds{35};
    Duration away = std::chrono::seconds{20};
    Duration whole_call = std::chrono::hours{4};
    Duration leg_closing = std::chrono::seconds{40};
    std::optional<Timed> forget;  // tests only: this deadline is never set
};

/// What a call tells the floor.
enum class Notice : std::uint8_t {
    enqueue,
    answered,
    declined,
    failed,
    returned_agent_lost,
    returned_declined,
    ended_talked,
    ended_silent,  // nothing was said: no wrap-up
};

struct Step {
    explicit Step(Fact fact) : what{std::in_place_type<Fact>, std::move(fact)} {}
    explicit Step(CommandBody body, bool held = false)
        : what{std::in_place_type<CommandBody>, std::move(body)}, held{held} {}
    explicit Step(Notice notice) : what{std::in_place_type<Notice>, notice} {}

    std::variant<Fact, CommandBody, Notice> what;
    bool held = false;  // a command that waits for all facts so far
};
using Steps = std::vector<Step>;

/// Where a call goes, looked up from the number that was called.
struct Route {
    std::string number;
    std::string client;
    std::string client_name;
    std::string queue;
    AnswerWhen answer = AnswerWhen::at_once;
    std::string greeting_audio;
    std::string music_audio;
};

/// One inbound call: the customer's leg and the leg of the agent it is offered to. Pure. What is done with an
/// agent whose telephone fails in mid-call: a browser telephone has Limits::away to come back (a page being
/// loaded again) while the caller hears music; then, as at once with a SIP telephone, the caller goes back to
/// the head of the queue, once in a call, because somebody who was cut off by our fault does not want to dial
/// again; the second time the call ends with agent_lost.
class Machine {
  public:
    enum class Stage : std::uint8_t { greeting, waiting, offered, connecting, talking, away, ended };
    enum class Customer : std::uint8_t { ringing, answering, up, closing, gone };

    Machine(Limits const& limits, Route route) : limits_{limits}, route_{std::move(route)} {}

    // -- from the legs
    Steps arrived(Instant now, CallerArrived const& arrived);
    Steps confirmed(Instant now, LegConfirmed const& event);
    Steps answered(Instant now, LegAnswered const& event);
    Steps leg_ended(Instant now, LegEnded const& event);
    Steps dialog(Instant now, LegDialog const& event);
    Steps media(Instant now, LegMedia const& event);
    Steps phone_attached(Instant now);
    Steps phone_lost(Instant now);
    // -- from the agent
    Steps agent_answers(Instant now);
    Steps agent_declines(Instant now);
    Steps agent_hangs_up(Instant now);
    /// Only when may_hold().
    Steps agent_holds(Instant now);
    /// Only when held_since().
    Steps agent_resumes(Instant now);
    // -- from the floor
    /// `phone`: "browser" or a SIP URI.
    Steps offered(Instant now, std::string const& login, std::string const& phone, Instant until);
    Steps offer_ended(Instant now, std::string_view why);
    /// The work has left the floor without the call's doing.
    Steps out_of_floor(Instant now, EndReason reason);
    Steps time_passed(Instant now);

    std::optional<Instant> next_deadline() const;
    CallRow const& row() const { return row_; }
    Route const& route() const { return route_; }
    Stage stage() const { return stage_; }
    Instant stage_since() const { return stage_since_; }
    Customer customer() const { return customer_; }
    Instant customer_since() const { return customer_since_; }
    std::size_t legs_closing() const { return closing_.size(); }
    /// Since when the leg that has been closing for longest is closing.
    std::optional<Instant> closing_since() const;
    bool may_hold() const { return stage_ == Stage::talking && !held_since_; }
    /// Since when the caller is on hold. Outlives the agent's page being loaded again.
    std::optional<Instant> held_since() const { return held_since_; }
    bool with_browser() const { return agent_leg_ == 0; }
    /// All legs are gone: the machine may be thrown away.
    bool closed() const { return stage_ == Stage::ended && customer_ == Customer::gone && closing_.empty(); }

  private:
    struct Closing {
        int leg;
        Instant since;
        std::optional<Instant> until;
    };

    void fact(std::string kind, FactData const& data, Room room = Room::needed);
    void command(CommandBody body) { steps_.emplace_back(std::move(body)); }
    void notice(Notice notice) { steps_.emplace_back(notice); }
    Steps done() { return std::exchange(steps_, {}); }
    Leg leg(int number) const { return {row_.id, number}; }
    bool live() const { return stage_ != Stage::ended; }
    std::optional<Instant> in(Timed timed, Duration limit) const;

    void go(Stage stage);
    void customer_becomes(Customer customer);
    void enqueue();
    void play_music();
    void answer_customer();
    void agent_has_answered(std::string const& dialog);
    void connect();
    void close_agent_leg(std::string_view why);
    void close_leg(int number, std::string_view why);
    void bridge();
    void unbridge();
    void back_to_queue(Notice notice, std::string_view why);
    void agent_lost();
    void agent_leg_ended(LegEnded const& event);
    void finish(EndReason reason);
    EndReason why_customer_went(LegEnded const& event) const;
    int refusal_status() const;

    Limits limits_;
    Route route_;
    CallRow row_;
    Steps steps_;
    Instant now_{};
    Stage stage_ = Stage::greeting;
    Instant stage_since_{};
    Customer customer_ = Customer::ringing;
    Instant customer_since_{};
    bool in_floor_ = false;
    int agent_leg_ = -1;  // of the present offer: > 0 a dialled leg, 0 the browser, -1 none
    int legs_dialled_ = 0;
    int returns_ = 0;
    std::optional<Instant> held_since_;
    std::string customer_dialog_;  // into the journal with our 200: before it there is nothing to end by BYE
    Duration greeting_length_{0};
    std::optional<Instant> stage_until_;
    std::optional<Instant> customer_until_;
    std::optional<Instant> call_until_;
    std::vector<Closing>
        closing_;  // bounded: an agent is dialled at most once per second and a leg closes in 40 s
};

std::string_view to_string(Machine::Stage stage);
/// The data of the fact `ended`, for a row that has its end.
std::string ended_data(CallRow const& row);

}  // namespace rufwerk::call

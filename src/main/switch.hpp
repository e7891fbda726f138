#pragma once

#include "call/switchboard.hpp"
#include "main/held_commands.hpp"
#include "main/legs.hpp"
#include "main/live_board.hpp"
#include "main/sounds.hpp"
#include "media/engine.hpp"
#include "sip/endpoint.hpp"
#include "store/journal.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>

namespace rufwerk {

/// What the switch works with; all of it outlives the switch.
struct SwitchParts {
    Clock const& clock;
    store::Journal& journal;
    media::Engine& media;
    live::Board& board;
    Sounds& sounds;
    std::string caller_domain;  // host of our From when an agent's telephone is dialled
    /// Where registered telephones are is to be kept over a restart; must not block.
    std::function<void(std::string const& user, std::vector<sip::Contact> const& contacts)> keep_contacts =
        {};
};

/// The runner of call::Switchboard: turns SIP, media and browser events into its inputs and carries out what
/// it says, as switchboard.hpp prescribes. Everything here happens on the switch thread.
class Switch {
  public:
    /// `wake_at` is called whenever the next deadline has changed; `later` runs a job in a turn of its own.
    struct Loop {
        std::function<void(Instant, std::function<void()>)> wake_at;
        std::function<void(std::function<void()>)> later;
    };
    Switch(SwitchParts parts, Loop loop);
    ~Switch();

    /// Before anything else. The endpoint reports to on_sip.
    void set_endpoint(sip::Endpoint& endpoint) { sip_ = &endpoint; }
    void restore(std::shared_ptr<call::Centre const> centre, call::Recovery const& recovery);
    /// New configuration: trunks, numbers, agents.
    void change_centre(std::shared_ptr<call::Centre const> centre);

    void on_sip(sip::Event const& event);
    void on_media(media::Event const& event);
    void on_durable(std::int64_t watermark);

    // -- agents: `done` gets the refusal at once, or nothing as soon as it is on disk
    // ---------------------------------
    using Done = std::function<void(std::optional<call::Refusal>)>;
    void ask(call::Input const& input, Done done);

    // -- browsers; sockets are told through these functions
    // -----------------------------------------------------------
    void attach_phone(std::string const& login, std::string const& sdp, std::string const& host,
                      BrowserLink link);
    /// The page has gone or given its telephone back; ignored when another page has it by now.
    void release_phone(std::string const& login, std::uint64_t socket);
    void press_button(std::string const& button, std::string const& sdp, std::string const& host,
                      BrowserLink link);
    void hang_up_button(std::uint64_t socket, bool by_page);

    struct Telephone {
        std::string login, name;
        bool has_secret = false;
        std::vector<sip::Contact> contacts;
        std::optional<call::AgentRow> agent;
    };
    /// Every agent whose telephone registers, with what is registered.
    std::vector<Telephone> telephones() const;

    /// No new calls from now on; ends those that are open. `done` when none is left.
    void drain(std::function<void()> done);

    struct Counters {
        std::size_t calls_open = 0, commands_held = 0, phones_attached = 0;
        std::uint64_t calls_total = 0, calls_without_credit = 0;
    };
    Counters counters() const;

  private:
    void feed(call::Input const& input);
    std::int64_t carry_out(call::Outputs outputs);
    void publish(call::Outputs const& outputs);
    void publish_whole();
    void give_back_credit(call::Outputs const& outputs);
    void set_timer();
    void on_time();

    void on(sip::Invited const& event);
    void on(sip::Progress const& event);
    void on(sip::Answered const& event);
    void on(sip::Confirmed const& event);
    void on(sip::Reoffered const& event);
    void on(sip::Ended const& event);
    void on(sip::PhoneChanged const& event);
    void set_registering_phones();

    void on(call::Ring const& command);
    void on(call::Answer const& command);
    void on(call::Refuse const& command);
    void on(call::Dial const& command);
    void on(call::Acknowledge const& command);
    void on(call::HangUp const& command);
    void on(call::DropLeg const& command);
    void on(call::PlayGreeting const& command);
    void on(call::PlayMusic const& command);
    void on(call::Bridge const& command);
    void on(call::Unbridge const& command);
    void on(call::ByeOrphan const& command);

    void arrive(call::CallerArrived arrived, LegState state);
    void close_media(LegState& state);
    void end_browser_leg(call::Leg leg, std::string const& reason, bool by_far_end);
    void drop_phone(std::string const& login, bool tell_switchboard);
    bool admits() const { return !drained_; }
    Duration greeting_length(std::string const& called, std::string const& button) const;

    SwitchParts parts_;
    Loop loop_;
    sip::Endpoint* sip_ = nullptr;
    call::Switchboard switchboard_;
    HeldCommands held_;
    LegTable legs_;
    std::shared_ptr<call::Centre const> centre_;
    IdMaker ids_;
    std::map<call::CallId, int> credit_;  // journal places left of each open call
    std::deque<std::pair<std::int64_t, std::function<void()>>> waiting_for_disk_;  // by position, ascending
    std::int64_t durable_ = 0;
    std::optional<Instant> timer_at_;
    Instant next_midnight_{};
    std::function<void()> drained_;
    std::set<std::string> registered_;  // users with a telephone registered
    std::uint64_t calls_total_ = 0;
    std::uint64_t calls_without_credit_ = 0;
};

/// The first local midnight after `now`, in the zone of this machine.
Instant midnight_after(Instant now);
/// The last local midnight before or at `now`.
Instant midnight_before(Instant now);

}  // namespace rufwerk

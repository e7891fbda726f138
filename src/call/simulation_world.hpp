#pragma once

#include "call/recovery.hpp"
#include "call/simulation.hpp"
#include "call/simulation_dice.hpp"
#include "call/switchboard.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <queue>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace rufwerk::call {

/// The inside of simulate(): runner, disk, network and people.
class World {
  public:
    explicit World(SimulationSettings const& settings);
    SimulationReport run();

  private:
    // simulation_world.cpp: time, the runner and the disk
    struct Later {
        Instant at;
        std::uint64_t order;
        std::function<void()> what;
        friend bool operator<(Later const& a, Later const& b) {
            return a.at != b.at ? a.at > b.at : a.order > b.order;
        }
    };
    void in(Duration delay, std::function<void()> what);
    bool turn(Instant until);
    void give(Input const& input);
    void carry_out(Outputs const& outputs);
    void append(store::JournalEntry entry);
    void durable(std::int64_t position);
    void obey(CommandBody const& command);
    void release_held(Leg leg);
    void crash();
    void start_process();
    bool at_rest() const;

    // simulation_network.cpp: legs, and what the network does to their events
    void deliver(Input input);
    void obey_answer(Leg leg);
    void obey_dial(Dial const& dial);
    void obey_acknowledge(Leg leg);
    void obey_hang_up(Leg leg, int status);
    void telephone_answers(Leg leg);
    void end_leg(Leg leg, int status, std::string reason, bool by_far_end);
    void talk(CallId call, std::string const& login, int agent_leg);
    std::string dialog(Leg leg) const;

    // simulation_people.cpp
    void caller_comes();
    void caller_loses_patience(CallId call);
    void agent_routine(std::string login);
    void page_attaches(std::string const& login);
    void page_vanishes(std::string const& login);
    void hold_for_a_while(std::string const& login, CallId call);
    void look_at_desk(std::string const& login);
    void meddle();
    void make_centre();
    void put_centre();

    // simulation_check.cpp
    void check();
    void check_ages();
    void check_legs_closed(CallId call);
    void check_bridge(Bridge const& bridge);
    void check_end();
    std::string what_is_left() const;
    void fail(std::string fault);

    struct SimulatedLeg {
        bool answered = false;      // its 200 has come (agent)
        bool acknowledged = false;  // our 200 has left (customer), our ACK has (agent)
        bool gone = false;          // the far end knows that it is over
        bool resolved = false;      // the Switchboard has given it up or knows that it is gone
    };
    struct Held {
        std::int64_t position;
        CommandBody command;
    };
    struct SimulatedCall {
        std::map<int, SimulatedLeg> legs;
        std::int64_t seq = 0;
        int ended = 0;
        bool acknowledged = false;
        bool greeting_is_known = false;
    };
    struct Page {
        bool attached = false;
        std::optional<CallId> seen;  // the offer it has already reacted to
        std::optional<CallId> wrapping;
        bool forgetful = false;
    };

    SimulationSettings settings_;
    SimulationReport report_;
    Dice dice_;
    Instant now_ = from_ms(1'800'000'000'000);
    Instant began_ = now_;
    std::uint64_t order_ = 0;
    std::priority_queue<Later> later_;
    std::unique_ptr<Switchboard> board_;
    std::uint64_t process_ = 0;
    Recovery recovery_{from_ms(0)};
    std::shared_ptr<Centre> centre_;
    Instant began_closing_{};
    bool open_ = true;  // callers still come and people still act

    std::deque<store::JournalEntry> unwritten_;
    std::int64_t position_ = 0;
    std::int64_t house_seq_ = 0;
    Instant disk_free_{};
    std::deque<Held> held_;

    std::map<std::int64_t, SimulatedCall> calls_;
    std::map<std::string, CallId> bridged_;
    std::map<std::string, Page> pages_;
    std::vector<std::string> logins_;
    std::int64_t next_call_ = 1;
    std::uint64_t steps_ = 0;
};

}  // namespace rufwerk::call

#include "call/simulation_world.hpp"

#include <fmt/format.h>

namespace rufwerk::call {

using std::chrono::hours;
using std::chrono::seconds;

World::World(SimulationSettings const& settings) : settings_{settings}, dice_{settings.seed} {
    make_centre();
    start_process();
    for (auto const& login : logins_)
        in(dice_.between(seconds{0}, seconds{5}), [this, login] { agent_routine(login); });
    in(seconds{10}, [this] { caller_comes(); });
    in(seconds{60}, [this] { meddle(); });
}

void World::in(Duration delay, std::function<void()> what) {
    later_.push({now_ + delay, order_++, std::move(what)});
}

SimulationReport World::run() {
    for (auto next_look = now_; report_.fault.empty(); next_look += seconds{1}) {
        while (report_.fault.empty() && turn(next_look)) {
        }
        now_ = next_look;
        check_ages();
        if (report_.calls >= settings_.calls && open_) {
            open_ = false;
            began_closing_ = now_;
        }
        if (!open_ && (at_rest() || now_ - began_closing_ > hours{24})) break;
    }
    if (report_.fault.empty()) check_end();
    report_.simulated_s = std::chrono::duration_cast<seconds>(now_ - began_).count();
    return report_;
}

/// The next thing that happens not after `until`; false when there is none.
bool World::turn(Instant until) {
    auto const deadline = board_->next_deadline();
    bool const event_first = !later_.empty() && (!deadline || later_.top().at <= *deadline);
    if (event_first) {
        if (later_.top().at > until) return false;
        auto const next = later_.top();
        later_.pop();
        now_ = std::max(now_, next.at);
        next.what();
        return true;
    }
    if (!deadline || *deadline > until) return false;
    now_ = std::max(now_, *deadline);
    give(TimePassed{});
    if (board_->next_deadline() && *board_->next_deadline() <= now_)
        fail("a deadline that has passed is set again");
    return true;
}

void World::give(Input const& input) {
    ++report_.inputs;
    carry_out(board_->apply(now_, input));
    check();
}

void World::carry_out(Outputs const& outputs) {
    auto const before = position_;
    for (auto const& entry : outputs.journal)
        append(entry);
    if (position_ > before) {
        // The disk takes one group after the other.
        disk_free_ = std::max(disk_free_, now_) + dice_.between(Duration{1}, Duration{8});
        in(disk_free_ - now_, [this, process = process_, position = position_] {
            if (process == process_) durable(position);
        });
    }
    for (auto const& command : outputs.commands) {
        if (command.after_entries > outputs.journal.size())
            fail("a command waits for an entry that is not there");
        if (command.after_entries == 0)
            obey(command.what);
        else
            held_.push_back({before + static_cast<std::int64_t>(command.after_entries), command.what});
    }
    for (auto const& login : outputs.agents)
        look_at_desk(login);
}

void World::append(store::JournalEntry entry) {
    entry.position = ++position_;
    auto& seq = entry.stream == 0 ? house_seq_ : calls_[entry.stream].seq;
    if (entry.seq != seq + 1)
        fail(fmt::format("stream {} goes from entry {} to {}", entry.stream, seq, entry.seq));
    seq = entry.seq;
    if (entry.seq > kEntriesPerCall && entry.stream != 0)
        fail("a call has used more entries than its credit");
    if (entry.kind == "ended" && ++calls_[entry.stream].ended != 1)
        fail(fmt::format("call {} has ended twice", entry.stream));
    if (entry.kind == "closed") check_legs_closed(CallId{entry.stream});
    unwritten_.push_back(std::move(entry));
}

void World::durable(std::int64_t position) {
    while (!unwritten_.empty() && unwritten_.front().position <= position) {
        auto const& entry = unwritten_.front();
        recovery_.take(entry);
        ++report_.entries;
        for (unsigned char const c :
             fmt::format("{}/{}/{}/{}/{}", entry.stream, entry.seq, to_ms(entry.at), entry.kind, entry.data))
            report_.fingerprint = (report_.fingerprint ^ c) * 0x100000001b3U;  // FNV-1a
        if (entry.kind == "ended") ++report_.ended;
        unwritten_.pop_front();
    }
    while (!held_.empty() && held_.front().position <= position) {
        auto const command = held_.front().command;
        held_.pop_front();
        obey(command);
    }
}

/// What waits for the disk on behalf of a leg that is being ended is thrown away.
void World::release_held(Leg leg) {
    std::erase_if(held_, [&](Held const& held) {
        auto const* const answer = std::get_if<Answer>(&held.command);
        auto const* const acknowledge = std::get_if<Acknowledge>(&held.command);
        return (answer != nullptr && answer->leg == leg) ||
               (acknowledge != nullptr && acknowledge->leg == leg);
    });
}

void World::obey(CommandBody const& command) {
    if (auto const* const answer = std::get_if<Answer>(&command)) return obey_answer(answer->leg);
    if (auto const* const dial = std::get_if<Dial>(&command)) return obey_dial(*dial);
    if (auto const* const acknowledge = std::get_if<Acknowledge>(&command))
        return obey_acknowledge(acknowledge->leg);
    if (auto const* const refuse = std::get_if<Refuse>(&command)) {
        if (refuse->status == 404) ++report_.refused;
        return obey_hang_up(refuse->leg, refuse->status);
    }
    if (auto const* const hang_up = std::get_if<HangUp>(&command)) return obey_hang_up(hang_up->leg, 200);
    if (auto const* const drop = std::get_if<DropLeg>(&command)) {
        calls_[drop->leg.call.value].legs[drop->leg.number].resolved = true;
        return;
    }
    if (auto const* const bridge = std::get_if<Bridge>(&command)) {
        check_bridge(*bridge);
        return talk(bridge->call, bridge->login, bridge->agent_leg);
    }
    if (auto const* const unbridge = std::get_if<Unbridge>(&command)) {
        bridged_.erase(unbridge->login);
        return;
    }
    if (auto const* const greeting = std::get_if<PlayGreeting>(&command)) {
        auto const leg = greeting->leg;
        in(seconds{5}, [this, leg] { deliver(LegMedia{leg, LegMedia::Kind::played}); });
    }
    if (auto const* const orphan = std::get_if<ByeOrphan>(&command)) {
        auto const leg = std::stoi(orphan->dialog.substr(orphan->dialog.find('/', 2) + 1));
        calls_[orphan->call.value].legs[leg].gone = true;
    }
}

void World::start_process() {
    ++process_;
    Options options;
    options.limits.forget = settings_.forget;
    options.floor_limits.forget = settings_.floor_forget;
    board_ = std::make_unique<Switchboard>(options);
    put_centre();
    carry_out(board_->restore(now_, recovery_));
    check();
}

/// kill -9: what is not on disk is gone, and so is every command that waited for it.
void World::crash() {
    ++report_.restarts;
    while (!unwritten_.empty()) {
        auto const& entry = unwritten_.back();
        if (entry.stream == 0) {
            house_seq_ = entry.seq - 1;
        } else {
            auto& call = calls_[entry.stream];
            call.seq = entry.seq - 1;
            if (entry.kind == "ended") --call.ended;
            if (entry.kind == "arrived") ++report_.unwritten;
            if (entry.kind == "arrived" && call.acknowledged)
                fail(fmt::format("call {} was acknowledged and is not on disk", entry.stream));
        }
        unwritten_.pop_back();
        --position_;
    }
    held_.clear();
    bridged_.clear();
    std::set<Leg> orphans;
    for (auto const& [id, call] : recovery_.open_calls())
        for (auto const& [leg, dialog] : call.dialogs)
            orphans.insert({CallId{id}, leg});
    for (auto& [id, call] : calls_)
        for (auto& [number, leg] : call.legs) {
            if (leg.acknowledged && !leg.gone && !leg.resolved && !orphans.contains({CallId{id}, number}))
                fail(fmt::format("leg {} of call {} has been orphaned and gets no BYE", number, id));
            leg.resolved = true;  // of a process that is no more
        }
    for (auto& [login, page] : pages_)
        page = Page{};
    start_process();
}

bool World::at_rest() const {
    if (board_->calls_open() > 0 || !held_.empty() || !unwritten_.empty()) return false;
    for (auto const& login : logins_) {
        auto const key = board_->floor().agent_key(login);
        if (!key) continue;
        auto const state = board_->floor().view(*key).state;
        if (state != floor::AgentState::offline && state != floor::AgentState::ready) return false;
    }
    return true;
}

SimulationReport simulate(SimulationSettings const& settings) { return World{settings}.run(); }

std::string to_text(SimulationReport const& report) {
    auto text = fmt::format(
        "calls {}\nanswered {}\nrefused {}\nended {}\nnever written {}\nrestarts {}\ninputs {}\njournal "
        "entries {}\n"
        "simulated seconds {}\nfingerprint {:016x}\n",
        report.calls, report.answered, report.refused, report.ended, report.unwritten, report.restarts,
        report.inputs, report.entries, report.simulated_s, report.fingerprint);
    return text + (report.fault.empty() ? "no fault\n" : "FAULT: " + report.fault + "\n");
}

}  // namespace rufwerk::call

#include "call/simulation_world.hpp"

#include <fmt/format.h>

namespace rufwerk::call {

using std::chrono::minutes;
using std::chrono::seconds;

/// Ten telephones, thirty pages; three ordinary queues, one that a single telephone serves and one that
/// nobody does.
void World::make_centre() {
    centre_ = std::make_shared<Centre>();
    centre_->clients["c"].key = "c";
    centre_->pause_reasons["lunch"].key = "lunch";
    int number = 0;
    for (auto const* key : {"tarif", "move", "fault", "single", "nobody"}) {
        auto& queue = centre_->queues[key];
        queue.key = key;
        queue.client = "c";
        queue.skills = {key};
        queue.priority = key == std::string_view{"fault"} ? 5 : 0;
        queue.wrap_up_s = key == std::string_view{"move"} ? 0 : 10;
        for (auto const answer : {AnswerWhen::at_once, AnswerWhen::agent}) {
            auto& made = centre_->numbers[fmt::format("+4955500{}", ++number)];
            made.number = fmt::format("+4955500{}", number);
            made.client = "c";
            made.queue = key;
            made.answer = answer;
            if (answer == AnswerWhen::at_once && number % 4 == 1) made.greeting_audio = "hello.wav";
        }
    }
    for (int i = 0; i < 40; ++i) {
        auto const login = fmt::format("agent{:03}", i);
        auto& agent = centre_->agents[login];
        agent.login = login;
        agent.phone = i < 10 ? fmt::format("sip:{}@phones", login) : "browser";
        static constexpr char const* kSkills[] = {"tarif", "move", "fault"};
        agent.skills = {{kSkills[i % 3], 3}, {kSkills[i / 3 % 3], 1}};
        if (i == 0) agent.skills = {{"single", 1}};
        logins_.push_back(login);
    }
}

void World::put_centre() { give(CentreChanged{std::make_shared<Centre const>(*centre_)}); }

void World::caller_comes() {
    if (!open_) return;
    ++report_.calls;
    CallerArrived arrived;
    arrived.call = CallId{next_call_++};
    arrived.trunk = "carrier";
    auto const which = dice_.below(1000);
    // Most to the ordinary queues, some to a number nobody has.
    auto const number = which < 960   ? 1 + dice_.below(6)
                        : which < 985 ? 7 + dice_.below(2)
                                      : 9 + dice_.below(3);
    arrived.called = fmt::format("055500{}", number);
    arrived.caller = "+49171000000";
    arrived.dialog = dialog({arrived.call, kCustomer});
    arrived.greeting_length = dice_.per_mille(500) ? seconds{5} : seconds{0};
    if (dice_.per_mille(5)) arrived.refuse_status = 488;
    auto const call = arrived.call;
    calls_[call.value].legs[kCustomer] = {};
    calls_[call.value].greeting_is_known = arrived.greeting_length > seconds{0};
    give(arrived);
    if (dice_.per_mille(1)) in(dice_.between(Duration{0}, Duration{8}), [this] { crash(); });
    bool const patient = number >= 7 ? dice_.per_mille(700) : dice_.per_mille(20);
    if (!patient) in(dice_.between(Duration{0}, seconds{90}), [this, call] { caller_loses_patience(call); });
    in(dice_.between(Duration{0}, Duration{2200}), [this] { caller_comes(); });
}

void World::caller_loses_patience(CallId call) {
    auto const* const machine = board_->machine(call);
    if (machine == nullptr || machine->stage() == Machine::Stage::talking) return;
    bool const acknowledged = calls_[call.value].legs[kCustomer].acknowledged;
    end_leg({call, kCustomer}, acknowledged ? 200 : 487, acknowledged ? "bye" : "cancelled", true);
}

void World::page_attaches(std::string const& login) {
    pages_[login].attached = true;
    give(PhoneAttached{login});
}

void World::page_vanishes(std::string const& login) {
    pages_[login].attached = false;
    give(PhoneLost{login});
    // Most are a page loaded again; some come late, some not at all.
    if (dice_.per_mille(850))
        in(dice_.between(seconds{1}, seconds{dice_.per_mille(700) ? 15 : 60}), [this, login] {
            if (!pages_[login].attached) page_attaches(login);
        });
}

/// What an agent does every now and then. The forgetful leave things as they are.
void World::agent_routine(std::string login) {
    if (!open_) return;
    in(dice_.between(seconds{5}, minutes{4}), [this, login] { agent_routine(login); });
    auto const key = board_->floor().agent_key(login);
    if (!key) return;
    auto const view = board_->floor().view(*key);
    bool const browser = centre_->agents[login].phone == "browser";
    if (dice_.per_mille(10)) pages_[login].forgetful = !pages_[login].forgetful;
    if (pages_[login].forgetful && dice_.per_mille(950)) return;
    bool const supervised = !browser && dice_.per_mille(700);
    switch (view.state) {
        case floor::AgentState::offline:
        case floor::AgentState::pause:
        case floor::AgentState::not_responding:
            if (dice_.per_mille(200)) return;
            if (browser && !pages_[login].attached) page_attaches(login);
            give(SetPresence{login, floor::Presence::ready, "", supervised});
            return;
        case floor::AgentState::connection_lost:
            if (!pages_[login].attached) page_attaches(login);
            return;
        case floor::AgentState::ready:
        case floor::AgentState::offered:
        case floor::AgentState::talking:
        case floor::AgentState::wrap_up: break;
    }
    auto const what = dice_.below(24);
    if (what == 0) give(SetPresence{login, floor::Presence::offline, ""});
    if (what == 1) give(SetPresence{login, floor::Presence::pause, "lunch"});
    if (what == 2 && view.work) give(HangUpCall{login, CallId{view.work->value}});
    if (what > 20 && view.work) hold_for_a_while(login, CallId{view.work->value});
    if (what < 6 && browser && pages_[login].attached) page_vanishes(login);
}

/// Some never take the caller back; then the caller or the longest call ends it.
void World::hold_for_a_while(std::string const& login, CallId call) {
    give(HoldCall{login, call});
    if (dice_.per_mille(900))
        in(dice_.between(Duration{50}, seconds{50}), [this, login, call] { give(ResumeCall{login, call}); });
}

/// The page (or the desk beside a telephone) has changed: react to an offer, and to a wrap-up, once.
void World::look_at_desk(std::string const& login) {
    if (auto const key = board_->floor().agent_key(login)) {
        auto const view = board_->floor().view(*key);
        auto& page = pages_[login];
        std::optional<CallId> const call = view.work ? std::optional{CallId{view.work->value}} : std::nullopt;
        bool const browser = centre_->agents[login].phone == "browser";
        if (view.state != floor::AgentState::offered) page.seen.reset();
        if (view.state == floor::AgentState::offered && page.seen != call && browser) {
            page.seen = call;
            auto const fate = dice_.below(100);
            auto const delay = dice_.between(Duration{300}, seconds{14});
            if (fate < 82) in(delay, [this, login, id = *call] { give(AnswerCall{login, id}); });
            if (fate >= 82 && fate < 88)
                in(delay, [this, login, id = *call] { give(DeclineCall{login, id}); });
            if (fate >= 88 && fate < 92) in(delay, [this, login] { page_vanishes(login); });
        }
        if (view.state == floor::AgentState::wrap_up && page.wrapping != call) {
            page.wrapping = call;
            auto const delay = dice_.between(Duration{100}, seconds{9});
            if (dice_.per_mille(300)) in(delay, [this, login, id = *call] { give(FinishWrapUp{login, id}); });
            if (dice_.per_mille(100)) in(delay, [this, login, id = *call] { give(ExtendWrapUp{login, id}); });
        }
    }
}

/// A supervisor and an administrator at work, and every now and then the end of the process.
void World::meddle() {
    if (!open_) return;
    in(dice_.between(seconds{20}, minutes{3}), [this] { meddle(); });
    auto const& login = logins_[dice_.below(logins_.size())];
    auto& agent = centre_->agents[login];
    switch (dice_.below(10)) {
        case 0:
            agent.active = false;
            in(minutes{2}, [this, login] {
                centre_->agents[login].active = true;
                put_centre();
            });
            return put_centre();
        case 1:
            if (login != "agent000")
                agent.skills.contains("move") ? agent.skills.erase("move") : (agent.skills["move"] = 1);
            return put_centre();
        case 2:
            if (auto queue = centre_->queues.extract("move"); !queue.empty())
                in(seconds{40}, [this, removed = queue.mapped()] {
                    centre_->queues["move"] = removed;
                    put_centre();
                });
            return put_centre();
        case 3: return give(SetPresence{login, floor::Presence::ready, "", true});
        case 4: return give(SetPresence{login, floor::Presence::offline, "", true});
        case 5:
            if (login != "agent000" && dice_.per_mille(300)) {
                agent.phone = agent.phone == "browser" ? "sip:" + login + "@phones" : "browser";
                put_centre();
            }
            return;
        case 6: return give(DayBegan{});
        case 7: return dice_.per_mille(600) ? crash() : void();
        default: return give(SetPresence{login, floor::Presence::pause, "lunch", true});
    }
}

}  // namespace rufwerk::call

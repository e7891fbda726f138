#include "call/switchboard.hpp"

#include "base/invariant.hpp"
#include "call/dialled_number.hpp"

#include <algorithm>

namespace rufwerk::call {

Switchboard::Switchboard(Options options)
    : options_{std::move(options)}, centre_{std::make_shared<Centre>()}, floor_{options_.floor_limits} {}
Switchboard::~Switchboard() = default;

Outputs Switchboard::apply(Instant now, Input const& input) {
    now_ = now;
    std::visit([this](auto const& what) { on(what); }, input);
    pump();
    return finish_turn();
}

Outputs Switchboard::finish_turn() {
    for (auto const index : agents_changed_)
        out_.agents.push_back(floor_.login(floor::AgentKey{index}));
    for (auto const index : queues_changed_)
        out_.queues.push_back(floor_.view(floor::QueueKey{index}).key);
    for (auto const id : calls_changed_)
        if (auto const call = calls_.find(id); call != calls_.end())
            out_.calls.push_back(call->second.machine.row());
    agents_changed_.clear();
    queues_changed_.clear();
    calls_changed_.clear();
    for (auto const id : std::exchange(to_forget_, {}))
        forget_if_done(id);
    return std::exchange(out_, {});
}

std::optional<Instant> Switchboard::next_deadline() const {
    auto next = floor_.next_deadline();
    if (!deadlines_.empty() && (!next || deadlines_.begin()->first < *next)) next = deadlines_.begin()->first;
    return next;
}

// -- legs
// ------------------------------------------------------------------------------------------------------------

std::optional<Route> Switchboard::route_of(CallerArrived const& input) const {
    Number const* number = nullptr;
    if (!input.button.empty()) {
        for (auto const& [key, candidate] : centre_->numbers)
            if (candidate.call_button == input.button) number = &candidate;
    } else {
        auto const found = centre_->numbers.find(to_e164(input.called, options_.country));
        if (found != centre_->numbers.end()) number = &found->second;
    }
    if (number == nullptr) return std::nullopt;
    auto const queue = centre_->queues.find(number->queue);
    auto const client = centre_->clients.find(number->client);
    if (queue == centre_->queues.end() || client == centre_->clients.end()) return std::nullopt;
    return Route{number->number, number->client,         client->second.name,      number->queue,
                 number->answer, number->greeting_audio, queue->second.music_audio};
}

void Switchboard::on(CallerArrived const& input) {
    INVARIANT(!calls_.contains(input.call.value));
    Leg const customer{input.call, kCustomer};
    auto route = route_of(input);
    if (!route) {
        out_.commands.push_back({Refuse{customer, 404, "Not Found", 0}, 0});
        return;
    }
    if (calls_.size() >= options_.calls_max) {
        out_.commands.push_back({Refuse{customer, 503, "Service Unavailable", 10}, 0});
        return;
    }
    auto& call = calls_.try_emplace(input.call.value, options_.limits, std::move(*route)).first->second;
    take(call, call.machine.arrived(now_, input));
}

Switchboard::Call* Switchboard::find(CallId call) {
    auto const found = calls_.find(call.value);
    return found == calls_.end() ? nullptr : &found->second;
}

void Switchboard::on(LegConfirmed const& input) {
    if (auto* const call = find(input.leg.call)) take(*call, call->machine.confirmed(now_, input));
}

void Switchboard::on(LegAnswered const& input) {
    if (auto* const call = find(input.leg.call))
        take(*call, call->machine.answered(now_, input));
    else
        out_.commands.push_back(
            {HangUp{input.leg, "late_answer"}, 0});  // or the telephone would be off hook for ever
}

void Switchboard::on(LegEnded const& input) {
    if (auto* const call = find(input.leg.call)) take(*call, call->machine.leg_ended(now_, input));
}

void Switchboard::on(LegDialog const& input) {
    if (auto* const call = find(input.leg.call)) take(*call, call->machine.dialog(now_, input));
}

void Switchboard::on(LegMedia const& input) {
    if (auto* const call = find(input.leg.call)) take(*call, call->machine.media(now_, input));
}

void Switchboard::on(TimePassed const&) {
    tell_floor(floor::TimePassed{});
    pump();
    // Each call that is due gets one turn; what it sets anew lies in the future.
    while (!deadlines_.empty() && deadlines_.begin()->first <= now_) {
        auto const id = deadlines_.begin()->second;
        auto& call = calls_.at(id);
        take(call, call.machine.time_passed(now_));
        pump();
    }
}

// -- what a call wants
// -------------------------------------------------------------------------------------------------

void Switchboard::take(Call& call, Steps steps) {
    auto const id = call.machine.row().id;
    for (auto& step : steps) {
        if (auto* const fact = std::get_if<Fact>(&step.what))
            journal(call, std::move(*fact));
        else if (auto* const body = std::get_if<CommandBody>(&step.what))
            out_.commands.push_back({std::move(*body), step.held ? out_.journal.size() : 0});
        else
            notices_.emplace_back(id.value, std::get<Notice>(step.what));
    }
    if (!steps.empty()) {
        calls_changed_.insert(id.value);
        if (auto const key = floor_.agent_key(call.machine.row().agent)) agents_changed_.insert(key->value);
    }
    count_end(call);
    after(call);
}

/// Keeps the call's place among the deadlines, and says when its last leg is gone.
void Switchboard::after(Call& call) {
    auto const id = call.machine.row().id.value;
    auto const deadline = call.machine.next_deadline();
    if (deadline != call.deadline) {
        if (call.deadline) deadlines_.erase({*call.deadline, id});
        if (deadline) deadlines_.emplace(*deadline, id);
        call.deadline = deadline;
    }
    if (!call.machine.closed()) return;
    if (!std::exchange(call.closed_written, true)) journal(call, Fact{"closed", "{}"});
    to_forget_.insert(id);
}

void Switchboard::forget_if_done(std::int64_t id) {
    auto const found = calls_.find(id);
    if (found == calls_.end() || !found->second.machine.closed() || found->second.wrapping) return;
    if (found->second.deadline) deadlines_.erase({*found->second.deadline, id});
    calls_.erase(found);
}

void Switchboard::journal(Call& call, Fact fact) {
    if (fact.room != Room::needed && call.seq >= static_cast<int>(fact.room)) return;
    INVARIANT(call.seq < kEntriesPerCall);
    out_.journal.push_back(
        {0, call.machine.row().id.value, ++call.seq, now_, std::move(fact.kind), std::move(fact.data)});
}

void Switchboard::journal_house(std::string kind, std::string data) {
    out_.journal.push_back({0, 0, ++house_seq_, now_, std::move(kind), std::move(data)});
}

void Switchboard::pump() {
    while (!notices_.empty()) {
        auto const [id, notice] = notices_.front();
        notices_.pop_front();
        take_notice(calls_.at(id), notice);
    }
}

void Switchboard::take_notice(Call& call, Notice notice) {
    floor::WorkId const work{call.machine.row().id.value};
    switch (notice) {
        case Notice::enqueue: {
            auto const queue = floor_.queue_key(call.machine.route().queue);
            auto const refused = queue ? tell_floor(floor::WorkArrived{work, *queue})
                                       : std::optional{floor::Refused::Why::unknown_queue};
            if (refused) take(call, call.machine.out_of_floor(now_, EndReason::queue_removed));
            return;
        }
        case Notice::answered:
            count_answer(call);
            tell_floor(floor::WorkAnswered{work});
            return;
        case Notice::declined: tell_floor(floor::WorkDeclined{work}); return;
        case Notice::failed: tell_floor(floor::OfferFailed{work}); return;
        case Notice::returned_agent_lost: tell_floor(floor::WorkReturned{work, true}); return;
        case Notice::returned_declined: tell_floor(floor::WorkReturned{work, false}); return;
        case Notice::ended_talked:
            note_wrap_up(call);
            tell_floor(floor::WorkEnded{work, true});
            return;
        case Notice::ended_silent: tell_floor(floor::WorkEnded{work, false}); return;
    }
}

void Switchboard::count_answer(Call& call) {
    auto const& row = call.machine.row();
    if (std::exchange(call.counted, true)) return;  // answered for the second time after agent_lost
    auto& figures = figures_[row.queue];
    ++figures.answered;
    auto const queue = centre_->queues.find(row.queue);
    auto const waited = *row.answered_at - *row.queued_at;
    if (queue != centre_->queues.end() &&
        waited <= std::chrono::seconds{queue->second.service_level_within_s})
        ++figures.answered_within;
}

/// Counted where the queue was left: service level is answered within the limit / (answered + abandoned).
void Switchboard::count_end(Call& call) {
    auto const& row = call.machine.row();
    if (!row.end_reason || std::exchange(call.end_counted, true)) return;
    if (!row.queued_at || row.answered_at || !leaves_unserved(*row.end_reason)) return;
    ++figures_[row.queue].abandoned;
    if (auto const queue = floor_.queue_key(row.queue)) queues_changed_.insert(queue->value);
}

// -- what the floor says
// -------------------------------------------------------------------------------------------------

std::optional<floor::Refused::Why> Switchboard::tell_floor(floor::Input const& input) {
    std::optional<floor::Refused::Why> refused;
    for (auto const& output : floor_.apply(now_, input)) {
        if (auto const* const no = std::get_if<floor::Refused>(&output)) refused = no->why;
        hear(output);
    }
    return refused;
}

void Switchboard::hear(floor::Output const& output) {
    if (auto const* const offer = std::get_if<floor::Offer>(&output)) {
        auto& call = calls_.at(offer->work.value);
        auto const& login = floor_.login(offer->agent);
        auto const agent = centre_->agents.find(login);
        INVARIANT(agent != centre_->agents.end());
        take(call, call.machine.offered(now_, login, agent->second.phone, offer->until));
    } else if (auto const* const ended = std::get_if<floor::OfferEnded>(&output)) {
        auto& call = calls_.at(ended->work.value);
        bool const rang_out = ended->why == floor::OfferEnded::Why::rang_out;
        take(call, call.machine.offer_ended(now_, rang_out ? "rang_out" : "phone_lost"));
    } else if (auto const* const gone = std::get_if<floor::WaitedTooLong>(&output)) {
        auto& call = calls_.at(gone->work.value);
        take(call, call.machine.out_of_floor(now_, EndReason::waited_too_long));
    } else if (auto const* const agent = std::get_if<floor::AgentChanged>(&output)) {
        agent_changed(agent->agent);
    } else if (auto const* const queue = std::get_if<floor::QueueChanged>(&output)) {
        queues_changed_.insert(queue->queue.value);
    }
}

std::vector<CallId> Switchboard::open_calls() const {
    std::vector<CallId> open;
    for (auto const& [id, call] : calls_)
        open.push_back(CallId{id});
    return open;
}

Machine const* Switchboard::machine(CallId call) const {
    auto const found = calls_.find(call.value);
    return found == calls_.end() ? nullptr : &found->second.machine;
}

}  // namespace rufwerk::call

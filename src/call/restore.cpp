#include "call/switchboard.hpp"

// What a new process does about the one before it.
namespace rufwerk::call {

Outputs Switchboard::restore(Instant now, Recovery const& recovery) {
    now_ = now;
    house_seq_ = recovery.house_seq();
    for (auto const& [id, call] : recovery.open_calls())
        end_orphan(call);
    resume_figures(recovery);
    for (auto const& [login, shift] : recovery.shifts())
        resume_shift(login, shift);
    pump();
    return finish_turn();
}

/// A call of the process before has ended with it. The BYEs wait for nothing: an orphan hears silence until
/// then.
void Switchboard::end_orphan(Recovery::OpenCall const& call) {
    auto row = call.row;
    auto seq = call.seq;
    auto const entry = [&](std::string kind, std::string data) {
        out_.journal.push_back({0, row.id.value, ++seq, now_, std::move(kind), std::move(data)});
    };
    if (!call.ended) {
        row.ended_at = now_;
        row.end_reason = EndReason::restart;
        entry("ended", ended_data(row));
        out_.calls.push_back(row);
    }
    for (auto const& [leg, dialog] : call.dialogs)
        out_.commands.push_back({ByeOrphan{row.id, dialog}, 0});
    entry("closed", "{}");
}

void Switchboard::resume_figures(Recovery const& recovery) {
    for (auto const& [key, read] : recovery.figures()) {
        auto& figures = figures_[key];
        figures.abandoned = read.abandoned;
        auto const queue = centre_->queues.find(key);
        auto const within = queue == centre_->queues.end()
                                ? Duration{0}
                                : Duration{std::chrono::seconds{queue->second.service_level_within_s}};
        for (auto const& [waited, count] : read.waited) {
            figures.answered += count;
            if (waited <= within) figures.answered_within += count;
        }
    }
}

void Switchboard::resume_shift(std::string const& login, Recovery::Shift const& shift) {
    auto const agent = floor_.agent_key(login);
    if (!agent) return;
    auto const presence = shift.state == "pause" ? floor::Presence::pause : floor::Presence::ready;
    desk(*agent).journaled = presence;
    tell_floor(floor::ShiftResumed{*agent, presence, shift.reason, shift.by_supervisor});
}

}  // namespace rufwerk::call

#include "main/switch.hpp"

#include "base/log.hpp"

#include <algorithm>
#include <ctime>

namespace rufwerk {
namespace {

/// Maker number of the switch's ids; the store uses 512 and above.
constexpr int switch_maker = 1;

std::tm local_time(Instant now) {
    auto const seconds = static_cast<std::time_t>(to_ms(now) / 1000);
    std::tm local{};
    ::localtime_r(&seconds, &local);
    local.tm_hour = local.tm_min = local.tm_sec = 0;
    local.tm_isdst = -1;
    return local;
}

Instant instant_of(std::tm& local) { return from_ms(static_cast<std::int64_t>(std::mktime(&local)) * 1000); }

}  // namespace

Instant midnight_before(Instant now) {
    auto local = local_time(now);
    return instant_of(local);
}

Instant midnight_after(Instant now) {
    auto local = local_time(now);
    ++local.tm_mday;
    return instant_of(local);
}

Switch::Switch(SwitchParts parts, Loop loop)
    : parts_{std::move(parts)},
      loop_{std::move(loop)},
      held_{[this](call::CommandBody const& command) {
          std::visit([this](auto const& one) { on(one); }, command);
      }},
      ids_{switch_maker},
      durable_{parts_.journal.durable()},
      next_midnight_{midnight_after(parts_.clock.now())} {}

Switch::~Switch() = default;

void Switch::restore(std::shared_ptr<call::Centre const> centre, call::Recovery const& recovery) {
    change_centre(std::move(centre));
    carry_out(switchboard_.restore(parts_.clock.now(), recovery));
    publish_whole();
    set_timer();
}

void Switch::change_centre(std::shared_ptr<call::Centre const> centre) {
    centre_ = centre;
    std::vector<sip::Trunk> trunks;
    for (auto const& [key, trunk] : centre_->trunks)
        trunks.push_back({trunk.key, trunk.allow});
    sip_->set_trunks(std::move(trunks));
    carry_out(switchboard_.apply(parts_.clock.now(), call::CentreChanged{std::move(centre)}));
    set_registering_phones();
    publish_whole();
    set_timer();
}

void Switch::feed(call::Input const& input) {
    carry_out(switchboard_.apply(parts_.clock.now(), input));
    set_timer();
}

/// As switchboard.hpp prescribes; gives the position of the last entry, or 0.
std::int64_t Switch::carry_out(call::Outputs outputs) {
    std::vector<std::int64_t> positions;
    positions.reserve(outputs.journal.size());
    for (auto& entry : outputs.journal) {
        if (auto const credit = credit_.find(call::CallId{entry.stream}); credit != credit_.end())
            --credit->second;
        positions.push_back(parts_.journal.append(std::move(entry)));
    }
    durable_ = std::max(durable_, parts_.journal.durable());
    for (auto& command : outputs.commands) {
        auto const position = command.after_entries == 0 ? 0 : positions[command.after_entries - 1];
        held_.take(std::move(command.what), position, durable_);
    }
    give_back_credit(outputs);
    publish(outputs);
    return positions.empty() ? 0 : positions.back();
}

void Switch::give_back_credit(call::Outputs const& outputs) {
    for (auto const& row : outputs.calls) {
        auto const credit = credit_.find(row.id);
        if (credit == credit_.end() || switchboard_.is_open(row.id)) continue;
        if (credit->second > 0) parts_.journal.give_back(credit->second);
        credit_.erase(credit);
    }
    if (drained_ && switchboard_.calls_open() == 0) loop_.later(std::exchange(drained_, {}));
}

void Switch::publish(call::Outputs const& outputs) {
    if (parts_.board.wants_whole()) return publish_whole();
    if (outputs.agents.empty() && outputs.queues.empty()) return;
    live::Change change;
    for (auto const& login : outputs.agents) {
        if (auto row = switchboard_.agent_view(login)) change.agents.push_back(std::move(*row));
        if (auto self = switchboard_.self_view(login)) change.selves.push_back(std::move(*self));
    }
    for (auto const& key : outputs.queues)
        if (auto row = switchboard_.queue_view(key)) change.queues.push_back(std::move(*row));
    parts_.board.hand_over(std::move(change));
}

void Switch::publish_whole() {
    live::Change change;
    change.whole = true;
    auto floor = switchboard_.floor_view();
    for (auto const& agent : floor.agents)
        if (auto self = switchboard_.self_view(agent.login)) change.selves.push_back(std::move(*self));
    change.agents = std::move(floor.agents);
    change.queues = std::move(floor.queues);
    parts_.board.hand_over(std::move(change));
}

void Switch::set_timer() {
    auto next = next_midnight_;
    if (auto const deadline = switchboard_.next_deadline()) next = std::min(next, *deadline);
    if (timer_at_ == next) return;
    timer_at_ = next;
    loop_.wake_at(next, [this] { on_time(); });
}

void Switch::on_time() {
    timer_at_.reset();
    auto const now = parts_.clock.now();
    if (now >= next_midnight_) {
        next_midnight_ = midnight_after(now);
        carry_out(switchboard_.apply(now, call::DayBegan{}));
        publish_whole();
    }
    feed(call::TimePassed{});
}

void Switch::on_durable(std::int64_t watermark) {
    durable_ = std::max(durable_, watermark);
    held_.release(durable_);
    while (!waiting_for_disk_.empty() && waiting_for_disk_.front().first <= durable_) {
        auto const ready = std::move(waiting_for_disk_.front().second);
        waiting_for_disk_.pop_front();
        ready();
    }
}

void Switch::ask(call::Input const& input, Done done) {
    auto outputs = switchboard_.apply(parts_.clock.now(), input);
    auto refusal = std::move(outputs.refusal);
    auto const position = carry_out(std::move(outputs));
    set_timer();
    if (refusal) return done(std::move(refusal));
    if (position <= durable_) return done(std::nullopt);
    waiting_for_disk_.emplace_back(position, [done = std::move(done)] { done(std::nullopt); });
}

void Switch::drain(std::function<void()> done) {
    drained_ = std::move(done);
    if (switchboard_.calls_open() == 0) return loop_.later(std::exchange(drained_, [] {}));
    // What is open ends now, as if each caller's line were closed by us; both sides get their BYE.
    for (auto const& [leg, state] : std::map{legs_.all()})
        if (leg.number == call::kCustomer) on(call::HangUp{leg, "drain"});
}

Switch::Counters Switch::counters() const {
    Counters counters;
    counters.calls_open = switchboard_.calls_open();
    counters.commands_held = held_.size();
    counters.phones_attached = static_cast<std::size_t>(
        std::ranges::count_if(legs_.phones(), [](auto const& entry) { return entry.second.connected; }));
    counters.calls_total = calls_total_;
    counters.calls_without_credit = calls_without_credit_;
    return counters;
}

}  // namespace rufwerk

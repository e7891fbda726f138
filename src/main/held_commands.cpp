#include "main/held_commands.hpp"

#include <vector>

namespace rufwerk {
namespace {

bool ends_leg(call::CommandBody const& command) {
    return std::holds_alternative<call::HangUp>(command) || std::holds_alternative<call::Refuse>(command) ||
           std::holds_alternative<call::DropLeg>(command);
}

}  // namespace

std::optional<call::Leg> leg_of(call::CommandBody const& command) {
    return std::visit(
        [](auto const& one) -> std::optional<call::Leg> {
            if constexpr (requires { one.leg; })
                return one.leg;
            else if constexpr (requires { one.agent_leg; })
                return call::Leg{one.call, call::kCustomer};
            else
                return std::nullopt;
        },
        command);
}

void HeldCommands::take(call::CommandBody command, std::int64_t position, std::int64_t durable) {
    auto const leg = leg_of(command);
    if (!leg) return carry_out_(command);
    if (ends_leg(command)) {
        held_.erase(*leg);
        return carry_out_(command);
    }
    auto const waiting = held_.find(*leg);
    if (waiting != held_.end())
        waiting->second.push_back({position, std::move(command)});
    else if (position > durable)
        held_[*leg].push_back({position, std::move(command)});
    else
        carry_out_(command);
}

void HeldCommands::release(std::int64_t durable) {
    std::vector<call::CommandBody> free;
    for (auto leg = held_.begin(); leg != held_.end();) {
        auto& queue = leg->second;
        while (!queue.empty() && queue.front().position <= durable) {
            free.push_back(std::move(queue.front().command));
            queue.pop_front();
        }
        leg = queue.empty() ? held_.erase(leg) : std::next(leg);
    }
    for (auto const& command : free)
        carry_out_(command);
}

void HeldCommands::forget(call::Leg leg) { held_.erase(leg); }

std::size_t HeldCommands::size() const {
    std::size_t count = 0;
    for (auto const& [leg, queue] : held_)
        count += queue.size();
    return count;
}

}  // namespace rufwerk

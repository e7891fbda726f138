#include "floor/floor.hpp"

#include <fmt/format.h>

namespace rufwerk::floor {

std::string_view to_string(AgentState state) {
    switch (state) {
        case AgentState::offline: return "offline";
        case AgentState::ready: return "ready";
        case AgentState::offered: return "offered";
        case AgentState::talking: return "talking";
        case AgentState::wrap_up: return "wrap_up";
        case AgentState::pause: return "pause";
        case AgentState::not_responding: return "not_responding";
        case AgentState::connection_lost: return "connection_lost";
    }
    return "";
}

AgentView Floor::view(AgentKey key) const {
    auto const& agent = agents_[key.value];
    AgentView view;
    view.reason = agent.reason;
    view.state = agent.state;
    view.since = agent.since;
    view.until = deadlines_.of(2 * key.value);
    if (agent.work != UINT32_MAX || agent.state == AgentState::wrap_up) {
        view.work = agent.last_work;
        view.queue = agent.last_queue;
    }
    view.next = agent.next;
    view.phone_attached = !agent.setup.phone_attaches || agent.phone_attached;
    view.extended = agent.extended;
    view.active = agent.active;
    view.by_supervisor = agent.by_supervisor;
    return view;
}

QueueView Floor::view(QueueKey key) {
    auto& queue = queues_[key.value];
    QueueView view;
    view.key = queue.setup.key;
    view.active = queue.active;
    view.waiting = queue.waiting;
    view.offered = queue.offered;
    view.talking = queue.talking;
    if (queue.waiting > 0) {
        auto const* head = queue.works.first([this](Waiting const& entry) { return is_waiting(entry); },
                                             [](Waiting const&) { return true; });
        if (head != nullptr) view.longest_since = head->queued_at;
    }
    return view;
}

std::string Floor::fault(bool thorough) {
    for (std::uint32_t index = 0; index < agents_.size(); ++index) {
        auto const& agent = agents_[index];
        bool const has_work = agent.state == AgentState::offered || agent.state == AgentState::talking;
        if (has_work != (agent.work != UINT32_MAX))
            return fmt::format("agent {} is {} but its work is {}", agent.setup.login, to_string(agent.state),
                               agent.work);
        if (has_work && works_[agent.work].agent != index)
            return fmt::format("agent {} has a work that is another agent's", agent.setup.login);
        if (!thorough || agent.state != AgentState::ready) continue;
        for (auto const number : *agent.serves) {
            auto const* head =
                queues_[number].works.first([this](Waiting const& entry) { return is_waiting(entry); },
                                            [this, index](Waiting const& entry) {
                                                auto const& by = works_[entry.slot].declined_by;
                                                return std::find(by.begin(), by.end(), index) == by.end();
                                            });
            if (head != nullptr)
                return fmt::format("agent {} is ready and work {} waits in {}", agent.setup.login,
                                   works_[head->slot].id.value, queues_[number].setup.key);
        }
    }
    return {};
}

}  // namespace rufwerk::floor

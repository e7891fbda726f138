#include "floor/floor.hpp"

#include <algorithm>

namespace rufwerk::floor {

bool Floor::may_serve(AgentSetup const& agent, QueueSetup const& queue) const {
    if (!agent.clients.empty() &&
        !std::binary_search(agent.clients.begin(), agent.clients.end(), queue.client))
        return false;
    return std::includes(agent.skills.begin(), agent.skills.end(), queue.skills.begin(), queue.skills.end());
}

namespace {
void sort_unique(std::vector<std::string>& names) {
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
}
}  // namespace

void Floor::on(Configured const& input) {
    for (auto& queue : queues_)
        queue.active = false;
    for (auto& agent : agents_)
        agent.active = false;
    for (auto const& setup : input.setup.queues) {
        auto const [entry, is_new] =
            queue_index_.try_emplace(setup.key, static_cast<std::uint32_t>(queues_.size()));
        if (is_new) queues_.emplace_back();
        auto& queue = queues_[entry->second];
        queue.setup = setup;
        queue.active = true;
        sort_unique(queue.setup.skills);
        changed(QueueKey{entry->second});
    }
    for (auto const& setup : input.setup.agents) {
        auto const [entry, is_new] =
            agent_index_.try_emplace(setup.login, static_cast<std::uint32_t>(agents_.size()));
        if (is_new) agents_.emplace_back().since = now_;
        auto& agent = agents_[entry->second];
        agent.setup = setup;
        agent.active = true;
        sort_unique(agent.setup.skills);
        sort_unique(agent.setup.clients);
    }
    index_queues();
    retire_agents();
}

/// Which queues each agent serves: computed once for all agents of the same skills and clients.
void Floor::index_queues() {
    for (auto& queue : queues_) {
        queue.idle.clear();
        queue.on_shift = 0;
    }
    serves_.clear();
    for (auto& agent : agents_) {
        auto const [entry, is_new] = serves_.try_emplace({agent.setup.skills, agent.setup.clients});
        if (is_new)
            for (std::uint32_t number = 0; number < queues_.size(); ++number) {
                auto const& queue = queues_[number];
                // A queue that was taken out still serves those who wait in it.
                bool const in_use = queue.active || queue.waiting + queue.offered + queue.talking > 0;
                if (in_use && may_serve(agent.setup, queue.setup)) entry->second.push_back(number);
            }
        agent.serves = &entry->second;
        if (agent.state != AgentState::offline)
            for (auto const number : *agent.serves)
                ++queues_[number].on_shift;
    }
}

void Floor::retire_agents() {
    std::vector<std::uint32_t> ready;
    for (std::uint32_t index = 0; index < agents_.size(); ++index) {
        auto& agent = agents_[index];
        if (agent.state == AgentState::ready)
            ready.push_back(index);
        else if (!agent.active && agent.work == UINT32_MAX && agent.state != AgentState::wrap_up &&
                 agent.state != AgentState::offline)
            enter(index, AgentState::offline);
        else
            out_.push_back(AgentChanged{AgentKey{index}});
    }
    std::sort(ready.begin(), ready.end(), [this](std::uint32_t a, std::uint32_t b) {
        return agents_[a].idle_order < agents_[b].idle_order;
    });
    // Longest idle first, at the place each had: the change may have given them work, or taken their
    // telephone away.
    for (auto const index : ready) {
        auto const& agent = agents_[index];
        if (!agent.active || (agent.setup.phone_attaches && !agent.phone_attached)) {
            enter_ready(index, true);
            continue;
        }
        out_.push_back(AgentChanged{AgentKey{index}});
        match_agent(index);
    }
}

}  // namespace rufwerk::floor

#include "call/switchboard.hpp"

#include <algorithm>

namespace rufwerk::call {

namespace {

std::string_view name_of(std::optional<floor::Presence> presence) {
    if (!presence) return "";
    switch (*presence) {
        case floor::Presence::ready: return "ready";
        case floor::Presence::pause: return "pause";
        case floor::Presence::offline: return "offline";
    }
    return "";
}

std::string with_name(std::string greeting, std::string const& name) {
    constexpr std::string_view place = "{agent}";
    if (auto const at = greeting.find(place); at != std::string::npos)
        greeting.replace(at, place.size(), name);
    return greeting;
}

bool serves(Agent const& agent, Queue const& queue) {
    bool const client = agent.clients.empty() || std::find(agent.clients.begin(), agent.clients.end(),
                                                           queue.client) != agent.clients.end();
    return client && std::all_of(queue.skills.begin(), queue.skills.end(), [&](std::string const& skill) {
               auto const found = agent.skills.find(skill);
               return found != agent.skills.end() && found->second > 0;
           });
}

}  // namespace

AgentRow Switchboard::agent_row(floor::AgentKey key, Agent const& agent) const {
    auto const view = floor_.view(key);
    AgentRow row;
    row.login = agent.login;
    row.name = agent.name;
    row.state = floor::to_string(view.state);
    row.since = view.since;
    row.until = view.until;
    if (view.state == floor::AgentState::pause) row.reason = view.reason;
    row.phone = agent.phone;
    row.phone_ready = view.phone_attached;
    if (key.value < desks_.size()) row.phone_lost = desks_[key.value].phone_lost;
    row.next = name_of(view.next);
    if (view.work) {
        row.call = CallId{view.work->value};
        if (auto const* const machine = this->machine(*row.call)) {
            row.queue = machine->row().queue;
            row.client = machine->row().client;
        }
    }
    return row;
}

std::optional<AgentRow> Switchboard::agent_view(std::string_view login) const {
    auto const key = floor_.agent_key(login);
    auto const agent = centre_->agents.find(std::string{login});
    if (!key || agent == centre_->agents.end() || !agent->second.active) return std::nullopt;
    return agent_row(*key, agent->second);
}

QueueRow Switchboard::queue_row(Queue const& queue) {
    QueueRow row;
    row.key = queue.key;
    row.name = queue.name;
    row.client = queue.client;
    if (auto const client = centre_->clients.find(queue.client); client != centre_->clients.end())
        row.client_name = client->second.name;
    row.within_s = queue.service_level_within_s;
    row.percent = queue.service_level_percent;
    if (auto const key = floor_.queue_key(queue.key)) {
        auto const view = floor_.view(*key);
        row.waiting = view.waiting;
        row.offered = view.offered;
        row.talking = view.talking;
        row.longest_since = view.longest_since;
    }
    if (auto const figures = figures_.find(queue.key); figures != figures_.end()) {
        row.answered_today = figures->second.answered;
        row.abandoned_today = figures->second.abandoned;
        row.answered_within_today = figures->second.answered_within;
    }
    return row;
}

std::optional<QueueRow> Switchboard::queue_view(std::string_view key) {
    auto const queue = centre_->queues.find(std::string{key});
    if (queue == centre_->queues.end()) return std::nullopt;
    return queue_row(queue->second);
}

FloorView Switchboard::floor_view() {
    FloorView view;
    for (auto const& [key, queue] : centre_->queues)
        view.queues.push_back(queue_row(queue));
    for (auto const& [login, agent] : centre_->agents)
        if (auto row = agent_view(login)) view.agents.push_back(std::move(*row));
    return view;
}

SelfCall Switchboard::call_details(Machine const& machine, Agent const& agent) const {
    SelfCall self;
    self.row = machine.row();
    self.client_name = machine.route().client_name;
    if (auto const client = centre_->clients.find(self.row.client); client != centre_->clients.end()) {
        self.client_color = client->second.color;
        self.greeting = with_name(client->second.greeting, agent.name);
    }
    if (auto const queue = centre_->queues.find(self.row.queue); queue != centre_->queues.end())
        self.queue_name = queue->second.name;
    return self;
}

std::optional<SelfCall> Switchboard::self_call(floor::AgentKey key, Agent const& agent) const {
    auto const view = floor_.view(key);
    auto const* const machine = view.work ? this->machine(CallId{view.work->value}) : nullptr;
    if (machine == nullptr) return std::nullopt;
    auto self = call_details(*machine, agent);
    if (view.state == floor::AgentState::offered) {
        self.state = "offered";
        self.offer_until = view.until;
    } else if (view.state == floor::AgentState::wrap_up) {
        self.state = "wrap_up";
        self.wrap_up_until = view.until;
        self.extended = view.extended;
    } else {
        self.state = "live";
        self.held_since = machine->held_since();
    }
    return self;
}

std::optional<SelfView> Switchboard::self_view(std::string_view login) {
    auto const key = floor_.agent_key(login);
    auto const agent = centre_->agents.find(std::string{login});
    if (!key || agent == centre_->agents.end() || !agent->second.active) return std::nullopt;
    SelfView self;
    self.agent = agent_row(*key, agent->second);
    self.browser_phone = agent->second.phone == "browser";
    self.phone_attached = self.agent.phone_ready;
    self.call = self_call(*key, agent->second);
    for (auto const& [name, queue] : centre_->queues)
        if (serves(agent->second, queue)) self.queues.push_back(queue_row(queue));
    return self;
}

}  // namespace rufwerk::call

// How many inputs a second the floor turns into an offer, with 2,000 agents of 5 skills, 50 queues and 10,000
// callers waiting, against a naive scan over all of them that decides the same (checked offer by offer). What
// keeps the floor busy besides (the answer before, the caller who takes the freed place) is in the time of
// both.
//   bench_floor [--seconds N] [--out FILE]
#include "floor/floor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <sys/resource.h>
#include <vector>

namespace {

using namespace rufwerk;
using floor::AgentKey;
using floor::QueueKey;
using floor::WorkId;

constexpr int kAgents = 2000;
constexpr int kQueues = 50;
constexpr int kSkillsOfAgent = 5;
constexpr int kWaiting = 10'000;

struct Dice {
    std::uint64_t state;
    std::uint64_t below(std::uint64_t sides) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        return (state >> 33U) % sides;
    }
};

/// Queue i needs skill i, every fifth one a second skill as well; three priorities.
floor::Setup setup() {
    floor::Setup setup;
    for (int i = 0; i < kQueues; ++i) {
        floor::QueueSetup queue;
        queue.key = fmt::format("queue{:02}", i);
        queue.client = "client";
        queue.skills = {fmt::format("skill{:02}", i)};
        if (i % 5 == 0) queue.skills.push_back(fmt::format("skill{:02}", i + 1));
        queue.priority = i % 3;
        setup.queues.push_back(queue);
    }
    Dice dice{7};
    for (int i = 0; i < kAgents; ++i) {
        floor::AgentSetup agent;
        agent.login = fmt::format("agent{:04}", i);
        while (agent.skills.size() < kSkillsOfAgent) {
            auto skill = fmt::format("skill{:02}", dice.below(kQueues));
            if (std::find(agent.skills.begin(), agent.skills.end(), skill) == agent.skills.end())
                agent.skills.push_back(skill);
        }
        setup.agents.push_back(agent);
    }
    return setup;
}

struct Offered {
    std::int64_t work;
    std::uint32_t agent;
    friend bool operator==(Offered const&, Offered const&) = default;
};

/// The floor under test.
class Indexed {
  public:
    explicit Indexed(floor::Setup const& setup) { floor_.apply(now_, floor::Configured{setup}); }
    void ready(std::uint32_t agent) {
        give(floor::PresenceSet{AgentKey{agent}, floor::Presence::ready, "", false});
    }
    void arrive(std::int64_t work, std::uint32_t queue) {
        give(floor::WorkArrived{WorkId{work}, QueueKey{queue}});
    }
    void answer(std::int64_t work, std::uint32_t) { give(floor::WorkAnswered{WorkId{work}}); }
    void end(std::int64_t work, std::uint32_t) { give(floor::WorkEnded{WorkId{work}, false}); }
    void tick() { now_ += Duration{1}; }
    std::vector<Offered> offers;

  private:
    void give(floor::Input const& input) {
        for (auto const& output : floor_.apply(now_, input))
            if (auto const* const offer = std::get_if<floor::Offer>(&output))
                offers.push_back({offer->work.value, offer->agent.value});
    }
    floor::Floor floor_;
    Instant now_ = from_ms(1'800'000'000'000);
};

/// Looks at everything each time, as a poll over a table does.
class Scan {
  public:
    explicit Scan(floor::Setup const& setup) {
        for (auto const& agent : setup.agents)
            agents_.push_back({numbers(agent.skills)});
        for (auto const& queue : setup.queues)
            queues_.push_back({numbers(queue.skills), queue.priority});
    }
    void ready(std::uint32_t agent) {
        agents_[agent].is_ready = true;
        agents_[agent].since = ++order_;
        Waiting* best = nullptr;
        for (auto& work : waiting_) {
            auto const& queue = queues_[work.queue];
            if (!can(agents_[agent], queue)) continue;
            if (best == nullptr || queue.priority > queues_[best->queue].priority ||
                (queue.priority == queues_[best->queue].priority && work.order < best->order))
                best = &work;
        }
        if (best == nullptr) return;
        offer(best->work, agent);
        *best = waiting_.back();
        waiting_.pop_back();
    }
    void arrive(std::int64_t work, std::uint32_t queue) {
        Agent* longest = nullptr;
        for (auto& agent : agents_)
            if (agent.is_ready && can(agent, queues_[queue]) &&
                (longest == nullptr || agent.since < longest->since))
                longest = &agent;
        if (longest != nullptr)
            offer(work, static_cast<std::uint32_t>(longest - agents_.data()));
        else
            waiting_.push_back({work, queue, ++order_});
    }
    void answer(std::int64_t, std::uint32_t) {}
    void end(std::int64_t, std::uint32_t agent) { ready(agent); }
    void tick() {}
    std::vector<Offered> offers;

  private:
    struct Agent {
        std::vector<int> skills;
        bool is_ready = false;
        std::uint64_t since = 0;
    };
    struct Queue {
        std::vector<int> skills;
        int priority;
    };
    struct Waiting {
        std::int64_t work;
        std::uint32_t queue;
        std::uint64_t order;
    };
    static std::vector<int> numbers(std::vector<std::string> const& skills) {
        std::vector<int> found;
        for (auto const& skill : skills)
            found.push_back(std::stoi(skill.substr(5)));
        std::sort(found.begin(), found.end());
        return found;
    }
    static bool can(Agent const& agent, Queue const& queue) {
        return std::includes(agent.skills.begin(), agent.skills.end(), queue.skills.begin(),
                             queue.skills.end());
    }
    void offer(std::int64_t work, std::uint32_t agent) {
        agents_[agent].is_ready = false;
        offers.push_back({work, agent});
    }
    std::vector<Agent> agents_;
    std::vector<Queue> queues_;
    std::vector<Waiting> waiting_;
    std::uint64_t order_ = 0;
};

/// Drives one of the two: an agent answers, ends and is offered the next; a new caller takes the place.
template <class Core>
class Load {
  public:
    explicit Load(floor::Setup const& setup) : core_{setup} {
        for (int i = 0; i < kWaiting + kAgents; ++i)
            arrive();
        for (std::uint32_t agent = 0; agent < kAgents; ++agent)
            core_.ready(agent);
    }
    void cycle() {
        auto const [work, agent] = core_.offers[next_++];
        core_.answer(work, agent);
        core_.end(work, agent);
        arrive();
    }
    /// Offers per second over at least `seconds`.
    double per_second(double seconds) {
        auto const before = core_.offers.size();
        auto const began = std::chrono::steady_clock::now();
        double took = 0;
        while (took < seconds && next_ < core_.offers.size()) {
            for (int i = 0; i < 50 && next_ < core_.offers.size(); ++i)
                cycle();
            took = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
        }
        return static_cast<double>(core_.offers.size() - before) / took;
    }
    std::vector<Offered> const& offers() const { return core_.offers; }

  private:
    void arrive() {
        core_.tick();
        core_.arrive(++works_, static_cast<std::uint32_t>(dice_.below(kQueues)));
    }
    Core core_;
    Dice dice_{11};
    std::int64_t works_ = 0;
    std::size_t next_ = 0;
};

struct MachineCpu {
    double busy_s = 0;
    double all_s = 0;
};

MachineCpu machine_cpu() {
    std::ifstream file{"/proc/stat"};
    std::string word;
    file >> word;
    MachineCpu cpu;
    for (int i = 0; i < 8; ++i) {
        double ticks = 0;
        file >> ticks;
        cpu.all_s += ticks / 100;
        if (i != 3 && i != 4) cpu.busy_s += ticks / 100;  // idle, iowait
    }
    return cpu;
}

double own_cpu_s() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    auto const seconds = [](timeval time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::string argument(int count, char** arguments, char const* name, std::string otherwise) {
    for (int i = 1; i + 1 < count; ++i)
        if (std::strcmp(arguments[i], name) == 0) return arguments[i + 1];
    return otherwise;
}

}  // namespace

int main(int count, char** arguments) {
    auto const seconds = std::stod(argument(count, arguments, "--seconds", "3"));
    auto const out = argument(count, arguments, "--out", "");
    auto const centre = setup();

    Load<Indexed> checked{centre};
    Load<Scan> reference_checked{centre};
    constexpr std::size_t kChecked = 5000;
    for (std::size_t i = 0; i < kChecked; ++i) {
        checked.cycle();
        reference_checked.cycle();
    }
    if (checked.offers() != reference_checked.offers()) {
        fmt::print(stderr, "the floor and the scan decide differently\n");
        return 1;
    }
    auto const decided = checked.offers().size();

    auto const machine_before = machine_cpu();
    auto const own_before = own_cpu_s();
    std::vector<double> floor_rates;
    std::vector<double> scan_rates;
    for (int round = 0; round < 3; ++round) {  // interleaved, so that a noisy neighbour meets both
        scan_rates.push_back(Load<Scan>{centre}.per_second(seconds / 3));
        floor_rates.push_back(Load<Indexed>{centre}.per_second(seconds / 3));
    }
    auto const machine_after = machine_cpu();
    auto const foreign =
        std::max(0.0, (machine_after.busy_s - machine_before.busy_s - (own_cpu_s() - own_before)) /
                          std::max(0.01, machine_after.all_s - machine_before.all_s));
    std::sort(floor_rates.begin(), floor_rates.end());
    std::sort(scan_rates.begin(), scan_rates.end());
    auto const rate = floor_rates[1];
    auto const reference = scan_rates[1];
    fmt::print("{} agents of {} skills, {} queues, {} waiting; {} offers of both are equal\n", kAgents,
               kSkillsOfAgent, kQueues, kWaiting, decided);
    fmt::print(
        "floor      {:>10.0f} offers/s (goal at least 300000)\nnaive scan {:>10.0f} offers/s\nratio      "
        "{:>10.1f}\n",
        rate, reference, rate / reference);
    fmt::print("foreign CPU {:.0f} %\n", foreign * 100);
    if (!out.empty()) {
        std::ofstream file{out};
        file << fmt::format(
            "{{\"bench\":\"floor\",\"agents\":{},\"queues\":{},\"waiting\":{},\"checked_offers\":{},"
            "\"offers_per_s\":{:.0f},\"reference_offers_per_s\":{:.0f},\"ratio\":{:.2f},\"foreign_cpu\":{:."
            "3f}}}\n",
            kAgents, kQueues, kWaiting, decided, rate, reference, rate / reference, foreign);
        if (!file) return 1;
    }
    return 0;
}

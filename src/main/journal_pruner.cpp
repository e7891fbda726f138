#include "main/journal_pruner.hpp"

#include "base/log.hpp"
#include "base/problem.hpp"

namespace rufwerk {
namespace {
constexpr std::chrono::minutes soon{1};
constexpr std::chrono::hours hourly{1};
}  // namespace

JournalPruner::JournalPruner(store::Journal& journal, store::Ingest const& ingest, Clock const& clock,
                             Duration keep)
    : journal_{journal}, ingest_{ingest}, clock_{clock}, keep_{keep} {
    thread_ = std::thread{[this] { run(); }};
}

JournalPruner::~JournalPruner() {
    ended_ = true;
    bell_.ring();
    thread_.join();
}

void JournalPruner::run() {
    while (!ended_) {
        auto const ingested = ingest_.position();
        try {
            if (ingested > 0) journal_.prune(clock_.now() - keep_, ingested);
        } catch (Problem const& problem) {
            log::warning("journal.not_pruned", {{"fault", problem.detail()}});
        }
        bell_.wait(ingested < 0 ? Duration{soon} : Duration{hourly});  // -1: the database is still away
    }
}

}  // namespace rufwerk

#include "store/job.hpp"

#include "base/log.hpp"
#include "base/problem.hpp"
#include "store/bell.hpp"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace rufwerk::store {
namespace {

constexpr std::chrono::milliseconds look_again{500};
constexpr std::int64_t first_pause_ms = 1'000;
constexpr std::int64_t longest_pause_ms = 3'600'000;

std::int64_t pause_ms(int attempt) {
    return std::min(first_pause_ms << std::min(attempt - 1, 20), longest_pause_ms);
}

void expect_lease(std::int64_t changed) {
    if (changed != 1)
        throw Problem{Refusal::conflict, "store.lease_lost",
                      "The job's lease has run out and another has it now."};
}

/// Those who vanished with a job's last attempt would otherwise keep it for ever.
void bury_abandoned(Transaction& transaction, std::string const& kind) {
    transaction.execute(
        "UPDATE job SET state = 'dead', last_fault = 'its worker vanished', ended_at = $2, lease = NULL"
        " WHERE kind = $1 AND state = 'running' AND lease_until < $2 AND attempts >= most_attempts",
        {kind, to_ms(transaction.now())});
}

}  // namespace

std::int64_t enqueue_job(Transaction& transaction, NewJob const& job) {
    auto const now = to_ms(transaction.now());
    auto const id = transaction.new_id();
    auto const inserted = transaction.execute(
        "INSERT INTO job (id, kind, job_key, data, state, attempts, most_attempts, run_at, created_at)"
        " VALUES ($1, $2, $3, $4, 'waiting', 0, $5, $6, $7) ON CONFLICT (job_key) DO NOTHING",
        {id, job.kind, job.key ? Value{*job.key} : Value{nullptr}, job.data, std::int64_t{job.most_attempts},
         job.run_at ? to_ms(*job.run_at) : now, now});
    if (inserted == 1) return id;
    return transaction.query_one("SELECT id FROM job WHERE job_key = $1", {*job.key})->integer(0);
}

std::optional<Job> claim_job(Transaction& transaction, std::string const& kind, Duration lease) {
    bury_abandoned(transaction, kind);
    auto const now = to_ms(transaction.now());
    auto const rows = transaction.query(
        "UPDATE job SET state = 'running', attempts = attempts + 1, lease = $3, lease_until = $4 WHERE id IN"
        " (SELECT id FROM job WHERE kind = $1 AND ((state = 'waiting' AND run_at <= $2)"
        " OR (state = 'running' AND lease_until < $2)) ORDER BY run_at, id LIMIT 1 {skip_locked})"
        " RETURNING id, kind, data, attempts, most_attempts, lease",
        {kind, now, transaction.new_id(), now + lease.count()});
    if (rows.empty()) return std::nullopt;
    auto const& row = rows.front();
    return Job{row.integer(0),
               row.text(1),
               row.text(2),
               static_cast<int>(row.integer(3)),
               static_cast<int>(row.integer(4)),
               row.integer(5)};
}

void finish_job(Transaction& transaction, Job const& job) {
    expect_lease(transaction.execute(
        "UPDATE job SET state = 'done', lease = NULL, ended_at = $3 WHERE id = $1 AND lease = $2",
        {job.id, job.lease, to_ms(transaction.now())}));
}

void fail_job(Transaction& transaction, Job const& job, std::string const& fault) {
    auto const now = to_ms(transaction.now());
    if (job.attempt >= job.most_attempts)
        return expect_lease(
            transaction.execute("UPDATE job SET state = 'dead', lease = NULL, last_fault = $3, ended_at = $4 "
                                "WHERE id = $1 AND lease = $2",
                                {job.id, job.lease, fault, now}));
    expect_lease(
        transaction.execute("UPDATE job SET state = 'waiting', lease = NULL, last_fault = $3, run_at = $4 "
                            "WHERE id = $1 AND lease = $2",
                            {job.id, job.lease, fault, now + pause_ms(job.attempt)}));
}

class JobRunner::Threads {
  public:
    Threads(Database& database, std::map<std::string, Handler> handlers, JobOptions options)
        : database_{database}, handlers_{std::move(handlers)}, options_{options} {
        bells_.reserve(static_cast<std::size_t>(options_.threads));
        for (int i = 0; i < options_.threads; ++i) {
            auto* bell = bells_.emplace_back(std::make_unique<Bell>()).get();
            threads_.emplace_back([this, bell] { run(*bell); });
        }
    }

    ~Threads() {
        stopping_ = true;
        wake();
        for (auto& thread : threads_)
            thread.join();
    }

    void wake() {
        for (auto const& bell : bells_)
            bell->ring();
    }

  private:
    void run(Bell& bell) {
        Backoff backoff;
        while (!stopping_) {
            try {
                auto const some = work_on_each_kind();
                backoff.reset();
                if (!some) bell.wait(look_again);
            } catch (std::exception const& fault) {
                log::error("job.store_trouble", {{"fault", fault.what()}});
                bell.wait(backoff.next());
            }
        }
    }

    /// One of each kind in turn, so that a thousand letters do not hold up a web hook.
    bool work_on_each_kind() {
        bool some = false;
        for (auto const& [kind, handler] : handlers_) {
            if (stopping_) return some;
            std::optional<Job> job;
            database_.write_and_wait([&](Transaction& t) { job = claim_job(t, kind, options_.lease); });
            if (!job) continue;
            some = true;
            work_on(*job, handler);
        }
        return some;
    }

    void work_on(Job const& job, Handler const& handler) {
        try {
            auto const finish = handler(job);
            database_.write_and_wait([&](Transaction& transaction) {
                finish_job(transaction, job);
                if (finish) finish(transaction);
            });
        } catch (std::exception const& fault) {
            log::warning("job.failed", {{"job", job.id},
                                        {"kind", job.kind},
                                        {"attempt", job.attempt},
                                        {"of", job.most_attempts},
                                        {"fault", fault.what()}});
            database_.write_and_wait([&](Transaction& t) { fail_job(t, job, fault.what()); });
        }
    }

    Database& database_;
    std::map<std::string, Handler> handlers_;
    JobOptions options_;
    std::atomic<bool> stopping_ = false;
    std::vector<std::unique_ptr<Bell>> bells_;
    std::vector<std::thread> threads_;
};

JobRunner::JobRunner(Database& database, std::map<std::string, Handler> handlers, JobOptions options)
    : threads_{std::make_unique<Threads>(database, std::move(handlers), options)} {}

JobRunner::~JobRunner() = default;

void JobRunner::wake() { threads_->wake(); }

}  // namespace rufwerk::store

#pragma once

#include "store/database.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

/// Work that follows a commit and may be retried: a mail, a PDF, a web hook. A job is a row; who works on it
/// holds a lease, and when the lease runs out (a killed process) another takes it over. A job that has failed
/// `most_attempts` times stays as `dead`, with its last fault, until a person decides.
namespace rufwerk::store {

struct NewJob {
    std::string kind;
    std::string data;  // JSON
    /// At most one job per key ever: a retried use case does not send a mail twice.
    std::optional<std::string> key{};
    std::optional<Instant> run_at{};  // absent: at once
    int most_attempts = 10;
};

struct Job {
    std::int64_t id = 0;
    std::string kind;
    std::string data;
    int attempt = 0;  // 1 the first time
    int most_attempts = 0;
    std::int64_t lease = 0;
};

/// The new job's id, or the id of the job that has the key already.
std::int64_t enqueue_job(Transaction& transaction, NewJob const& job);

/// The next job of this kind that is due or whose lease has run out, leased for `lease`; nothing when there
/// is none.
std::optional<Job> claim_job(Transaction& transaction, std::string const& kind, Duration lease);
/// Throws Problem conflict `store.lease_lost` when another has the job now: the transaction must not be
/// committed.
void finish_job(Transaction& transaction, Job const& job);
/// To be tried again after 1 s, 2 s, 4 s … up to an hour, or dead after the last attempt. The same refusal.
void fail_job(Transaction& transaction, Job const& job, std::string const& fault);

struct JobOptions {
    int threads = 2;
    /// Longer than a handler may take.
    Duration lease{60'000};
};

/// Works on the jobs of the kinds it has handlers for, each on one of its threads. The database must outlive
/// it.
class JobRunner {
  public:
    /// Runs in the transaction that marks the job done; may be empty.
    using Finish = std::function<void(Transaction&)>;
    /// Does the work outside of any transaction; throws when it failed. It may be called again for a job that
    /// it has done (the process was killed before the finish), so what it does must bear that.
    using Handler = std::function<Finish(Job const&)>;

    JobRunner(Database& database, std::map<std::string, Handler> handlers, JobOptions options = {});
    /// Ends after the jobs that are under way.
    ~JobRunner();
    JobRunner(JobRunner const&) = delete;
    JobRunner& operator=(JobRunner const&) = delete;

    /// Looks for jobs now rather than within half a second; any thread.
    void wake();

  private:
    class Threads;
    std::unique_ptr<Threads> threads_;
};

}  // namespace rufwerk::store

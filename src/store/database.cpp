#include "store/database.hpp"

#include "base/problem.hpp"
#include "store/engine.hpp"

#include <fmt/format.h>

#include <condition_variable>
#include <stdexcept>
#include <utility>

namespace rufwerk::store {
namespace {

/// Where a thread waits for its use case. The failure moves to the one who waits, so that the store thread
/// keeps nothing of what it reads then.
class Waiting {
  public:
    void end(std::exception_ptr failure) {
        {
            std::lock_guard const lock{mutex_};
            failure_ = std::move(failure);
            ended_ = true;
        }
        changed_.notify_one();
    }
    void wait() {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return ended_; });
        if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool ended_ = false;
    std::exception_ptr failure_;
};

template <class Start>
void wait_for(Start const& start) {
    // Shared: the store thread may still be leaving `end` when this one has woken and gone on.
    auto const waiting = std::make_shared<Waiting>();
    if (!start([waiting](Outcome outcome) { waiting->end(std::move(outcome.failure)); }))
        throw Problem{Refusal::unavailable, "store.busy",
                      "The database has too much waiting; try again in a moment."};
    waiting->wait();
}

}  // namespace

std::optional<Row> Transaction::query_one(std::string_view sql, Values const& values) {
    auto rows = query(sql, values);
    if (rows.empty()) return std::nullopt;
    if (rows.size() > 1) throw std::logic_error{fmt::format("more than one row: {}", sql)};
    return std::move(rows.front());
}

void Database::write_and_wait(UseCase use_case) {
    wait_for([&](Done done) { return write(std::move(use_case), std::move(done)); });
}

void Database::read_and_wait(UseCase use_case) {
    wait_for([&](Done done) { return read(std::move(use_case), std::move(done)); });
}

void Database::on_emitted(std::function<void()> ring) {
    std::lock_guard const lock{bells_mutex_};
    bells_.push_back(std::move(ring));
}

void Database::ring_emitted() const {
    std::vector<std::function<void()>> bells;
    {
        std::lock_guard const lock{bells_mutex_};
        bells = bells_;
    }
    for (auto const& ring : bells)
        ring();
}

std::unique_ptr<Database> open_database(std::string const& url, Clock const& clock) {
    constexpr std::string_view sqlite = "sqlite:";
    if (url.starts_with(sqlite) && url.size() > sqlite.size())
        return open_sqlite({.file = {.path = url.substr(sqlite.size())}}, clock);
    if (url.starts_with("postgresql://") || url.starts_with("postgres://"))
        return open_postgres({.url = url}, clock);
    throw invalid_field("database.url", "scheme",
                        "must be sqlite:FILE or postgresql://user:password@host/name");
}

}  // namespace rufwerk::store

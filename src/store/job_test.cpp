#include "store/job.hpp"

#include "base/problem.hpp"
#include "store/engines.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <set>
#include <thread>

namespace rufwerk::store {
namespace {

class JobTest : public testing::EngineTest {
  protected:
    void SetUp() override { database_ = open_migrated(); }

    std::int64_t enqueue(NewJob const& job) {
        std::int64_t id = 0;
        database_->write_and_wait([&](Transaction& transaction) { id = enqueue_job(transaction, job); });
        return id;
    }
    std::optional<Job> claim(Duration lease = Duration{1'000}) {
        std::optional<Job> job;
        database_->write_and_wait(
            [&](Transaction& transaction) { job = claim_job(transaction, "mail", lease); });
        return job;
    }
    void fail(Job const& job) {
        database_->write_and_wait([&](Transaction& transaction) { fail_job(transaction, job, "no server"); });
    }
    std::string finish(Job const& job) {
        try {
            database_->write_and_wait([&](Transaction& transaction) { finish_job(transaction, job); });
        } catch (Problem const& problem) {
            return problem.code();
        }
        return "done";
    }
    std::int64_t count(std::string const& state) {
        std::int64_t jobs = 0;
        database_->read_and_wait([&](Transaction& transaction) {
            jobs = transaction.query_one("SELECT count(*) FROM job WHERE state = $1", {state})->integer(0);
        });
        return jobs;
    }

    std::unique_ptr<Database> database_;
};

TEST_P(JobTest, a_job_is_claimed_by_one_worker_when_it_is_due) {
    auto const id = enqueue({.kind = "mail", .data = "{}"});
    enqueue({.kind = "mail", .data = "later", .run_at = clock_.now() + Duration{5'000}});
    auto const job = claim();
    ASSERT_TRUE(job);
    EXPECT_EQ(job->id, id);
    EXPECT_EQ(job->attempt, 1);
    EXPECT_FALSE(claim()) << "one is leased, the other not due";
    EXPECT_EQ(finish(*job), "done");
    clock_.advance(Duration{5'000});
    EXPECT_EQ(claim()->data, "later");
}

TEST_P(JobTest, a_key_makes_one_job_however_often_it_is_asked_for) {
    auto const first = enqueue({.kind = "mail", .data = "{}", .key = "welcome/7"});
    EXPECT_EQ(enqueue({.kind = "mail", .data = "{}", .key = "welcome/7"}), first);
    EXPECT_EQ(finish(*claim()), "done");
    EXPECT_EQ(enqueue({.kind = "mail", .data = "{}", .key = "welcome/7"}), first);
    EXPECT_FALSE(claim());
}

TEST_P(JobTest, the_job_of_a_killed_worker_goes_to_another_and_the_first_can_no_longer_finish_it) {
    enqueue({.kind = "mail", .data = "{}"});
    auto const killed = claim();
    clock_.advance(Duration{1'001});
    auto const next = claim();
    ASSERT_TRUE(next);
    EXPECT_EQ(next->id, killed->id);
    EXPECT_EQ(next->attempt, 2);
    EXPECT_EQ(finish(*killed), "store.lease_lost");
    EXPECT_EQ(finish(*next), "done");
}

TEST_P(JobTest, a_failed_job_waits_longer_each_time_and_ends_as_a_dead_letter) {
    enqueue({.kind = "mail", .data = "{}", .most_attempts = 3});
    fail(*claim());
    EXPECT_FALSE(claim());
    clock_.advance(Duration{1'000});
    fail(*claim());
    clock_.advance(Duration{1'999});
    EXPECT_FALSE(claim());
    clock_.advance(Duration{1});
    fail(*claim());
    clock_.advance(Duration{100'000'000});
    EXPECT_FALSE(claim());
    EXPECT_EQ(count("dead"), 1);
}

TEST_P(JobTest, a_job_whose_workers_vanish_every_time_is_dead_in_the_end) {
    enqueue({.kind = "mail", .data = "{}", .most_attempts = 2});
    for (int attempt = 1; attempt <= 2; ++attempt) {
        EXPECT_TRUE(claim());
        clock_.advance(Duration{1'001});
    }
    EXPECT_FALSE(claim());
    EXPECT_EQ(count("dead"), 1);
}

TEST_P(JobTest, runners_side_by_side_do_every_job_once_and_write_its_result_with_its_end) {
    constexpr std::size_t jobs = 40;
    for (std::size_t i = 0; i < jobs; ++i)
        enqueue({.kind = "mail", .data = std::to_string(i)});
    std::mutex mutex;
    std::multiset<std::string> done;
    auto const handler = [&](Job const& job) -> JobRunner::Finish {
        {
            std::lock_guard const lock{mutex};
            done.insert(job.data);
        }
        return [job](Transaction& transaction) { transaction.emit("mail.sent", job.data); };
    };
    {
        JobRunner const one{*database_, {{"mail", handler}}};
        JobRunner const two{*database_, {{"mail", handler}}};
        while (count("done") < static_cast<std::int64_t>(jobs))
            std::this_thread::yield();
    }
    EXPECT_EQ(done.size(), jobs);
    EXPECT_EQ(std::set<std::string>(done.begin(), done.end()).size(), jobs);
    database_->read_and_wait([&](Transaction& transaction) {
        EXPECT_EQ(transaction.query_one("SELECT count(*) FROM outbox")->integer(0),
                  static_cast<std::int64_t>(jobs));
    });
}

TEST_P(JobTest, a_handler_that_throws_leaves_the_job_to_be_tried_again) {
    enqueue({.kind = "mail", .data = "{}"});
    std::atomic<int> calls = 0;
    JobRunner runner{*database_, {{"mail", [&](Job const&) -> JobRunner::Finish {
                                       if (++calls == 1) throw std::runtime_error{"no server"};
                                       return {};
                                   }}}};
    while (calls < 1 || count("waiting") < 1)
        std::this_thread::yield();
    clock_.advance(Duration{1'000});
    runner.wake();
    while (count("done") < 1)
        std::this_thread::yield();
    EXPECT_EQ(calls, 2);
}

INSTANTIATE_TEST_SUITE_P(Engine, JobTest, ::testing::ValuesIn(testing::engines()), testing::engine_name);

}  // namespace
}  // namespace rufwerk::store

#include "store/outbox.hpp"

#include "store/engines.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <map>
#include <thread>

namespace rufwerk::store {
namespace {

class OutboxTest : public testing::EngineTest {
  protected:
    void SetUp() override { database_ = open_migrated(); }

    void emit(std::string const& topic, std::string const& json) {
        database_->write_and_wait([&](Transaction& transaction) { transaction.emit(topic, json); });
    }

    std::unique_ptr<Database> database_;
};

/// What a consumer has heard, and a way to wait for it. Only what was committed counts.
class Heard {
  public:
    OutboxConsumer::Handler handler() {
        return [this](Transaction& transaction, OutboxEvent const& event) {
            transaction.after_commit([this, event] {
                std::lock_guard const lock{mutex_};
                events_.push_back(event);
                changed_.notify_all();
            });
        };
    }
    std::vector<OutboxEvent> wait_for(std::size_t count) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return events_.size() >= count; });
        return events_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<OutboxEvent> events_;
};

TEST_P(OutboxTest, a_consumer_hears_its_topics_in_order_and_goes_on_after_a_restart) {
    Heard heard;
    emit("call.ended", "1");
    emit("chat.ended", "2");
    {
        OutboxConsumer const consumer{*database_, "timeline", {"call.ended"}, heard.handler()};
        emit("call.ended", "3");
        heard.wait_for(2);
    }
    emit("call.ended", "4");
    OutboxConsumer const consumer{*database_, "timeline", {"call.ended"}, heard.handler()};
    auto const events = heard.wait_for(3);
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(events[0].data + events[1].data + events[2].data, "134");
    EXPECT_LT(events[1].position, events[2].position);
}

TEST_P(OutboxTest, nothing_is_emitted_by_a_use_case_that_was_refused) {
    Heard heard;
    EXPECT_THROW(database_->write_and_wait([](Transaction& transaction) {
        transaction.emit("a", "refused");
        throw std::runtime_error{"no"};
    }),
                 std::runtime_error);
    emit("a", "kept");
    OutboxConsumer const consumer{*database_, "all", {}, heard.handler()};
    EXPECT_EQ(heard.wait_for(1).at(0).data, "kept");
}

TEST_P(OutboxTest, with_many_writers_at_once_no_event_is_passed_over_and_each_writers_order_is_kept) {
    constexpr int writers = 6;
    constexpr int each = 40;
    Heard heard;
    OutboxConsumer const consumer{*database_, "all", {}, heard.handler()};
    std::vector<std::thread> threads;
    for (int writer = 0; writer < writers; ++writer)
        threads.emplace_back([&, writer] {
            for (int n = 0; n < each; ++n)
                emit(std::to_string(writer), std::to_string(n));
        });
    for (auto& thread : threads)
        thread.join();
    std::map<std::string, int> next;
    std::int64_t last = 0;
    for (auto const& event : heard.wait_for(writers * each)) {
        EXPECT_EQ(event.position, ++last);
        EXPECT_EQ(event.data, std::to_string(next[event.topic]++));
    }
    EXPECT_EQ(last, writers * each);
}

TEST_P(OutboxTest, a_handler_that_throws_holds_its_consumer_only_and_its_writes_are_undone) {
    std::atomic<bool> broken = true;
    Heard heard;
    Heard other;
    OutboxConsumer const consumer{
        *database_, "broken", {}, [&](Transaction& transaction, OutboxEvent const& event) {
            heard.handler()(transaction, event);
            if (event.data == "2" && broken) throw std::runtime_error{"event 2 is broken"};
        }};
    OutboxConsumer const healthy{*database_, "healthy", {}, other.handler()};
    for (auto const* data : {"1", "2", "3"})
        emit("a", data);
    other.wait_for(3);
    while (consumer.trouble().empty())
        std::this_thread::yield();
    EXPECT_EQ(heard.wait_for(1).size(), 1U);
    broken = false;
    auto const events = heard.wait_for(3);
    EXPECT_EQ(events[0].data + events[1].data + events[2].data, "123");
    EXPECT_EQ(events.size(), 3U);
}

TEST_P(OutboxTest, only_what_every_consumer_has_had_is_forgotten_and_positions_go_on) {
    Heard heard;
    for (int n = 0; n < 5; ++n)
        emit("a", "{}");
    auto const forget = [&] {
        std::int64_t forgotten = 0;
        database_->write_and_wait([&](Transaction& transaction) {
            forgotten = forget_outbox(transaction, transaction.now() + Duration{1});
        });
        return forgotten;
    };
    EXPECT_EQ(forget(), 0) << "nobody has had anything yet";
    {
        OutboxConsumer const consumer{*database_, "all", {}, heard.handler()};
        heard.wait_for(5);
    }
    EXPECT_EQ(forget(), 4) << "the newest stays";
    emit("a", "{}");
    OutboxConsumer const consumer{*database_, "all", {}, heard.handler()};
    EXPECT_EQ(heard.wait_for(6).back().position, 6);
}

INSTANTIATE_TEST_SUITE_P(Engine, OutboxTest, ::testing::ValuesIn(testing::engines()), testing::engine_name);

}  // namespace
}  // namespace rufwerk::store

#include "people/session_watch.hpp"

#include "people/session.hpp"
#include "people/small_house.hpp"

#include <condition_variable>

namespace rufwerk::people {
namespace {

using Ending = SessionWatch::Ending;

/// Who was told, and of what.
class Told {
  public:
    SessionWatch::Ended as(std::uint64_t holder) {
        return [this, holder](Ending why) {
            std::lock_guard const lock{mutex_};
            all_[holder] = why;
            changed_.notify_all();
        };
    }
    std::optional<Ending> wait_for(std::uint64_t holder) {
        std::unique_lock lock{mutex_};
        changed_.wait_for(lock, std::chrono::seconds{20}, [&] { return all_.contains(holder); });
        return of(holder);
    }
    /// Without waiting: what is not there now was not told.
    bool has(std::uint64_t holder) {
        std::lock_guard const lock{mutex_};
        return of(holder).has_value();
    }

  private:
    std::optional<Ending> of(std::uint64_t holder) const {
        auto const found = all_.find(holder);
        return found == all_.end() ? std::nullopt : std::optional{found->second};
    }
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::uint64_t, Ending> all_;
};

class SessionWatchTest : public testing::SmallHouseTest {
  protected:
    void SetUp() override {
        SmallHouseTest::SetUp();
        watch_ = std::make_unique<SessionWatch>(*database_, std::chrono::hours{1});
    }
    void TearDown() override {
        watch_.reset();
        SmallHouseTest::TearDown();
    }
    Actor actor_of(std::string const& token) {
        std::optional<Found> found;
        database_->read_and_wait(
            [&](store::Transaction& transaction) { found = find_session(transaction, token); });
        return found.value().actor;
    }
    /// A page of that login, held open under this number.
    Actor open_page(std::uint64_t holder, std::string const& login) {
        auto actor = actor_of(session_of(login));
        watch_->add(holder, actor, told_.as(holder));
        return actor;
    }

    Told told_;
    std::unique_ptr<SessionWatch> watch_;
};

TEST_P(SessionWatchTest, a_page_hears_that_its_session_was_signed_out_and_no_other_page_does) {
    auto const agent = open_page(1, "agent");
    open_page(2, "agent");
    open_page(3, "supervisor");
    write([&](store::Transaction& transaction) { end_session(transaction, agent.session); });
    watch_->ring();
    EXPECT_EQ(told_.wait_for(1), Ending::session_ended);
    EXPECT_FALSE(told_.has(2));
    EXPECT_FALSE(told_.has(3));
}

TEST_P(SessionWatchTest, locking_a_user_by_apply_is_heard_without_being_told) {
    open_page(1, "agent");
    open_page(2, "agent");
    open_page(3, "supervisor");
    apply("[[user]]\nlogin = \"agent\"\nactive = false\n");
    EXPECT_EQ(told_.wait_for(1), Ending::session_ended);
    EXPECT_EQ(told_.wait_for(2), Ending::session_ended);
    EXPECT_FALSE(told_.has(3));
}

TEST_P(SessionWatchTest, a_session_that_has_grown_old_ends_by_itself) {
    open_page(1, "agent");
    clock_.advance(session_idle_max + Duration{1});
    watch_->ring();
    EXPECT_EQ(told_.wait_for(1), Ending::session_ended);
}

/// The data wall: what a page hears was decided when it was opened (Art. 32 (4) GDPR: only those
/// may see a client's data who work for that client).
TEST_P(SessionWatchTest, new_rights_end_what_was_opened_with_the_old_ones) {
    open_page(1, "wide_agent");
    open_page(2, "agent");
    apply("[[user]]\nlogin = \"wide_agent\"\nclients = [\"nordheim\"]\n");
    EXPECT_EQ(told_.wait_for(1), Ending::rights_changed);
    EXPECT_FALSE(told_.has(2));
}

TEST_P(SessionWatchTest, what_ended_while_the_page_was_opened_is_told_as_well) {
    auto const agent = actor_of(session_of("agent"));
    write([&](store::Transaction& transaction) { end_session(transaction, agent.session); });
    watch_->add(1, agent, told_.as(1));
    EXPECT_EQ(told_.wait_for(1), Ending::session_ended);
}

TEST_P(SessionWatchTest, who_has_closed_is_not_told) {
    auto const agent = open_page(1, "agent");
    watch_->add(2, agent, told_.as(2));
    watch_->remove(1);
    write([&](store::Transaction& transaction) { end_session(transaction, agent.session); });
    watch_->ring();
    EXPECT_EQ(told_.wait_for(2), Ending::session_ended);
    EXPECT_FALSE(told_.has(1));
}

INSTANTIATE_TEST_SUITE_P(Engines, SessionWatchTest, ::testing::ValuesIn(store::testing::engines()),
                         store::testing::engine_name);

}  // namespace
}  // namespace rufwerk::people

#include "http/hub.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace rufwerk::http {
namespace {

/// A browser's connection as the hub sees it; what was sent, in order.
class Listening final : public Socket {
  public:
    explicit Listening(std::uint64_t id) : id_{id} {}
    std::uint64_t id() const override { return id_; }
    void send(std::shared_ptr<std::string const> text) override {
        std::lock_guard const lock{mutex_};
        heard_.push_back(*text);
    }
    void close(std::uint16_t, std::string) override {}
    std::vector<std::string> heard() {
        std::lock_guard const lock{mutex_};
        return std::exchange(heard_, {});
    }

  private:
    std::uint64_t id_;
    std::mutex mutex_;
    std::vector<std::string> heard_;
};

std::string event(std::string const& topic, int seq, std::string const& data) {
    return R"({"type":"event","topic":")" + topic + R"(","seq":)" + std::to_string(seq) + R"(,"data":)" +
           data + "}";
}
std::string snapshot(std::string const& topic, int seq, std::string const& data) {
    return R"({"type":"snapshot","topic":")" + topic + R"(","boot":"b1","seq":)" + std::to_string(seq) +
           R"(,"data":)" + data + "}";
}

struct HubTest : testing::Test {
    Hub hub{"b1", [](std::string const& topic) { return "\"all of " + topic + "\""; }};
    std::shared_ptr<Listening> lena = std::make_shared<Listening>(1);
    std::shared_ptr<Listening> omar = std::make_shared<Listening>(2);
    using Heard = std::vector<std::string>;
};

TEST_F(HubTest, who_is_new_gets_everything_and_then_each_change) {
    hub.publish("me/lena", "1");
    hub.subscribe(lena, "me/lena", "", 0);
    hub.publish("me/lena", "2");
    EXPECT_EQ(lena->heard(), (Heard{snapshot("me", 1, "\"all of me/lena\""), event("me", 2, "2")}));
}

TEST_F(HubTest, each_topic_has_listeners_and_numbers_of_its_own) {
    hub.subscribe(lena, "me/lena", "", 0);
    hub.subscribe(omar, "me/omar", "", 0);
    static_cast<void>(lena->heard());
    static_cast<void>(omar->heard());
    hub.publish("me/lena", "1");
    hub.publish("me/omar", "2");
    hub.publish("me/omar", "3");
    EXPECT_EQ(lena->heard(), Heard{event("me", 1, "1")});
    EXPECT_EQ(omar->heard(), (Heard{event("me", 1, "2"), event("me", 2, "3")}));
}

TEST_F(HubTest, who_was_away_gets_what_was_missed_and_nothing_twice) {
    for (int seq = 1; seq <= 5; ++seq)
        hub.publish("floor/all", std::to_string(seq));
    hub.subscribe(lena, "floor/all", "b1", 3);
    EXPECT_EQ(lena->heard(), (Heard{event("floor", 4, "4"), event("floor", 5, "5")}));
    hub.subscribe(omar, "floor/all", "b1", 5);
    EXPECT_EQ(omar->heard(), Heard{}) << "nothing was missed";
}

TEST_F(HubTest, who_was_away_too_long_gets_everything) {
    for (int seq = 1; seq <= 300; ++seq)
        hub.publish("floor/all", std::to_string(seq));
    hub.subscribe(lena, "floor/all", "b1", 43);  // the 44th has just gone
    EXPECT_EQ(lena->heard(), Heard{snapshot("floor", 300, "\"all of floor/all\"")});
    hub.subscribe(omar, "floor/all", "b1", 44);
    auto const missed = omar->heard();
    ASSERT_EQ(missed.size(), 256U);
    EXPECT_EQ(missed.front(), event("floor", 45, "45"));
}

TEST_F(HubTest, numbers_of_a_server_that_ended_or_that_never_were_count_for_nothing) {
    hub.publish("me/lena", "1");
    hub.subscribe(lena, "me/lena", "b0", 1);
    EXPECT_EQ(lena->heard(), Heard{snapshot("me", 1, "\"all of me/lena\"")});
    hub.subscribe(omar, "me/lena", "b1", 7);
    EXPECT_EQ(omar->heard(), Heard{snapshot("me", 1, "\"all of me/lena\"")});
}

/// A boot without a number is no claim to have seen anything, not even when nothing has happened yet.
TEST_F(HubTest, a_boot_without_a_number_gets_everything) {
    hub.subscribe(lena, "me/lena", "b1", std::nullopt);
    EXPECT_EQ(lena->heard(), Heard{snapshot("me", 0, "\"all of me/lena\"")});
    hub.publish("me/lena", "1");
    hub.subscribe(omar, "me/lena", "b1", std::nullopt);
    EXPECT_EQ(omar->heard(), Heard{snapshot("me", 1, "\"all of me/lena\"")});
}

TEST_F(HubTest, who_has_unsubscribed_or_gone_hears_nothing_more) {
    hub.subscribe(lena, "floor/all", "", 0);
    hub.subscribe(omar, "floor/all", "", 0);
    hub.unsubscribe(1, "floor/all");
    hub.publish("floor/all", "1");
    EXPECT_EQ(lena->heard().size(), 1U) << "the snapshot alone";
    EXPECT_EQ(omar->heard().size(), 2U);
    hub.forget(2);
    EXPECT_FALSE(hub.has_listeners("floor/all"));
    hub.subscribe(lena, "floor/all", "", 0);
    lena.reset();  // its connection is gone before anybody said so
    hub.publish("floor/all", "2");
    EXPECT_FALSE(hub.has_listeners("floor/all"));
}

/// A subscription that falls between two events must neither miss nor double one.
TEST_F(HubTest, nothing_falls_between_the_snapshot_and_the_events) {
    constexpr int events = 2'000;
    std::jthread publisher{[this] {
        for (int seq = 1; seq <= events; ++seq)
            hub.publish("floor/all", std::to_string(seq));
    }};
    std::vector<std::shared_ptr<Listening>> all;
    for (std::uint64_t id = 10; id < 60; ++id) {
        all.push_back(std::make_shared<Listening>(id));
        hub.subscribe(all.back(), "floor/all", "", 0);
    }
    publisher.join();
    for (auto const& socket : all) {
        auto const heard = socket->heard();
        auto const begin = heard.front().find("\"seq\":") + 6;
        int const first = std::stoi(heard.front().substr(begin));
        ASSERT_EQ(heard.size(), static_cast<std::size_t>(events - first) + 1);
        if (heard.size() == 1) continue;
        EXPECT_EQ(heard[1], event("floor", first + 1, std::to_string(first + 1)));
    }
}

}  // namespace
}  // namespace rufwerk::http

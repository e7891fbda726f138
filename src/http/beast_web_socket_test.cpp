#include "http/server_stage.hpp"

#include <gmock/gmock.h>

#include <future>

namespace rufwerk::http {
namespace {

using testing::RawClient;

class HttpServerSocket : public testing::ServerStage {
  protected:
    static std::shared_ptr<std::string const> text(std::string words) {
        return std::make_shared<std::string const>(std::move(words));
    }
};

TEST_F(HttpServerSocket, texts_go_both_ways_in_order) {
    start();
    RawClient client{url()};
    ASSERT_TRUE(client.upgrade("/api/live"));
    auto const socket = opened();
    socket->send(text("one"));
    socket->send(text("two"));
    EXPECT_EQ(client.frame()->payload, "one");
    EXPECT_EQ(client.frame()->payload, "two");
    client.send_frame(1, "three");
    EXPECT_TRUE(text_count_.reaches(1));
}

TEST_F(HttpServerSocket, an_unknown_path_is_not_upgraded) {
    start();
    RawClient client{url()};
    EXPECT_FALSE(client.upgrade("/api/other"));
}

TEST_F(HttpServerSocket, a_close_has_its_code_and_reason_and_is_told_to_the_owner) {
    start();
    RawClient client{url()};
    ASSERT_TRUE(client.upgrade("/api/live"));
    opened()->close(4401, "session ended");
    auto const frame = client.frame();
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->close_code(), 4401);
    EXPECT_EQ(frame->payload.substr(2), "session ended");
    client.send_frame(8, frame->payload);
    EXPECT_EQ(client.read_to_end(), "");
    EXPECT_TRUE(closed_count_.reaches(1));
}

TEST_F(HttpServerSocket, bytes_and_broken_texts_are_refused) {
    start();
    for (auto const& [opcode, payload, code] :
         {std::tuple{2, std::string{"bytes"}, 1003}, std::tuple{1, std::string{"\xff\xfe"}, 1007},
          std::tuple{1, std::string(65'535, 'x'), 0}}) {
        RawClient client{url()};
        ASSERT_TRUE(client.upgrade("/api/live"));
        client.send_frame(opcode, payload);
        if (code == 0) {
            EXPECT_TRUE(text_count_.reaches(1)) << "64 kB are within the limit";
            continue;
        }
        auto const frame = client.frame();
        ASSERT_TRUE(frame) << payload;
        EXPECT_EQ(frame->close_code(), code) << payload;
    }
}

TEST_F(HttpServerSocket, who_does_not_read_is_closed_when_the_queue_is_full) {
    auto options = quick();
    options.socket_queue_bytes = 100'000;
    start(options);
    RawClient client{url(), 4'096};
    ASSERT_TRUE(client.upgrade("/api/live"));
    auto const socket = opened();
    // What the kernel takes for us (some MB) and the queue on top.
    for (int i = 0; i < 2'000; ++i)
        socket->send(text(std::string(10'000, 'x')));
    EXPECT_TRUE(closed_count_.reaches(1));
    std::size_t whole = 0;
    while (client.frame())
        ++whole;
    EXPECT_LT(whole, 2'000U);
}

TEST_F(HttpServerSocket, one_text_too_large_for_the_queue_closes_with_a_word) {
    auto options = quick();
    options.socket_queue_bytes = 1'000;
    start(options);
    RawClient client{url()};
    ASSERT_TRUE(client.upgrade("/api/live"));
    opened()->send(text(std::string(1'001, 'x')));
    EXPECT_EQ(client.frame()->close_code(), 1013);
}

/// A close waits for the frame that is being written; a peer that takes nothing must not hold it for ever.
TEST_F(HttpServerSocket, a_close_to_somebody_who_does_not_read_ends_all_the_same) {
    auto options = quick();
    options.socket_queue_bytes = 64U << 20U;
    start(options);
    RawClient client{url(), 4'096};
    ASSERT_TRUE(client.upgrade("/api/live"));
    auto const socket = opened();
    for (int i = 0; i < 1'000; ++i)
        socket->send(text(std::string(20'000, 'x')));
    socket->close(4401, "session ended");
    EXPECT_TRUE(closed_count_.reaches(1));
}

TEST_F(HttpServerSocket, who_does_not_answer_pings_is_closed) {
    auto options = quick();
    options.socket_silence_ms = 300;
    start(options);
    RawClient client{url()};
    ASSERT_TRUE(client.upgrade("/api/live"));
    EXPECT_EQ(client.frame()->opcode, 9);
    EXPECT_TRUE(closed_count_.reaches(1));
}

TEST_F(HttpServerSocket, draining_says_goodbye_with_1001) {
    start();
    RawClient client{url()};
    RawClient deaf{url()};
    ASSERT_TRUE(client.upgrade("/api/live"));
    ASSERT_TRUE(deaf.upgrade("/api/live"));
    ASSERT_TRUE(opened_count_.reaches(2));
    {
        std::lock_guard const lock{mutex_};
        opened_.clear();  // a socket that somebody holds counts as open
    }
    auto drained = std::async(std::launch::async, [this] { server_->drain(20); });
    auto const frame = client.frame();
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->close_code(), 1001);
    client.send_frame(8, frame->payload);
    drained.get();
    EXPECT_EQ(server_->connections(), 0U) << "who does not answer the close frame is not waited for";
}

}  // namespace
}  // namespace rufwerk::http

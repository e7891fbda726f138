#include "http/server.hpp"

#include "http/server_stage.hpp"

#include <gmock/gmock.h>

#include <future>

namespace rufwerk::http {
namespace {

using ::testing::HasSubstr;
using testing::RawClient;
using ::testing::StartsWith;

class HttpServer : public testing::ServerStage {};

std::string post(std::string const& body_header, std::string const& body) {
    return "POST /api/echo HTTP/1.1\r\nHost: here\r\n" + body_header + "\r\n\r\n" + body;
}

TEST_F(HttpServer, answers_one_request_after_the_other_on_one_connection) {
    start();
    RawClient client{url()};
    EXPECT_THAT(client.ask("/api/first"), HasSubstr("\r\n\r\n/api/first"));
    EXPECT_THAT(client.ask("/api/second"), HasSubstr("\r\n\r\n/api/second"));
}

TEST_F(HttpServer, a_body_that_says_it_is_too_large_is_refused_before_it_is_read) {
    auto options = quick();
    options.body_limit_bytes = 1'000;
    start(options);
    RawClient client{url()};
    client.send(post("Content-Length: 1001", ""));
    auto const answer = client.answer();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 413"));
    EXPECT_THAT(answer, HasSubstr(R"("code":"request.too_large")"));
    EXPECT_EQ(RawClient::header_of(answer, "Connection"), "close");
    RawClient fits{url()};
    fits.send(post("Content-Length: 1000", std::string(1'000, 'x')));
    EXPECT_THAT(fits.answer(), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServer, who_sends_on_after_the_refusal_still_reads_it) {
    auto options = quick();
    options.body_limit_bytes = 1'000;
    start(options);
    RawClient client{url()};
    EXPECT_TRUE(client.send(post("Content-Length: 8000000", std::string(8'000'000, 'x'))));
    EXPECT_THAT(client.read_to_end(), StartsWith("HTTP/1.1 413"));
    EXPECT_FALSE(client.was_reset());
}

TEST_F(HttpServer, a_body_in_chunks_is_refused_when_it_has_become_too_large) {
    auto options = quick();
    options.body_limit_bytes = 1'000;
    start(options);
    RawClient client{url()};
    client.send(post("Transfer-Encoding: chunked", "3e8\r\n" + std::string(1'000, 'x') + "\r\n"));
    client.send("1\r\nx\r\n0\r\n\r\n");
    EXPECT_THAT(client.answer(), StartsWith("HTTP/1.1 413"));
}

TEST_F(HttpServer, a_header_that_is_too_large_is_refused_wherever_it_grows) {
    auto options = quick();
    options.header_limit_bytes = 2'000;
    start(options);
    std::string const large(2'000, 'x');
    for (auto const& request : {"GET /api/" + large + " HTTP/1.1\r\nHost: here\r\n\r\n",
                                "GET /api/me HTTP/1.1\r\nHost: here\r\nCookie: a=" + large + "\r\n\r\n",
                                "GET /api/me HTTP/1.1\r\nHost: here\r\n" + large}) {
        RawClient client{url()};
        client.send(request);
        auto const answer = client.answer();
        EXPECT_THAT(answer, StartsWith("HTTP/1.1 431"));
        EXPECT_THAT(answer, HasSubstr(R"("code":"request.header_too_large")"));
    }
}

TEST_F(HttpServer, what_is_not_http_is_refused_and_the_connection_closed) {
    start();
    for (auto const* const request :
         {"\x16\x03\x01\x02\r\n\r\n", "GET\r\n\r\n", "GET /%zz HTTP/1.1\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"}) {
        RawClient client{url()};
        client.send(request);
        EXPECT_THAT(client.answer(), StartsWith("HTTP/1.1 400")) << request;
    }
}

/// The time runs from the first byte on: a byte now and then does not buy more of it.
TEST_F(HttpServer, a_header_that_comes_too_slowly_closes_the_connection) {
    auto options = quick();
    options.idle_timeout_ms = 200;
    start(options);
    RawClient client{url()};
    client.send("GET /api/me HTTP/1.1\r\nHost: he");
    EXPECT_EQ(client.read_to_end(), "");
    RawClient silent{url()};
    EXPECT_EQ(silent.read_to_end(), "");
    RawClient fresh{url()};
    EXPECT_THAT(fresh.ask("/api/me"), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServer, a_trickle_of_bytes_buys_no_more_time) {
    auto options = quick();
    options.idle_timeout_ms = 300;
    start(options);
    RawClient client{url()};
    auto const began = std::chrono::steady_clock::now();
    client.send("GET /api/me HTTP/1.1\r\n");
    // One header line whenever the server has had time to see the one before: an answer on a second
    // connection says so.
    RawClient other{url()};
    while (client.send("A: b\r\n") && std::chrono::steady_clock::now() - began < std::chrono::seconds{5}) {
        if (other.ask("/api/turn").empty()) break;
        if (std::chrono::steady_clock::now() - began > std::chrono::milliseconds{600}) break;
    }
    // 16 kB of such lines would be refused with 431; the time-out comes first or that does, but never a 200.
    client.send("\r\n");
    EXPECT_THAT(client.read_to_end(), ::testing::Not(HasSubstr("HTTP/1.1 200")));
}

TEST_F(HttpServer, a_body_that_comes_too_slowly_closes_the_connection) {
    auto options = quick();
    options.idle_timeout_ms = 200;
    start(options);
    RawClient client{url()};
    client.send(post("Content-Length: 10", "12345"));
    EXPECT_EQ(client.read_to_end(), "");
}

TEST_F(HttpServer, who_does_not_take_a_large_answer_is_closed_and_its_place_is_free_again) {
    auto options = quick();
    options.idle_timeout_ms = 300;
    options.connections_max = 1;
    start(options);
    RawClient slow{url(), 4'096};
    slow.send("GET /api/large HTTP/1.1\r\nHost: here\r\n\r\n");
    ASSERT_TRUE(slow.read_to("HTTP/1.1 200"));
    // The only place is taken until the server gives the slow one up; a turned away client sees its
    // connection closed.
    auto const end = std::chrono::steady_clock::now() + std::chrono::milliseconds{testing::patience_ms};
    std::string answer;
    while (answer.empty() && std::chrono::steady_clock::now() < end)
        answer = RawClient{url()}.ask("/api/next");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServer, connections_beyond_the_limit_are_closed_and_those_within_it_served) {
    auto options = quick();
    options.connections_max = 2;
    start(options);
    auto first = std::make_unique<RawClient>(url());
    RawClient second{url()};
    EXPECT_THAT(first->ask("/api/1"), StartsWith("HTTP/1.1 200"));
    EXPECT_THAT(second.ask("/api/2"), StartsWith("HTTP/1.1 200"));
    RawClient third{url()};
    EXPECT_EQ(third.read_to_end(), "");
    EXPECT_THAT(second.ask("/api/3"), StartsWith("HTTP/1.1 200"));
    EXPECT_EQ(server_->connections(), 2U);
    first.reset();
    auto const end = std::chrono::steady_clock::now() + std::chrono::milliseconds{testing::patience_ms};
    std::string answer;
    while (answer.empty() && std::chrono::steady_clock::now() < end)
        answer = RawClient{url()}.ask("/api/4");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServer, draining_closes_idle_connections_at_once_and_takes_no_new_ones) {
    start();
    RawClient fresh{url()};
    RawClient used{url()};
    RawClient halfway{url()};
    ASSERT_THAT(used.ask("/api/me"), StartsWith("HTTP/1.1 200"));
    halfway.send("GET /api/me HTTP/1.1\r\nHost: he");
    auto const address = url();
    auto const began = std::chrono::steady_clock::now();
    server_->drain(10);
    // Far below the idle time-out of 10 s and the limit of 10 s.
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{3});
    EXPECT_EQ(server_->connections(), 0U);
    EXPECT_EQ(fresh.read_to_end() + used.read_to_end() + halfway.read_to_end(), "");
    EXPECT_FALSE(RawClient{address}.connected());
}

TEST_F(HttpServer, draining_lets_a_running_request_end) {
    start();
    RawClient client{url()};
    client.send("GET /api/held HTTP/1.1\r\nHost: here\r\n\r\n");
    ASSERT_TRUE(held_count_.reaches(1));
    RawClient idle{url()};
    ASSERT_THAT(idle.ask("/api/me"), StartsWith("HTTP/1.1 200"));
    auto drained = std::async(std::launch::async, [this] { server_->drain(20); });
    EXPECT_EQ(idle.read_to_end(), "");  // it drains
    release();
    auto const answer = client.read_to_end();
    EXPECT_THAT(answer, HasSubstr("\r\n\r\nlate"));
    EXPECT_EQ(RawClient::header_of(answer, "Connection"), "close");
    drained.get();
}

TEST_F(HttpServer, draining_does_not_wait_longer_than_its_limit) {
    start();
    RawClient client{url()};
    client.send("GET /api/held HTTP/1.1\r\nHost: here\r\n\r\n");
    ASSERT_TRUE(held_count_.reaches(1));
    server_->drain(0);
    EXPECT_EQ(server_->connections(), 1U);
    release();
    EXPECT_THAT(client.read_to_end(), HasSubstr("late"));
}

}  // namespace
}  // namespace rufwerk::http

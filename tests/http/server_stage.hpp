#pragma once

#include "http/raw_client.hpp"
#include "http/server.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <set>
#include <vector>

/// A server on a free port of loopback, and what its tests hold in their hands: requests that wait for their
/// answer, sockets that were opened.
namespace rufwerk::http::testing {

/// Something that is counted by one thread and waited for by another.
class Count {
  public:
    void add(int by = 1) {
        {
            std::lock_guard const lock{mutex_};
            value_ += by;
        }
        changed_.notify_all();
    }
    bool reaches(int wanted) {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, std::chrono::milliseconds{patience_ms},
                                 [&] { return value_ >= wanted; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int value_ = 0;
};

class ServerStage : public ::testing::Test {
  protected:
    static Options quick() {
        Options options;
        options.listen = {"127.0.0.1:0"};
        options.idle_timeout_ms = 10'000;
        options.linger_ms = 200;
        options.socket_close_ms = 300;
        return options;
    }
    /// Who holds a socket or a request lets go of it before the server ends.
    void TearDown() override {
        {
            std::lock_guard const lock{mutex_};
            opened_.clear();
            held_.clear();
        }
        server_.reset();
    }
    Server& start(Options const& options = quick()) {
        server_ = std::make_unique<Server>(
            options, [this](Request request, Respond respond) { handle(request, std::move(respond)); },
            std::map<std::string, SocketHandler>{{"/api/live", live_}});
        return *server_;
    }
    std::string url() const { return server_->addresses().front(); }

    /// /api/held waits for `release`; /api/large gives 64 MB; all else its own path.
    void handle(Request const& request, Respond respond) {
        if (request.path == "/api/held") {
            {
                std::lock_guard const lock{mutex_};
                held_.push_back(std::move(respond));
            }
            return held_count_.add();
        }
        Answer answer;
        answer.body = request.path == "/api/large" ? std::string(64U << 20U, 'x') : request.path;
        respond(std::move(answer));
    }
    void release() {
        std::lock_guard const lock{mutex_};
        for (auto const& respond : held_)
            respond({.status = 200, .content_type = "text/plain", .body = "late", .headers = {}});
        held_.clear();
    }
    std::shared_ptr<Socket> opened() {
        EXPECT_TRUE(opened_count_.reaches(1));
        std::lock_guard const lock{mutex_};
        return opened_.back();
    }

    std::mutex mutex_;
    std::vector<Respond> held_;
    Count held_count_, opened_count_, closed_count_, text_count_;
    std::vector<std::shared_ptr<Socket>> opened_;
    SocketHandler live_{
        [](Request const&, std::function<void(std::optional<Answer>)> const& done) { done(std::nullopt); },
        [this](Request const&, std::shared_ptr<Socket> socket) -> SocketEvents {
            {
                std::lock_guard const lock{mutex_};
                opened_.push_back(std::move(socket));
            }
            opened_count_.add();
            return {[this](std::string const&) { text_count_.add(); }, [this] { closed_count_.add(); }};
        }};
    std::unique_ptr<Server> server_;
};

}  // namespace rufwerk::http::testing

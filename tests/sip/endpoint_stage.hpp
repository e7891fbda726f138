#pragma once

#include "sip/raw_peer.hpp"

namespace rufwerk::sip::test {

/// One endpoint with its events, shared by the tests of a suite: nua takes two seconds to go.
class Stage {
  public:
    explicit Stage(Options options)
        : root{(su_init(), su_root_create(nullptr))},
          ids{7},
          endpoint{std::make_unique<Endpoint>(root, std::move(options), ids, clock,
                                              [this](Event event) { take(std::move(event)); })} {
        endpoint->set_trunks({{"carrier", {"127.0.0.1/32", "127.0.0.3/32"}}});
    }
    ~Stage() {
        endpoint.reset();
        su_root_destroy(root);
    }
    Stage(Stage const&) = delete;
    Stage& operator=(Stage const&) = delete;

    std::string address() const { return endpoint->addresses().front(); }
    std::string host_port() const { return address().substr(4); }

    bool turn_until(std::function<bool()> const& done, int limit_ms = 3000) {
        auto const end = std::chrono::steady_clock::now() + std::chrono::milliseconds{limit_ms};
        while (!done()) {
            if (std::chrono::steady_clock::now() > end) return false;
            su_root_step(root, 5);
        }
        return true;
    }
    void turn_for(int ms) {
        turn_until([] { return false; }, ms);
    }
    /// The first event of a kind that has come since the last reset; waits for it.
    template <class T>
    std::optional<T> wait_for(int limit_ms = 3000) {
        auto const find = [&]() -> T const* {
            for (auto const& event : events) {
                if (auto const* found = std::get_if<T>(&event)) return found;
            }
            return nullptr;
        };
        turn_until([&] { return find() != nullptr; }, limit_ms);
        auto const* found = find();
        return found ? std::optional<T>{*found} : std::nullopt;
    }
    template <class T>
    int count() const {
        int number = 0;
        for (auto const& event : events)
            number += std::holds_alternative<T>(event);
        return number;
    }
    bool is_idle(int limit_ms = 3000) {
        return turn_until(
            [&] { return endpoint->counters().legs_open == 0 && endpoint->counters().handles_open == 0; },
            limit_ms);
    }
    void reset() {
        events.clear();
        react = {};
    }

    su_root_t* root;
    SystemClock clock;
    IdMaker ids;
    std::vector<Event> events;
    std::function<void(Event const&)> react;
    std::unique_ptr<Endpoint> endpoint;

  private:
    void take(Event event) {
        events.push_back(event);
        if (react) react(event);
    }
};

/// A test has a carrier on the allow list, a telephone that is on none, and one endpoint for the whole suite.
class SipEndpoint : public testing::Test {
  protected:
    static void SetUpTestSuite() { set_up(quick()); }
    static void set_up(Options options) { stage_ = std::make_unique<Stage>(std::move(options)); }
    static Options quick() {
        Options options;
        options.listen = {"udp:127.0.0.1:0", "udp:[::1]:0"};
        options.t1_ms = 50;  // every time-out of SIP ten times sooner
        return options;
    }
    static void TearDownTestSuite() { stage_.reset(); }

    void SetUp() override { stage().reset(); }
    void TearDown() override {
        EXPECT_TRUE(stage().is_idle(6000));
        EXPECT_LE(stage().count<Ended>(), 2);
    }

    static Stage& stage() { return *stage_; }
    static Endpoint& endpoint() { return *stage_->endpoint; }
    RawCall call() { return {carrier, "c" + std::to_string(++calls_), stage().host_port()}; }

    LegId invited(RawCall const& from, Parts parts) {
        carrier.send(from.request("INVITE", std::move(parts)));
        auto const event = stage().wait_for<Invited>();
        EXPECT_TRUE(event);
        return event ? event->leg : LegId{};
    }
    LegId talking(RawCall& from) {
        auto const leg = invited(from, {.body = kSdp});
        endpoint().answer(leg, kSdp);
        from.join(carrier.receive_status(200));
        carrier.send(from.request("ACK"));
        EXPECT_TRUE(stage().wait_for<Confirmed>());
        return leg;
    }
    LegId dialled(Dial dial = {}) {
        dial.uri = "sip:agent@" + phone.address();
        dial.from_uri = "sip:rufwerk@127.0.0.1";
        dial.sdp = kSdp;
        return endpoint().dial(dial);
    }

    RawPeer carrier{stage().root, "127.0.0.1", stage().address()};
    RawPeer phone{stage().root, "127.0.0.2", stage().address()};  // its address is on no allow list

  private:
    inline static std::unique_ptr<Stage> stage_;
    inline static int calls_ = 0;
};

}  // namespace rufwerk::sip::test

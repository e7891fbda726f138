#pragma once

#include "base/clock.hpp"
#include "sip/digest.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace rufwerk::sip {

/// What a carrier has given the house to register with.
struct CarrierAccount {
    std::string registrar;  // "sip:carrier.example"
    std::string user;
    std::string secret;
    std::uint32_t expires_s = 600;

    bool operator==(CarrierAccount const&) const = default;
};

/// The house's registration at one carrier, as a value that is told the time and what was answered: RFC 3261,
/// 10.2, with RFC 5626, 4.5 for what to do when it fails. Sends nothing itself.
class CarrierRegistration {
  public:
    enum class State : std::uint8_t {
        trying,       // no answer yet
        registered,   // calls can come
        refused,      // the carrier says no: wrong secret, unknown user
        unreachable,  // no answer, or the carrier's machine is in trouble
    };
    /// `dice` gives a number from 0 (inclusive) to 1: many houses must not come back in the same second.
    CarrierRegistration(CarrierAccount account, std::string call_id, std::function<double()> dice,
                        Instant now);

    struct Request {
        std::uint32_t cseq = 0;
        std::uint32_t expires_s = 0;
        std::string authorization;  // value of the header named below; empty: none
        bool to_proxy = false;      // Proxy-Authorization instead of Authorization
    };
    /// What to send now; nothing while an answer is awaited or it is not yet time.
    std::optional<Request> due(Instant now, std::string const& cnonce);

    struct Answer {
        int status = 408;                     // 408 also when nothing came
        std::vector<std::string> challenges;  // values of WWW-Authenticate or Proxy-Authenticate
        std::optional<std::uint32_t> expires_s, min_expires_s, retry_after_s;
    };
    void answered(Answer const& answer, Instant now);

    State state() const { return state_; }
    Instant since() const { return since_; }
    /// Of the last final answer; 0 before the first.
    int status() const { return status_; }
    std::optional<Instant> expires() const { return expires_; }
    /// When it will be tried or refreshed next.
    Instant next() const { return next_; }
    CarrierAccount const& account() const { return account_; }
    std::string const& call_id() const { return call_id_; }

  private:
    void enter(State state, Instant now);
    void granted(Answer const& answer, Instant now);
    bool take_challenge(Answer const& answer, Instant now);
    void fail(Answer const& answer, Instant now);

    CarrierAccount account_;
    std::string call_id_;
    std::function<double()> dice_;
    State state_ = State::trying;
    Instant since_;
    Instant next_;
    std::optional<Instant> expires_;
    std::optional<DigestChallenge> challenge_;
    bool to_proxy_ = false;
    bool has_answered_challenge_ = false;  // in the request that is out
    bool is_out_ = false;
    bool has_taken_min_ = false;  // since the last success: a carrier that asks for ever more gets no loop
    std::uint32_t cseq_ = 0;
    std::uint32_t nc_ = 0;
    std::uint32_t expires_s_;
    int challenges_taken_ = 0;  // since the last final answer
    int failures_ = 0;
    int status_ = 0;
};

std::string_view name(CarrierRegistration::State state);

}  // namespace rufwerk::sip

#include "sip/carrier_registration.hpp"

#include <algorithm>
#include <utility>

namespace rufwerk::sip {
namespace {

using std::chrono::seconds;

constexpr std::uint32_t expires_most_s = 86'400;
constexpr std::uint32_t granted_least_s = 10;  // whoever grants less is asked no more often than this
constexpr double failed_first_s = 30;          // RFC 5626, 4.5: base-time when all flows have failed
constexpr double failed_most_s = 1800;         // and max-time
constexpr int challenges_most = 2;             // the first, and one that says the nonce was stale

Duration of_seconds(double value_s) { return Duration{static_cast<std::int64_t>(value_s * 1000)}; }

bool is_refusal(int status) {
    return status >= 400 && status < 500 && status != 408 && status != 423 && status != 480;
}

}  // namespace

std::string_view name(CarrierRegistration::State state) {
    switch (state) {
        case CarrierRegistration::State::trying: return "trying";
        case CarrierRegistration::State::registered: return "registered";
        case CarrierRegistration::State::refused: return "refused";
        case CarrierRegistration::State::unreachable: return "unreachable";
    }
    return {};
}

CarrierRegistration::CarrierRegistration(CarrierAccount account, std::string call_id,
                                         std::function<double()> dice, Instant now)
    : account_{std::move(account)},
      call_id_{std::move(call_id)},
      dice_{std::move(dice)},
      since_{now},
      next_{now + of_seconds(2 * dice_())},
      expires_s_{account_.expires_s} {}

std::optional<CarrierRegistration::Request> CarrierRegistration::due(Instant now, std::string const& cnonce) {
    if (state_ == State::registered && expires_ && now >= *expires_) enter(State::unreachable, now);
    if (is_out_ || now < next_) return std::nullopt;
    is_out_ = true;
    has_answered_challenge_ = challenge_.has_value();
    Request request{++cseq_, expires_s_, {}, to_proxy_};
    if (challenge_)
        request.authorization = answer_challenge(
            *challenge_, {account_.user, account_.secret, "REGISTER", account_.registrar, cnonce, ++nc_});
    return request;
}

void CarrierRegistration::answered(Answer const& answer, Instant now) {
    if (!std::exchange(is_out_, false) || answer.status < 200) return;
    status_ = answer.status;
    if (answer.status < 300) return granted(answer, now);
    if ((answer.status == 401 || answer.status == 407) && take_challenge(answer, now)) return;
    bool const asks_more = answer.status == 423 && answer.min_expires_s &&
                           *answer.min_expires_s > expires_s_ && *answer.min_expires_s <= expires_most_s;
    if (asks_more && !std::exchange(has_taken_min_, true)) {
        expires_s_ = *answer.min_expires_s;
        next_ = now;
        return;
    }
    fail(answer, now);
}

void CarrierRegistration::enter(State state, Instant now) {
    if (state_ != state) since_ = now;
    state_ = state;
}

void CarrierRegistration::granted(Answer const& answer, Instant now) {
    auto const granted_s = std::clamp(answer.expires_s.value_or(expires_s_), granted_least_s, expires_most_s);
    failures_ = challenges_taken_ = 0;
    has_taken_min_ = false;
    expires_ = now + seconds{granted_s};
    next_ = now + of_seconds(granted_s * (0.7 + 0.15 * dice_()));
    enter(State::registered, now);
}

/// True when the request is to be repeated with what was asked for.
bool CarrierRegistration::take_challenge(Answer const& answer, Instant now) {
    std::optional<DigestChallenge> best;
    for (auto const& text : answer.challenges)
        if (auto challenge = parse_challenge(text); challenge && !best) best = std::move(challenge);
    if (!best) return false;
    // An answer of ours to a nonce that is still good was wrong: so is the secret, and asking again only
    // brings the carrier's lock-out nearer. A nonce kept since the last refresh may have run out unsaid.
    bool const was_wrong = has_answered_challenge_ && challenges_taken_ > 0 && !best->stale;
    if (was_wrong || challenges_taken_ >= challenges_most) return false;
    ++challenges_taken_;
    challenge_ = std::move(best);
    to_proxy_ = answer.status == 407;
    nc_ = 0;
    next_ = now;
    return true;
}

void CarrierRegistration::fail(Answer const& answer, Instant now) {
    challenge_.reset();
    challenges_taken_ = 0;
    has_taken_min_ = false;
    // 30 s, 60 s, … 30 min, of which between half and all (RFC 5626, 4.5).
    auto const upper_s =
        std::min(failed_first_s * static_cast<double>(1 << std::min(failures_, 10)), failed_most_s);
    ++failures_;
    auto const wait_s = std::max(upper_s * (0.5 + 0.5 * dice_()),
                                 std::min<double>(answer.retry_after_s.value_or(0), failed_most_s));
    next_ = now + of_seconds(wait_s);
    if (expires_ && now < *expires_ && !is_refusal(answer.status)) return;  // what was granted still holds
    expires_.reset();
    enter(is_refusal(answer.status) ? State::refused : State::unreachable, now);
}

}  // namespace rufwerk::sip

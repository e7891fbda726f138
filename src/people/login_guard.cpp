#include "people/login_guard.hpp"

#include "people/secret.hpp"

#include <algorithm>
#include <cmath>

namespace rufwerk::people {
namespace {

struct Limit {
    double most;
    double per_s;
};
constexpr Limit attempts_limit{300, 5};
constexpr Limit failures_limit{20, 1.0 / 30};
constexpr Duration forgotten_after = std::chrono::hours{24};
constexpr std::int64_t failures_without_rest = 4;

void refill(double& left, Instant& at, Limit limit, Instant now) {
    auto const passed_s = std::chrono::duration<double>(std::max(now - at, Duration{0})).count();
    left = std::min(limit.most, left + passed_s * limit.per_s);
    at = now;
}

std::optional<Duration> wait_for_one(double left, Limit limit) {
    if (left >= 1) return std::nullopt;
    return Duration{static_cast<std::int64_t>(std::ceil((1 - left) / limit.per_s * 1000))};
}

/// The first four groups of an IPv6 address, the whole of an IPv4 one.
std::string_view line_of(std::string_view address) {
    std::size_t colons = 0;
    for (std::size_t i = 0; i < address.size(); ++i)
        if (address[i] == ':' && ++colons == 4) return address.substr(0, i);
    return address;
}

}  // namespace

Duration rest_after(std::int64_t failures) {
    if (failures <= failures_without_rest) return Duration{0};
    auto const doublings = std::min<std::int64_t>(failures - failures_without_rest - 1, 5);
    return std::min<Duration>(std::chrono::seconds{30 * (1LL << doublings)}, std::chrono::minutes{15});
}

AddressLimiter::Known& AddressLimiter::known(std::string_view address, Instant now) {
    auto const line = line_of(address);
    if (auto const found = known_.find(line); found != known_.end()) return found->second;
    if (known_.size() >= addresses_max)
        known_.erase(
            std::ranges::min_element(known_, {}, [](auto const& entry) { return entry.second.attempts.at; }));
    Known fresh{{attempts_limit.most, now}, {failures_limit.most, now}};
    return known_.emplace(std::string{line}, fresh).first->second;
}

std::optional<Duration> AddressLimiter::attempt(std::string_view address, Instant now) {
    std::lock_guard const lock{mutex_};
    auto& [attempts, failures] = known(address, now);
    refill(attempts.left, attempts.at, attempts_limit, now);
    refill(failures.left, failures.at, failures_limit, now);
    if (auto const wait = wait_for_one(failures.left, failures_limit)) return wait;
    if (auto const wait = wait_for_one(attempts.left, attempts_limit)) return wait;
    attempts.left -= 1;
    return std::nullopt;
}

void AddressLimiter::failed(std::string_view address, Instant now) {
    std::lock_guard const lock{mutex_};
    auto& failures = known(address, now).failures;
    refill(failures.left, failures.at, failures_limit, now);
    failures.left = std::max(0.0, failures.left - 1);
}

std::optional<Resting> count_attempt(store::Transaction& transaction, std::string_view login) {
    auto const now_ms = to_ms(transaction.now());
    auto const key = fingerprint(login);
    transaction.execute("DELETE FROM login_guard WHERE last_attempt_ms < $1",
                        {to_ms(transaction.now() - forgotten_after)});
    std::int64_t failures = 0;
    if (auto const row = transaction.query_one(
            "SELECT failures, resting_until_ms FROM login_guard WHERE login = $1", {key})) {
        if (row->integer(1) > now_ms) return Resting{Duration{row->integer(1) - now_ms}};
        failures = row->integer(0);
    }
    ++failures;
    auto const until_ms = now_ms + rest_after(failures).count();
    transaction.execute(
        "INSERT INTO login_guard (login, failures, last_attempt_ms, resting_until_ms) VALUES ($1, $2, $3, "
        "$4) "
        "ON CONFLICT (login) DO UPDATE SET failures = excluded.failures, last_attempt_ms = "
        "excluded.last_attempt_ms, "
        "resting_until_ms = excluded.resting_until_ms",
        {key, failures, now_ms, until_ms});
    return std::nullopt;
}

void forgive_login(store::Transaction& transaction, std::string_view login) {
    transaction.execute("DELETE FROM login_guard WHERE login = $1", {fingerprint(login)});
}

}  // namespace rufwerk::people

#pragma once

#include "base/clock.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

/// What stands between a guesser and the passwords: a limit per address (in memory) and a rest per login
/// (kept in the database, so that a restart does not forgive).
namespace rufwerk::people {

/// How long a login rests after this many failures in a row: not at all up to four, then 30 s, doubling to 15
/// min.
Duration rest_after(std::int64_t failures);

/// Two allowances per address: attempts of any kind (a whole house may sign in behind one address at eight
/// o'clock) and failures. IPv6 counts by /64, which is what one line gets. Thread-safe.
class AddressLimiter {
  public:
    static constexpr std::size_t addresses_max = 10'000;  // beyond it the longest unseen one is forgotten

    /// Takes one attempt. Nothing when it may go on, else how long to wait.
    std::optional<Duration> attempt(std::string_view address, Instant now);
    void failed(std::string_view address, Instant now);

  private:
    struct Allowance {
        double left = 0;
        Instant at{};
    };
    struct Known {
        Allowance attempts;
        Allowance failures;
    };
    Known& known(std::string_view address, Instant now);

    std::mutex mutex_;
    std::map<std::string, Known, std::less<>> known_;
};

/// Counts an attempt at this login as failed until `forgive_login` says otherwise: counted before the
/// password is looked at, a hundred attempts at once are still a hundred. Unknown logins rest just the same,
/// and only a hash of what was typed is kept, because people type passwords into the wrong field. Throws
/// Problem too_many "login.resting" while it rests; `wait` then says how long.
struct Resting {
    Duration wait;
};
std::optional<Resting> count_attempt(store::Transaction& transaction, std::string_view login);
void forgive_login(store::Transaction& transaction, std::string_view login);

}  // namespace rufwerk::people

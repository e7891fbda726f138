#pragma once

#include "base/clock.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace rufwerk::sip {

/// The nonces of our challenges (RFC 7616, 3.3 and 5.4): made of their time, a random part and an HMAC over
/// both, so that nothing is kept of a challenge nobody answers. Only of those that were answered rightly the
/// count is kept, against replay.
class NonceBook {
  public:
    /// `key` is of this process: after a restart every nonce of before is stale, and telephones ask again.
    explicit NonceBook(std::array<unsigned char, 32> key, Duration valid = std::chrono::minutes{5},
                       std::size_t used_max = 20'000);
    static std::array<unsigned char, 32> random_key();

    std::string issue(Instant now);

    enum class Verdict : std::uint8_t {
        good,
        stale,    // ours but too old, or not ours (any more): the secret may be right, ask again
        replayed  // its count is not above the last one
    };
    /// Looks only; for credentials whose response is not known to be right.
    Verdict look(std::string_view nonce, std::uint32_t nc, Instant now) const;
    /// Looks, and when good remembers the count. With a full book every nonce is stale until old ones go,
    /// which takes `valid` at most.
    Verdict use(std::string_view nonce, std::uint32_t nc, Instant now);

  private:
    std::string seal(std::string_view text) const;

    std::array<unsigned char, 32> key_;
    Duration valid_;
    std::size_t used_max_;
    std::map<std::string, std::uint32_t, std::less<>>
        used_;  // highest count; oldest first, as nonces begin with their time
};

}  // namespace rufwerk::sip

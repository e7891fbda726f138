#pragma once

#include "base/clock.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Who may talk to us: the trunks' allow lists, and how often a stranger gets an answer at all.
namespace rufwerk::sip {

struct Trunk;

/// An IP address in network order; IPv4 as IPv4-mapped IPv6 (RFC 4291 2.5.5.2), so that one comparison serves
/// both.
struct Address {
    std::array<std::uint8_t, 16> bytes{};
    friend auto operator<=>(Address const&, Address const&) = default;
};

/// A CIDR block. `prefix` counts bits of the 16 bytes: 10.0.0.0/8 has 104.
struct Network {
    Address address;
    int prefix = 128;
};

/// "192.0.2.7", "2001:db8::1" or "::ffff:192.0.2.7"; nothing for all else (no host names, ports, brackets,
/// zones).
std::optional<Address> parse_address(std::string_view text);
/// The other way: an IPv4 address without its "::ffff:".
std::string text_of(Address const& address);
/// "192.0.2.0/24", "2001:db8::/32", or a single address. Bits behind the prefix must be zero, since a stray
/// one is nearly always a typing error that opens the gate too far.
std::optional<Network> parse_network(std::string_view text);
bool contains(Network const& network, Address const& address);

class SourceGuard {
  public:
    /// `answers_per_s` to one stranger; `strangers_max` are remembered, and when the table is full a new
    /// stranger gets silence until the second is over.
    SourceGuard(int answers_per_s, std::size_t strangers_max = 10'000);

    /// Throws Problem naming trunk and block when a block cannot be read.
    void set_trunks(std::vector<Trunk> const& trunks);
    /// Key of the trunk with the longest prefix that has `source`; nullptr for a stranger. Of equal prefixes
    /// the trunk named first wins.
    std::string const* trunk_of(Address const& source) const;
    /// Whether this stranger may have an answer now; each call counts as one.
    bool may_answer(Address const& stranger, Instant now);

  private:
    struct Block {
        Network network;
        std::string trunk;
    };
    std::vector<Block> blocks_;  // longest prefix first
    int answers_per_s_;
    std::size_t strangers_max_;
    std::int64_t second_ = 0;
    std::map<Address, int> answers_;  // within second_
};

}  // namespace rufwerk::sip

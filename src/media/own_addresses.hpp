#pragma once

#include "media/socket_address.hpp"

#include <string>
#include <vector>

namespace rufwerk::media {

/// The addresses of `media.address` and what is said of them in SDP.
class OwnAddresses {
  public:
    static constexpr std::size_t addresses_max = 8;

    /// Throws Problem naming the setting: each an IP address (0.0.0.0 and :: stand for all of the machine), 1
    /// to 8 of them; `advertise` empty or an IP address.
    OwnAddresses(std::vector<std::string> const& addresses, std::string const& advertise);

    /// The one to bind for a far end at `far` (IP address, IPv6 with or without brackets): the one from which
    /// the kernel would reach it, else the first of its family. Nothing when there is none of its family; the
    /// first of all when `far` is no IP address.
    std::optional<SocketAddress> toward(std::string const& far) const;
    /// What SDP says to `far` for a socket on `bound`.
    std::string spoken(SocketAddress const& bound, std::string const& far) const;

    /// For a browser whose page came from `host`: all, that one first.
    std::vector<SocketAddress> ordered_for(std::string const& host) const;
    /// Where a browser may reach a socket on `bound`, the most likely first. Behind NAT that is what is
    /// advertised and, for browsers in the house, the address itself.
    std::vector<std::string> reachable(SocketAddress const& bound) const;

  private:
    bool advertised_for(SocketAddress const& bound) const;

    std::vector<SocketAddress> addresses_;
    std::optional<SocketAddress> advertise_;
};

}  // namespace rufwerk::media

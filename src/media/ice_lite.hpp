#pragma once

#include "media/socket_address.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace rufwerk::media {

/// The lite side of ICE (RFC 8445 2.5): answers checks, never makes any; the browser controls and nominates.
class IceLite {
  public:
    /// RFC 7675 5.1: without a check for so long we may not send any more.
    static constexpr std::int64_t consent_us = 30'000'000;

    IceLite(std::string ufrag, std::string password)
        : ufrag_{std::move(ufrag)}, password_{std::move(password)} {}

    struct Answer {
        bool authentic = false;
        bool nominated = false;
        std::size_t response_size = 0;
    };
    /// A STUN datagram; the response is written to `out` (stun::response_size_max).
    Answer check(std::span<std::uint8_t const> datagram, SocketAddress const& source,
                 std::span<std::uint8_t> out, std::int64_t now_us);
    bool consented(std::int64_t now_us) const {
        return checked_us_ != 0 && now_us - checked_us_ < consent_us;
    }
    /// The nominated pair's far end; DTLS and SRTP are taken from here only.
    SocketAddress const& peer() const { return peer_; }

  private:
    std::string ufrag_;
    std::string password_;
    SocketAddress peer_;
    std::int64_t checked_us_ = 0;
};

}  // namespace rufwerk::media

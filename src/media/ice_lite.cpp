#include "media/ice_lite.hpp"

#include "media/stun.hpp"

namespace rufwerk::media {

IceLite::Answer IceLite::check(std::span<std::uint8_t const> datagram, SocketAddress const& source,
                               std::span<std::uint8_t> out, std::int64_t now_us) {
    auto const request = stun::read_request(datagram, password_);
    // RFC 8445 7.2.2: USERNAME is "ours:theirs".
    if (!request || !request->username.starts_with(ufrag_ + ":")) return {};
    checked_us_ = now_us;
    auto const nominated = request->use_candidate || !peer_.known();
    if (nominated) peer_ = source;
    return {true, nominated, stun::write_response(out, request->transaction, source, password_)};
}

}  // namespace rufwerk::media

#include "media/negotiation.hpp"

#include <algorithm>

namespace rufwerk::media {

Problem unusable_sdp(std::string const& what) {
    return Problem{Refusal::invalid, "media.sdp", "The SDP cannot be used: " + what};
}

sdp::Session read_sdp(std::string const& text) {
    auto parsed = sdp::parse(text);
    if (!parsed.session) throw unusable_sdp("it " + parsed.fault + " (RFC 8866).");
    return std::move(*parsed.session);
}

sdp::AudioMatch audio_of(sdp::Session const& offer, bool secure) {
    if (auto match = sdp::match_audio(offer, secure)) return *match;
    if (sdp::match_audio(offer, !secure))
        throw unusable_sdp(secure ? "plain RTP is offered where DTLS-SRTP is spoken."
                                  : "SRTP is offered where plain RTP/AVP is spoken.");
    throw unusable_sdp("no codec in common; offer audio with PCMA (8) or PCMU (0).");
}

Peer peer_of(sdp::AudioMatch const& match, bool secure, int own_family) {
    using sdp::Direction;
    Peer peer;
    if (!secure) {
        auto const address = SocketAddress::parse(match.address, match.port);
        if (!address) throw unusable_sdp("its address '" + match.address + "' is not a numeric IP address.");
        if (!address->wildcard() && address->family() != own_family)
            throw unusable_sdp("its address '" + match.address +
                               "' is of a family that the leg's own address has not; name one of each family "
                               "in media.address.");
        peer.rtp = *address;
        peer.rtcp = *address;
        peer.rtcp.set_port(match.rtcp_port);
    }
    peer.rtcp_mux = secure || match.rtcp_mux;
    peer.codec = match.codec.type == 8 ? Codec::pcma : Codec::pcmu;
    if (match.events) peer.telephone_event = match.events->type;
    peer.hears = match.direction == Direction::sendrecv || match.direction == Direction::recvonly;
    peer.speaks = match.direction == Direction::sendrecv || match.direction == Direction::sendonly;
    return peer;
}

void require_browser(sdp::Media const& media) {
    if (media.ice_ufrag.empty() || media.ice_pwd.empty() || !media.fingerprint.starts_with("sha-256 ") ||
        !media.rtcp_mux)
        throw unusable_sdp(
            "a browser's offer has UDP/TLS/RTP/SAVPF, ICE, rtcp-mux and a sha-256 fingerprint.");
}

bool switches_audio_off(sdp::Session const& offer) {
    auto const audio = std::ranges::find(offer.media, "audio", &sdp::Media::kind);
    return audio != offer.media.end() && audio->port == 0;
}

}  // namespace rufwerk::media

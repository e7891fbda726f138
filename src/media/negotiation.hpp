#pragma once

#include "base/problem.hpp"
#include "media/leg.hpp"
#include "sdp/offer_answer.hpp"

/// From session descriptions to what a leg needs; all throw Problem (invalid) with the remedy.
namespace rufwerk::media {

Problem unusable_sdp(std::string const& what);

sdp::Session read_sdp(std::string const& text);
/// The offer's G.711 stream, plain or secure.
sdp::AudioMatch audio_of(sdp::Session const& offer, bool secure);
/// The far end of `match`, as media threads see it. `own_family`: of the leg's socket, from which it must be
/// reachable; a held stream need not be.
Peer peer_of(sdp::AudioMatch const& match, bool secure, int own_family);
/// What a browser's offer needs beyond G.711; throws when it is missing.
void require_browser(sdp::Media const& media);
/// RFC 3264 8.2: an offer whose audio stream has port 0 switches it off.
bool switches_audio_off(sdp::Session const& offer);

}  // namespace rufwerk::media

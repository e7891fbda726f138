#pragma once

#include "sdp/sdp.hpp"

#include <optional>

/// Offer and answer (RFC 3264) for one stream of G.711 audio with telephone events (RFC 4733).
namespace rufwerk::sdp {

/// What both sides can do with the first usable audio stream of `theirs`.
struct AudioMatch {
    std::size_t index = 0;          // of the m-line
    Payload codec;                  // PCMA where they have it (what German carriers speak), else PCMU
    std::optional<Payload> events;  // telephone-event at 8000 Hz
    std::string address;            // where they want it, as it stands; empty: not said
    int port = 0;
    int rtcp_port = 0;
    bool rtcp_mux = false;
    Direction direction = Direction::sendrecv;  // theirs; inactive for the old hold by "0.0.0.0"
};
/// Nothing when no audio stream has G.711 under its static payload types. `secure`: DTLS-SRTP streams, whose
/// address ICE names (0.0.0.0 is no hold there); else plain RTP.
std::optional<AudioMatch> match_audio(Session const& theirs, bool secure);

/// What the answer to `offered` settles, or one sentence about why it is none (RFC 3264 6). Payload types
/// that were not offered are passed over, as are streams behind ours.
struct AnswerMatch {
    std::optional<AudioMatch> audio;
    std::string fault;
};
AnswerMatch match_answer(Session const& offered, Session const& answered);

/// Our side of the stream.
struct OurAudio {
    std::string address;
    int port = 0;
    bool rtcp_mux = false;
    std::string ice_ufrag, ice_pwd, fingerprint;  // browser legs
    std::vector<std::string> candidates;          // whole a=candidate values
    std::uint64_t session_id = 1;
    std::uint64_t version = 1;  // grows with every new description (RFC 3264 8)
    std::uint32_t ssrc = 0;
};

/// Plain RTP: what they offered, mirrored; every other stream is refused with port 0.
Session answer(Session const& offer, AudioMatch const& match, OurAudio const& ours);
/// Every stream is refused: an offer that switches off the one there was (RFC 3264 8.2).
Session answer_nothing(Session const& offer, OurAudio const& ours);
/// A browser's offer: ICE-lite, DTLS passive, BUNDLE and rtcp-mux (RFC 8829, RFC 8842).
Session answer_browser(Session const& offer, AudioMatch const& match, OurAudio const& ours);
/// PCMA, PCMU and telephone-event, sendrecv.
Session offer(OurAudio const& ours);

/// What we do when they do `theirs`.
Direction mirrored(Direction theirs);

}  // namespace rufwerk::sdp

#pragma once

#include "media/engine.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rufwerk::media {

enum class Direction { sendrecv, sendonly, recvonly, inactive };

/// What the media path needs of a session description (RFC 8866): its first audio section.
struct AudioDescription {
    std::string ip;  // empty: none given
    int port = 0;
    int rtcp_port = 0;  // a=rtcp (RFC 3605), else port + 1
    bool rtcp_mux = false;
    bool secure = false;                        // UDP/TLS/RTP/SAVPF
    Direction direction = Direction::sendrecv;  // as the far end sees it
    std::vector<Codec> codecs;                  // in its order of preference
    std::optional<int> telephone_event;         // payload type at 8000 Hz (RFC 4733)
    std::string ice_ufrag;
    std::string ice_pwd;
    std::string fingerprint;  // "sha-256 AB:CD…" as sent
    std::string setup;
    std::string mid;
};

struct SessionDescription {
    AudioDescription audio;
    std::vector<std::string> sections;  // every "m=" line's value, for the answer's refused sections
    std::size_t audio_at = 0;           // which of them
};

/// Never throws. Nothing when it is no session description or has no audio section; at most 64 kB are read.
std::optional<SessionDescription> parse_session(std::string const& sdp);

/// Our side of a leg.
struct OwnAudio {
    std::uint64_t session = 0;
    int version = 1;
    std::string ip;
    int port = 0;
    std::vector<Codec> codecs;
    std::optional<int> telephone_event;
    Direction direction = Direction::sendrecv;
    bool rtcp_mux = false;
    // secure legs only
    std::vector<std::string> candidates;  // values of a=candidate
    std::string ice_ufrag;
    std::string ice_pwd;
    std::string fingerprint;
    std::string mid;
    std::uint32_t ssrc = 0;
};
std::string write_offer(OwnAudio const& own);
std::string write_answer(OwnAudio const& own, SessionDescription const& offer);
/// The answerer's direction for an offerer's (RFC 3264 6.1).
Direction mirrored(Direction direction);

}  // namespace rufwerk::media

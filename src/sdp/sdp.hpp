#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Session descriptions (RFC 8866) as far as audio calls need them. Foreign bytes: parsing is bounded and
/// never throws.
namespace rufwerk::sdp {

inline constexpr std::size_t size_limit_bytes = 16U << 10U;
inline constexpr std::size_t media_limit = 16;
inline constexpr std::size_t payload_limit = 64;

/// What the side that wrote it does with sound (RFC 8866 6.7).
enum class Direction : std::uint8_t { sendrecv, sendonly, recvonly, inactive };

/// One payload type of an m-line with its a=rtpmap and a=fmtp.
struct Payload {
    int type = 0;
    std::string encoding;  // "PCMA", "telephone-event"; empty: unknown static type
    int rate_hz = 8000;
    std::string format;  // a=fmtp, as it stands
    friend bool operator==(Payload const&, Payload const&) = default;
};

struct Media {
    std::string kind;                  // "audio"
    int port = 0;                      // 0: refused or switched off
    std::string protocol;              // "RTP/AVP", "UDP/TLS/RTP/SAVPF"
    std::vector<std::string> formats;  // of the m-line as they stand, for media we do not understand
    std::vector<Payload> payloads;     // of audio, in the order of the m-line
    std::string address;               // c=; of the session when it has none of its own
    Direction direction = Direction::sendrecv;
    int rtcp_port = 0;  // a=rtcp; 0: port + 1
    bool rtcp_mux = false;
    int ptime_ms = 0;
    std::string ice_ufrag, ice_pwd;  // session level where the media has none
    std::string fingerprint;         // "sha-256 AB:CD…"
    std::string setup;               // "actpass", "active", "passive"
    std::string mid;
    std::vector<std::string> extra;  // further a= lines to write, without "a="; parsing leaves them out
    friend bool operator==(Media const&, Media const&) = default;
};

struct Session {
    std::string origin = "- 0 0 IN IP4 0.0.0.0";  // o=
    std::string address;                          // c=
    Direction direction = Direction::sendrecv;
    std::vector<Media> media;
    std::vector<std::string> bundle;  // a=group:BUNDLE mids
    bool ice_lite = false;
    friend bool operator==(Session const&, Session const&) = default;
};

/// The session, or one sentence about what is wrong.
struct Parsed {
    std::optional<Session> session;
    std::string fault;
};
Parsed parse(std::string_view text);

/// With CRLF line ends; `parse` of it gives the same session again.
std::string write(Session const& session);

std::string_view to_string(Direction direction);

}  // namespace rufwerk::sdp

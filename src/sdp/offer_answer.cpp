#include "sdp/offer_answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace rufwerk::sdp {
namespace {

bool same_name(std::string const& a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
    });
}

bool is_g711(Payload const& payload) {
    return payload.rate_hz == 8000 &&
           (same_name(payload.encoding, "PCMA") || same_name(payload.encoding, "PCMU"));
}

std::string origin(OurAudio const& ours) {
    return fmt::format("rufwerk {} {} IN {} {}", ours.session_id, ours.version,
                       ours.address.find(':') == std::string::npos ? "IP4" : "IP6", ours.address);
}

/// Refused as RFC 3264 6 wants it: the same line with port 0.
Media refused(Media const& media) {
    Media none;
    none.kind = media.kind;
    none.protocol = media.protocol;
    none.formats = media.formats.empty() ? std::vector<std::string>{"0"} : media.formats;
    none.mid = media.mid;
    none.direction = Direction::inactive;
    return none;
}

void add_payload(Media& media, Payload payload) {
    media.formats.push_back(std::to_string(payload.type));
    media.payloads.push_back(std::move(payload));
}

Media audio_answer(Media const& offered, AudioMatch const& match, OurAudio const& ours) {
    Media media;
    media.kind = "audio";
    media.port = ours.port;
    media.protocol = offered.protocol;
    add_payload(media, match.codec);
    if (match.events) add_payload(media, *match.events);
    media.direction = mirrored(match.direction);
    media.address = ours.address;
    media.mid = offered.mid;
    return media;
}

}  // namespace

Direction mirrored(Direction theirs) {
    switch (theirs) {
        case Direction::sendrecv: return Direction::sendrecv;
        case Direction::sendonly: return Direction::recvonly;
        case Direction::recvonly: return Direction::sendonly;
        case Direction::inactive: return Direction::inactive;
    }
    return Direction::sendrecv;
}

std::optional<AudioMatch> match_audio(Session const& theirs, bool secure) {
    for (std::size_t i = 0; i < theirs.media.size(); ++i) {
        auto const& media = theirs.media[i];
        bool const fits = secure ? media.protocol.starts_with("UDP/TLS/RTP/SAVP")
                                 : media.protocol == "RTP/AVP" || media.protocol == "RTP/AVPF";
        if (media.kind != "audio" || media.port == 0 || !fits) continue;
        auto const codec = std::ranges::find_if(media.payloads, is_g711);
        if (codec == media.payloads.end()) continue;
        AudioMatch match;
        match.index = i;
        match.codec = *codec;
        for (auto const& payload : media.payloads)
            if (same_name(payload.encoding, "telephone-event") && payload.rate_hz == 8000 && !match.events)
                match.events = payload;
        match.address = media.address;
        match.port = media.port;
        match.rtcp_port = media.rtcp_port > 0 ? media.rtcp_port
                          : media.rtcp_mux    ? media.port
                                              : media.port + 1;
        match.direction = media.direction;
        return match;
    }
    return std::nullopt;
}

Session answer(Session const& offer, AudioMatch const& match, OurAudio const& ours) {
    Session session;
    session.origin = origin(ours);
    session.address = ours.address;
    for (std::size_t i = 0; i < offer.media.size(); ++i)
        session.media.push_back(i == match.index ? audio_answer(offer.media[i], match, ours)
                                                 : refused(offer.media[i]));
    for (auto& media : session.media)
        if (media.address == session.address) media.address.clear();
    session.media[match.index].ptime_ms = 20;
    return session;
}

Session answer_browser(Session const& offer, AudioMatch const& match, OurAudio const& ours) {
    auto session = answer(offer, match, ours);
    auto& media = session.media[match.index];
    media.ptime_ms = 0;
    media.rtcp_mux = true;
    media.ice_ufrag = ours.ice_ufrag;
    media.ice_pwd = ours.ice_pwd;
    media.fingerprint = ours.fingerprint;
    media.setup = "passive";
    for (auto const& candidate : ours.candidates)
        media.extra.push_back("candidate:" + candidate);
    media.extra.emplace_back("end-of-candidates");
    media.extra.emplace_back("msid:rufwerk call");
    media.extra.push_back(fmt::format("ssrc:{} cname:rufwerk", ours.ssrc));
    session.ice_lite = true;
    if (!media.mid.empty()) session.bundle = {media.mid};
    return session;
}

Session offer(OurAudio const& ours) {
    Session session;
    session.origin = origin(ours);
    session.address = ours.address;
    Media media;
    media.kind = "audio";
    media.port = ours.port;
    media.protocol = "RTP/AVP";
    add_payload(media, {8, "PCMA", 8000, {}});
    add_payload(media, {0, "PCMU", 8000, {}});
    add_payload(media, {101, "telephone-event", 8000, "0-16"});
    media.ptime_ms = 20;
    session.media.push_back(std::move(media));
    return session;
}

}  // namespace rufwerk::sdp

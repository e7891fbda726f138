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

/// RFC 3551 6: 8 is A-law and 0 is µ-law; a far end that gives these numbers to something else gets neither.
bool is_alaw(Payload const& payload) {
    return payload.type == 8 && payload.rate_hz == 8000 && same_name(payload.encoding, "PCMA");
}
bool is_ulaw(Payload const& payload) {
    return payload.type == 0 && payload.rate_hz == 8000 && same_name(payload.encoding, "PCMU");
}
bool is_event(Payload const& payload) {
    return payload.rate_hz == 8000 && same_name(payload.encoding, "telephone-event");
}

std::optional<Payload> first_of(std::vector<Payload> const& payloads, bool (*fits)(Payload const&)) {
    auto const found = std::ranges::find_if(payloads, fits);
    return found == payloads.end() ? std::nullopt : std::optional{*found};
}

bool speaks(Media const& media, bool secure) {
    if (secure) return media.protocol.starts_with("UDP/TLS/RTP/SAVP");
    return media.protocol == "RTP/AVP" || media.protocol == "RTP/AVPF";
}

std::optional<AudioMatch> match_of(Media const& media, std::size_t index, bool secure) {
    auto codec = first_of(media.payloads, is_alaw);
    if (!codec) codec = first_of(media.payloads, is_ulaw);
    if (!codec) return std::nullopt;
    AudioMatch match;
    match.index = index;
    match.codec = *codec;
    match.events = first_of(media.payloads, is_event);
    match.address = media.address;
    match.port = media.port;
    match.rtcp_mux = media.rtcp_mux;
    match.rtcp_port = media.rtcp_port > 0 ? media.rtcp_port : media.rtcp_mux ? media.port : media.port + 1;
    auto const held = !secure && media.address == "0.0.0.0";  // RFC 3264 8.4; RFC 8840 for browsers
    match.direction = held ? Direction::inactive : media.direction;
    return match;
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
    media.rtcp_mux = ours.rtcp_mux;
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
        if (media.kind != "audio" || media.port == 0 || !speaks(media, secure)) continue;
        if (auto match = match_of(media, i, secure)) return match;
    }
    return std::nullopt;
}

AnswerMatch match_answer(Session const& offered, Session const& answered) {
    if (answered.media.size() < offered.media.size())
        return {std::nullopt, "it answers fewer streams than were offered"};
    for (std::size_t i = 0; i < offered.media.size(); ++i) {
        auto const& ours = offered.media[i];
        auto theirs = answered.media[i];
        if (ours.kind != "audio" || ours.port == 0) continue;
        if (theirs.kind != ours.kind) return {std::nullopt, "its stream is no audio"};
        if (theirs.port == 0) return {std::nullopt, "it refuses the stream"};
        auto const secure = speaks(ours, true);
        if (!speaks(theirs, secure)) return {std::nullopt, "its transport is not the one offered"};
        // RFC 3264 6.1: it may name more than was offered, but not use it. For events the number that it
        // names is the one it wants to hear, so the number may differ where events were offered at all.
        auto const events = first_of(ours.payloads, is_event).has_value();
        std::erase_if(theirs.payloads, [&](Payload const& payload) {
            if (is_event(payload)) return !events;
            return std::ranges::find(ours.payloads, payload.type, &Payload::type) == ours.payloads.end();
        });
        // RFC 5761 5.1.1: only what was offered may be multiplexed.
        theirs.rtcp_mux = theirs.rtcp_mux && ours.rtcp_mux;
        auto match = match_of(theirs, i, secure);
        if (!match) return {std::nullopt, "no codec of the offer is in it"};
        return {std::move(match), {}};
    }
    return {std::nullopt, "no audio was offered"};
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

Session answer_nothing(Session const& offer, OurAudio const& ours) {
    Session session;
    session.origin = origin(ours);
    session.address = ours.address;
    for (auto const& media : offer.media)
        session.media.push_back(refused(media));
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
    media.extra.emplace_back("msid:rufwerk audio");
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

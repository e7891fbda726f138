#include "media/session_description.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>

namespace rufwerk::media {
namespace {

constexpr std::size_t size_max = 65'536;
constexpr std::size_t sections_max = 16;

std::optional<int> number(std::string_view text, int most) {
    auto value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0 || value > most)
        return std::nullopt;
    return value;
}

std::string_view take_word(std::string_view& text) {
    text = trim(text);
    auto const word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    return word;
}

std::string connection_ip(std::string_view value) {
    take_word(value);
    take_word(value);
    auto const ip = take_word(value);
    return std::string{ip.substr(0, ip.find('/'))};
}

struct Payload {
    int type;
    std::string encoding;  // lower case, "pcma/8000"
};

/// Reads line by line; session-level lines hold for the audio section until it says otherwise.
class Reader {
  public:
    std::optional<SessionDescription> read(std::string_view text) {
        while (!text.empty()) {
            auto line = text.substr(0, text.find('\n'));
            text.remove_prefix(std::min(text.size(), line.size() + 1));
            line = trim(line);
            if (line.size() >= 2 && line[1] == '=' && !line_read(line[0], line.substr(2)))
                return std::nullopt;
        }
        if (!found_ || !version_) return std::nullopt;
        settle_codecs();
        // RFC 3264 8.4: the old way to say hold. A browser's offer has it too, because ICE names the address
        // (RFC 8840).
        if (!audio().secure && audio().ip == "0.0.0.0") audio().direction = Direction::inactive;
        return session_;
    }

  private:
    AudioDescription& audio() { return session_.audio; }

    bool line_read(char kind, std::string_view value) {
        if (kind == 'v') version_ = true;
        if (kind == 'm') return section(value);
        if (!in_session_ && !in_audio_) return true;
        if (kind == 'c') audio().ip = connection_ip(value);
        if (kind == 'a') attribute(value);
        return true;
    }

    bool section(std::string_view value) {
        if (session_.sections.size() >= sections_max) return false;
        session_.sections.emplace_back(value);
        in_session_ = false;
        in_audio_ = !found_ && value.starts_with("audio ");
        if (!in_audio_) return true;
        found_ = true;
        session_.audio_at = session_.sections.size() - 1;
        take_word(value);
        auto const port = number(take_word(value), 65535);
        auto const protocol = take_word(value);
        if (!port) return false;
        audio().port = *port;
        audio().secure = protocol.find("SAVP") != std::string_view::npos;
        while (!trim(value).empty() && payloads_.size() < 64)
            if (auto const type = number(take_word(value), 127)) payloads_.push_back({*type, {}});
        return true;
    }

    void attribute(std::string_view text) {
        auto const colon = text.find(':');
        auto const name = text.substr(0, colon);
        auto const value = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
        if (name == "sendrecv") audio().direction = Direction::sendrecv;
        if (name == "sendonly") audio().direction = Direction::sendonly;
        if (name == "recvonly") audio().direction = Direction::recvonly;
        if (name == "inactive") audio().direction = Direction::inactive;
        if (name == "rtcp-mux") audio().rtcp_mux = true;
        if (name == "ice-ufrag") audio().ice_ufrag = value;
        if (name == "ice-pwd") audio().ice_pwd = value;
        if (name == "fingerprint") audio().fingerprint = value;
        if (name == "setup") audio().setup = value;
        if (name == "mid") audio().mid = value;
        if (name == "rtcp") audio().rtcp_port = number(value.substr(0, value.find(' ')), 65535).value_or(0);
        if (name == "rtpmap") rtpmap(value);
    }

    void rtpmap(std::string_view value) {
        auto const type = number(take_word(value), 127);
        auto encoding = std::string{take_word(value)};
        std::ranges::transform(encoding, encoding.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        for (auto& payload : payloads_)
            if (type && payload.type == *type) payload.encoding = encoding;
    }

    void settle_codecs() {
        for (auto const& payload : payloads_) {
            // RFC 3551 6: 0 and 8 are static, with or without an rtpmap.
            if (payload.type == 0) audio().codecs.push_back(Codec::pcmu);
            if (payload.type == 8) audio().codecs.push_back(Codec::pcma);
            if (payload.encoding == "telephone-event/8000" && !audio().telephone_event)
                audio().telephone_event = payload.type;
        }
    }

    SessionDescription session_;
    std::vector<Payload> payloads_;
    bool version_ = false;
    bool in_session_ = true;
    bool in_audio_ = false;
    bool found_ = false;
};

std::string_view name_of(Direction direction) {
    switch (direction) {
        case Direction::sendrecv: return "sendrecv";
        case Direction::sendonly: return "sendonly";
        case Direction::recvonly: return "recvonly";
        case Direction::inactive: return "inactive";
    }
    return "sendrecv";
}

std::string head(OwnAudio const& own) {
    auto const family = own.ip.find(':') == std::string::npos ? "IP4" : "IP6";
    auto text = fmt::format("v=0\r\no=rufwerk {} {} IN {} {}\r\ns=-\r\nc=IN {} {}\r\nt=0 0\r\n", own.session,
                            own.version, family, own.ip, family, own.ip);
    if (!own.ice_ufrag.empty()) text += fmt::format("a=ice-lite\r\na=group:BUNDLE {}\r\n", own.mid);
    return text;
}

std::string secure_lines(OwnAudio const& own) {
    auto text = fmt::format(
        "a=mid:{}\r\na=ice-ufrag:{}\r\na=ice-pwd:{}\r\na=fingerprint:{}\r\na=setup:passive\r\n"
        "a=msid:rufwerk audio\r\na=ssrc:{} cname:rufwerk\r\n",
        own.mid, own.ice_ufrag, own.ice_pwd, own.fingerprint, own.ssrc);
    for (auto const& candidate : own.candidates)
        text += "a=candidate:" + candidate + "\r\n";
    return text + "a=end-of-candidates\r\n";
}

std::string section_of(OwnAudio const& own) {
    auto const secure = !own.ice_ufrag.empty();
    auto text = fmt::format("m=audio {} {}", own.port, secure ? "UDP/TLS/RTP/SAVPF" : "RTP/AVP");
    for (auto const codec : own.codecs)
        text += codec == Codec::pcma ? " 8" : " 0";
    if (own.telephone_event) text += fmt::format(" {}", *own.telephone_event);
    text += "\r\n";
    if (secure)
        text += fmt::format("c=IN {} {}\r\n", own.ip.find(':') == std::string::npos ? "IP4" : "IP6", own.ip);
    for (auto const codec : own.codecs)
        text += codec == Codec::pcma ? "a=rtpmap:8 PCMA/8000\r\n" : "a=rtpmap:0 PCMU/8000\r\n";
    if (own.telephone_event)
        text += fmt::format("a=rtpmap:{0} telephone-event/8000\r\na=fmtp:{0} 0-15\r\n", *own.telephone_event);
    text += fmt::format("a=ptime:20\r\na={}\r\n", name_of(own.direction));
    if (own.rtcp_mux) text += "a=rtcp-mux\r\n";
    return secure ? text + secure_lines(own) : text;
}

}  // namespace

std::optional<SessionDescription> parse_session(std::string const& sdp) {
    if (sdp.size() > size_max) return std::nullopt;
    return Reader{}.read(sdp);
}

std::string write_offer(OwnAudio const& own) { return head(own) + section_of(own); }

std::string write_answer(OwnAudio const& own, SessionDescription const& offer) {
    auto text = head(own);
    for (std::size_t i = 0; i < offer.sections.size(); ++i) {
        if (i == offer.audio_at) {
            text += section_of(own);
            continue;
        }
        // RFC 3264 6: what we do not take is answered in its place with port 0.
        auto rest = std::string_view{offer.sections[i]};
        auto const kind = take_word(rest);
        take_word(rest);
        text += fmt::format("m={} 0 {}\r\n", kind, trim(rest));
    }
    return text;
}

Direction mirrored(Direction direction) {
    if (direction == Direction::sendonly) return Direction::recvonly;
    if (direction == Direction::recvonly) return Direction::sendonly;
    return direction;
}

}  // namespace rufwerk::media

#include "sdp/sdp.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace rufwerk::sdp {
namespace {

std::optional<int> number(std::string_view text, int least, int most) {
    int value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most)
        return std::nullopt;
    return value;
}

/// Cuts the next word off `text`; words are separated by single or several spaces.
std::string_view next_word(std::string_view& text) {
    auto const begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return text = {};
    auto const end = std::min(text.find(' ', begin), text.size());
    auto const word = text.substr(begin, end - begin);
    text.remove_prefix(end);
    return word;
}

/// RFC 3551 table 4: types that may stand without a=rtpmap.
Payload static_payload(int type) {
    switch (type) {
        case 0: return {0, "PCMU", 8000, {}};
        case 8: return {8, "PCMA", 8000, {}};
        default: return {type, {}, 8000, {}};
    }
}

std::optional<Direction> direction_named(std::string_view name) {
    for (auto const direction :
         {Direction::sendrecv, Direction::sendonly, Direction::recvonly, Direction::inactive})
        if (name == to_string(direction)) return direction;
    return std::nullopt;
}

class Parser {
  public:
    Parsed run(std::string_view text) {
        if (text.size() > size_limit_bytes) return {std::nullopt, "is longer than 16 KiB"};
        bool first = true;
        while (!text.empty() && fault_.empty()) {
            auto const end = text.find('\n');
            auto line = text.substr(0, end);
            text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
            if (line.ends_with('\r')) line.remove_suffix(1);
            if (trim(line).empty()) continue;
            if (first && line != "v=0") return {std::nullopt, "does not begin with v=0"};
            first = false;
            take(line);
        }
        if (fault_.empty() && first) fault_ = "is empty";
        if (!fault_.empty()) return {std::nullopt, fault_};
        inherit();
        return {std::move(session_), {}};
    }

  private:
    Media* media() { return session_.media.empty() ? nullptr : &session_.media.back(); }

    void take(std::string_view line) {
        if (line.size() < 2 || line[1] != '=') return void(fault_ = "has a line without x=");
        auto const value = line.substr(2);
        switch (line[0]) {
            case 'o': session_.origin = value; break;
            case 'c': take_connection(value); break;
            case 'm': take_media(value); break;
            case 'a': take_attribute(value); break;
            default: break;  // s, t, b, i, k, e, p, u, r, z: nothing a call depends on
        }
    }

    void take_connection(std::string_view value) {
        auto const net = next_word(value);
        auto const type = next_word(value);
        auto address = next_word(value);
        if (net != "IN" || (type != "IP4" && type != "IP6") || address.empty() || address.size() > 255)
            return void(fault_ = "has a broken c= line");
        address = address.substr(0, address.find('/'));  // multicast TTL
        if (auto* const current = media())
            current->address = address;
        else
            session_.address = address;
    }

    void take_media(std::string_view value) {
        if (session_.media.size() >= media_limit) return void(fault_ = "has too many m= lines");
        Media next;
        next.kind = next_word(value);
        auto port = next_word(value);
        auto const port_number = number(port.substr(0, port.find('/')), 0, 65535);
        next.protocol = next_word(value);
        if (!port_number || next.protocol.empty()) return void(fault_ = "has a broken m= line");
        next.port = *port_number;
        for (auto word = next_word(value); !word.empty(); word = next_word(value)) {
            if (next.formats.size() >= payload_limit) return void(fault_ = "has too many formats");
            auto const type = next.kind == "audio" ? number(word, 0, 127) : std::nullopt;
            // A type listed again says nothing new, and a=rtpmap could not tell the two apart.
            if (type && std::ranges::find(next.payloads, *type, &Payload::type) != next.payloads.end())
                continue;
            next.formats.emplace_back(word);
            if (type) next.payloads.push_back(static_payload(*type));
        }
        session_.media.push_back(std::move(next));
    }

    void take_attribute(std::string_view line) {
        auto const colon = line.find(':');
        auto const name = line.substr(0, colon);
        auto const value = colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
        if (auto const direction = direction_named(name)) {
            (media() ? media()->direction : session_.direction) = *direction;
            if (!media()) has_session_direction_ = true;
            if (media()) has_direction_.resize(session_.media.size(), false), has_direction_.back() = true;
            return;
        }
        if (name == "ice-lite") session_.ice_lite = true;
        if (name == "group" && value.starts_with("BUNDLE")) take_bundle(value.substr(6));
        if (auto* const current = media())
            take_media_attribute(*current, name, value);
        else
            take_transport(defaults_, name, value);
    }

    void take_bundle(std::string_view mids) {
        for (auto mid = next_word(mids); !mid.empty() && session_.bundle.size() < media_limit;
             mid = next_word(mids))
            session_.bundle.emplace_back(mid);
    }

    static void take_transport(Media& media, std::string_view name, std::string_view value) {
        if (name == "ice-ufrag") media.ice_ufrag = value;
        if (name == "ice-pwd") media.ice_pwd = value;
        if (name == "fingerprint") media.fingerprint = value;
        if (name == "setup") media.setup = value;
    }

    static void take_media_attribute(Media& media, std::string_view name, std::string_view value) {
        take_transport(media, name, value);
        if (name == "rtcp-mux") media.rtcp_mux = true;
        if (name == "mid") media.mid = value;
        if (name == "rtcp") media.rtcp_port = number(next_word(value), 1, 65535).value_or(0);
        if (name == "ptime") media.ptime_ms = number(value, 1, 1000).value_or(0);
        if (name == "rtpmap") take_rtpmap(media, value);
        if (name == "fmtp") take_fmtp(media, value);
    }

    static Payload* payload_of(Media& media, std::string_view& value) {
        auto const type = number(next_word(value), 0, 127);
        if (!type) return nullptr;
        auto const found = std::ranges::find(media.payloads, *type, &Payload::type);
        return found == media.payloads.end() ? nullptr : &*found;
    }

    static void take_rtpmap(Media& media, std::string_view value) {
        auto* const payload = payload_of(media, value);
        auto const encoding = next_word(value);
        auto const slash = encoding.find('/');
        // Without a name or a rate it maps to nothing: the type stays what it is.
        if (!payload || slash == std::string_view::npos || slash == 0) return;
        auto rate = encoding.substr(slash + 1);
        payload->encoding = encoding.substr(0, slash);
        payload->rate_hz = number(rate.substr(0, rate.find('/')), 1, 192'000).value_or(0);
    }

    static void take_fmtp(Media& media, std::string_view value) {
        if (auto* const payload = payload_of(media, value)) payload->format = trim(value);
    }

    /// What the session says counts for media that do not say it themselves.
    void inherit() {
        has_direction_.resize(session_.media.size(), false);
        for (std::size_t i = 0; i < session_.media.size(); ++i) {
            auto& media = session_.media[i];
            if (media.address.empty()) media.address = session_.address;
            if (media.ice_ufrag.empty()) media.ice_ufrag = defaults_.ice_ufrag;
            if (media.ice_pwd.empty()) media.ice_pwd = defaults_.ice_pwd;
            if (media.fingerprint.empty()) media.fingerprint = defaults_.fingerprint;
            if (media.setup.empty()) media.setup = defaults_.setup;
            if (!has_direction_[i] && has_session_direction_) media.direction = session_.direction;
        }
        session_.direction = Direction::sendrecv;
    }

    Session session_;
    Media defaults_;
    bool has_session_direction_ = false;
    std::vector<bool> has_direction_;
    std::string fault_;
};

std::string connection(std::string const& address) {
    return fmt::format("c=IN {} {}\r\n", address.find(':') == std::string::npos ? "IP4" : "IP6", address);
}

std::string write_media(Media const& media, std::string const& session_address) {
    auto text = fmt::format("m={} {} {}", media.kind, media.port, media.protocol);
    for (auto const& format : media.formats)
        text += " " + format;
    text += "\r\n";
    if (!media.address.empty() && media.address != session_address) text += connection(media.address);
    auto const line = [&](std::string_view name, std::string_view value) {
        if (!value.empty()) text += fmt::format("a={}:{}\r\n", name, value);
    };
    for (auto const& payload : media.payloads) {
        if (!payload.encoding.empty())
            line("rtpmap", fmt::format("{} {}/{}", payload.type, payload.encoding, payload.rate_hz));
        if (!payload.format.empty()) line("fmtp", fmt::format("{} {}", payload.type, payload.format));
    }
    line("mid", media.mid);
    line("ice-ufrag", media.ice_ufrag);
    line("ice-pwd", media.ice_pwd);
    line("fingerprint", media.fingerprint);
    line("setup", media.setup);
    if (media.ptime_ms > 0) line("ptime", fmt::format("{}", media.ptime_ms));
    if (media.rtcp_port > 0) line("rtcp", fmt::format("{}", media.rtcp_port));
    if (media.rtcp_mux) text += "a=rtcp-mux\r\n";
    text += fmt::format("a={}\r\n", to_string(media.direction));
    for (auto const& extra : media.extra)
        text += "a=" + extra + "\r\n";
    return text;
}

}  // namespace

std::string_view to_string(Direction direction) {
    switch (direction) {
        case Direction::sendrecv: return "sendrecv";
        case Direction::sendonly: return "sendonly";
        case Direction::recvonly: return "recvonly";
        case Direction::inactive: return "inactive";
    }
    return "";
}

Parsed parse(std::string_view text) { return Parser{}.run(text); }

std::string write(Session const& session) {
    auto text = fmt::format("v=0\r\no={}\r\ns=-\r\n", session.origin);
    if (!session.address.empty()) text += connection(session.address);
    text += "t=0 0\r\n";
    if (session.ice_lite) text += "a=ice-lite\r\n";
    if (!session.bundle.empty()) {
        text += "a=group:BUNDLE";
        for (auto const& mid : session.bundle)
            text += " " + mid;
        text += "\r\n";
    }
    for (auto const& media : session.media)
        text += write_media(media, session.address);
    return text;
}

}  // namespace rufwerk::sdp

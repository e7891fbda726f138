#include "media/engine.hpp"

#include "base/problem.hpp"
#include "media/session_description.hpp"
#include "media/worker.hpp"

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>
#include <unordered_map>

namespace rufwerk::media {
namespace {

constexpr std::size_t legs_max = 16'384;
/// An open is refused when a thread has so many commands waiting; the rest of its queue is for legs that are
/// open.
constexpr std::size_t waiting_max = Worker::commands_max / 4;
constexpr std::size_t addresses_max = 8;

Problem broken(std::string const& what) {
    return Problem{Refusal::invalid, "media.sdp", "The SDP cannot be used: " + what};
}

SessionDescription parsed(std::string const& sdp) {
    auto session = parse_session(sdp);
    if (!session) throw broken("it is not well-formed or has no audio section (RFC 8866).");
    if (session->audio.codecs.empty()) throw broken("no codec in common; offer PCMA (8) or PCMU (0).");
    return *session;
}

/// G.711 A-law when the far end has it: it is what German carriers speak, so nothing is transcoded end to
/// end.
Codec preferred(std::vector<Codec> const& codecs) {
    return std::ranges::find(codecs, Codec::pcma) != codecs.end() ? Codec::pcma : codecs.front();
}

Peer peer_of(AudioDescription const& audio) {
    Peer peer;
    if (!audio.secure) {
        auto const address = SocketAddress::parse(audio.ip, audio.port);
        if (!address) throw broken("its address '" + audio.ip + "' is not a numeric IP address.");
        peer.rtp = *address;
        peer.rtcp = *address;
        peer.rtcp.set_port(audio.rtcp_port != 0 ? audio.rtcp_port : audio.port + 1);
    }
    peer.rtcp_mux = audio.secure || audio.rtcp_mux;
    peer.codec = preferred(audio.codecs);
    peer.telephone_event = audio.telephone_event;
    peer.hears = audio.direction == Direction::sendrecv || audio.direction == Direction::recvonly;
    peer.speaks = audio.direction == Direction::sendrecv || audio.direction == Direction::sendonly;
    return peer;
}

void answer_with(OwnAudio& own, AudioDescription const& offer) {
    own.codecs = {preferred(offer.codecs)};
    own.telephone_event = offer.telephone_event;
    own.direction = mirrored(offer.direction);
    own.rtcp_mux = offer.secure || offer.rtcp_mux;
}

}  // namespace

struct Engine::Inside {
    struct Record {
        Worker* worker;
        OwnAudio own;
        LegId partner;
        bool secure;
    };

    Options options;
    std::vector<SocketAddress> addresses;
    std::random_device random;
    DtlsIdentity identity;
    PortRange ports;
    std::unordered_map<LegId, Record> legs;
    std::int64_t last_leg = 0;
    std::atomic<std::uint64_t> open{0};
    std::vector<std::unique_ptr<Worker>> workers;  // last: their legs use what stands above

    Inside(Options given, std::function<void(Event)> listener)
        : options{std::move(given)}, ports{options.port_first, options.port_last} {
        for (auto const& text : options.addresses) {
            auto const address = SocketAddress::parse(text, 0);
            if (!address)
                throw invalid_field("media.address", "not_an_address", "'" + text + "' is no IP address.");
            addresses.push_back(*address);
        }
        if (addresses.empty() || addresses.size() > addresses_max)
            throw invalid_field("media.address", "count", "Name 1 to 8 local addresses.");
        auto const cores = static_cast<int>(std::thread::hardware_concurrency());
        for (auto i = 0; i < std::max(1, options.threads > 0 ? options.threads : cores); ++i)
            workers.push_back(std::make_unique<Worker>(listener));
    }

    std::uint64_t dice() { return std::uint64_t{random()} << 32 | random(); }

    std::string secret(std::size_t length) {
        constexpr std::string_view ice_chars =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        std::string text;
        while (text.size() < length)
            text += ice_chars[random() % 64];
        return text;
    }

    Record& at(LegId leg) {
        auto const found = legs.find(leg);
        if (found == legs.end())
            throw Problem{Refusal::not_found, "media.no_leg",
                          "There is no media leg " + to_string(leg) + "."};
        return found->second;
    }

    /// Configured address for a peer near `near`: the one the kernel would use, else the first of its family.
    SocketAddress address_for(std::string const& near) const {
        auto const far = SocketAddress::parse(near, 0);
        if (!far) return addresses.front();
        auto const route = local_address_toward(*far);
        for (auto const& address : addresses)
            if (route && address.same_ip(*route)) return address;
        for (auto const& address : addresses)
            if (address.family() == far->family()) return address;
        return addresses.front();
    }

    std::string spoken(SocketAddress const& bound, std::string const& near) const {
        if (!options.advertise.empty()) return options.advertise;
        if (!bound.wildcard()) return bound.ip();
        auto const far = SocketAddress::parse(near, 0);
        auto const route = far ? local_address_toward(*far) : std::nullopt;
        return route ? route->ip() : bound.family() == AF_INET ? "127.0.0.1" : "::1";
    }

    std::unique_ptr<PortRange::Pair> open_pair(SocketAddress const& address, PortRange::Rtcp rtcp) {
        auto pair = ports.open(address, rtcp);
        if (pair) return pair;
        throw Problem{
            Refusal::unavailable, "media.no_port",
            "No free RTP port on " + address.ip() + " in media.ports; widen the range or end calls."};
    }

    void admit() const {
        if (legs.size() < legs_max) return;
        throw Problem{Refusal::unavailable, "media.full",
                      "16,384 media legs are open, the most there may be."};
    }

    LegId adopt(Leg::Pairs pairs, std::unique_ptr<Leg::Secure> secure, OwnAudio own) {
        auto* const worker =
            std::ranges::min_element(workers, {}, [&](auto const& it) { return load(it.get()); })->get();
        if (worker->waiting() > waiting_max)
            throw Problem{Refusal::unavailable, "media.busy", "The media thread is behind; try again later."};
        LegId const id{++last_leg};
        auto const is_secure = secure != nullptr;
        auto const seed = std::uint64_t{own.ssrc} << 32 | random();
        worker->post(command::Adopt{
            std::make_unique<Leg>(id, seed, options.silence_limit_s, std::move(pairs), std::move(secure))});
        legs.emplace(id, Record{worker, std::move(own), {}, is_secure});
        ++loads[worker];
        open = legs.size();
        return id;
    }

    std::unordered_map<Worker*, std::size_t> loads;
    std::size_t load(Worker* worker) { return loads[worker]; }

    void unbridge(LegId leg) {
        auto& record = at(leg);
        if (!record.partner) return;
        record.worker->post(command::Unbridge{leg});
        at(record.partner).partner = {};
        record.partner = {};
    }

    /// Both legs of a bridge live on one thread: `leg` moves to `to` when they do not.
    void move(LegId leg, Worker* to) {
        auto& record = at(leg);
        if (record.worker == to) return;
        to->post(command::Expect{leg});
        record.worker->post(command::HandOver{leg, to});
        --loads[record.worker];
        ++loads[to];
        record.worker = to;
    }

    std::vector<std::string> candidates_of(Leg::Pairs const& pairs, std::vector<SocketAddress> const& bound,
                                           std::string const& host) const {
        std::vector<std::string> lines;
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            // RFC 8445 5.1.2.1: host candidate, the first one preferred; foundation differs per address.
            auto const priority = (126U << 24) | static_cast<std::uint32_t>(65535 - i) << 8 | 255U;
            lines.push_back(std::to_string(i + 1) + " 1 udp " + std::to_string(priority) + " " +
                            spoken(bound[i], host) + " " + std::to_string(pairs[i]->port()) + " typ host");
        }
        return lines;
    }
};

Engine::Engine(Options options, std::function<void(Event)> listener)
    : inside_{std::make_unique<Inside>(std::move(options), std::move(listener))} {}
Engine::~Engine() {
    // All before the first goes: a thread may be handing a leg to another.
    for (auto const& worker : inside_->workers)
        worker->halt();
}

Engine::Opened Engine::open_rtp(std::optional<std::string> const& remote_sdp, std::string const& near) {
    inside_->admit();
    auto const offer = remote_sdp ? std::optional{parsed(*remote_sdp)} : std::nullopt;
    if (offer && offer->audio.secure) throw broken("SRTP is offered where plain RTP/AVP is spoken.");
    auto const peer = offer ? std::optional{peer_of(offer->audio)} : std::nullopt;
    auto const address = inside_->address_for(near);
    OwnAudio own;
    own.codecs = {Codec::pcma, Codec::pcmu};
    own.telephone_event = 101;
    if (offer) answer_with(own, offer->audio);
    Leg::Pairs pairs;
    pairs.push_back(
        inside_->open_pair(address, own.rtcp_mux ? PortRange::Rtcp::muxed : PortRange::Rtcp::own_socket));
    own.session = inside_->dice() >> 2;
    own.ssrc = inside_->random();
    own.ip = inside_->spoken(address, near);
    own.port = pairs.front()->port();
    auto const sdp = offer ? write_answer(own, *offer) : write_offer(own);
    auto const leg = inside_->adopt(std::move(pairs), nullptr, own);
    if (peer) inside_->at(leg).worker->post(command::SetPeer{leg, *peer});
    return {leg, sdp};
}

void Engine::set_remote(LegId leg, std::string const& sdp) {
    auto& record = inside_->at(leg);
    auto const answer = parsed(sdp);
    auto peer = peer_of(answer.audio);
    record.own.codecs = {peer.codec};
    record.own.telephone_event = answer.audio.telephone_event;
    record.worker->post(command::SetPeer{leg, peer});
}

std::string Engine::renegotiate(LegId leg, std::string const& sdp) {
    auto& record = inside_->at(leg);
    auto const offer = parsed(sdp);
    if (offer.audio.secure != record.secure) throw broken("the transport may not change in mid-call.");
    auto peer = peer_of(offer.audio);
    auto const muxed = record.own.rtcp_mux;
    answer_with(record.own, offer.audio);
    // A leg that has no RTCP socket goes on with rtcp-mux as long as the far end has it.
    if (muxed && offer.audio.rtcp_mux) record.own.rtcp_mux = true;
    ++record.own.version;
    record.worker->post(command::SetPeer{leg, peer});
    return write_answer(record.own, offer);
}

Engine::Opened Engine::open_webrtc(std::string const& browser_offer, std::string const& host) {
    inside_->admit();
    auto const offer = parsed(browser_offer);
    auto const& audio = offer.audio;
    if (!audio.secure || audio.ice_ufrag.empty() || !audio.fingerprint.starts_with("sha-256 ") ||
        !audio.rtcp_mux)
        throw broken("a browser's offer has UDP/TLS/RTP/SAVPF, ICE, rtcp-mux and a sha-256 fingerprint.");
    auto bound = inside_->addresses;
    std::ranges::stable_partition(bound, [&](auto const& address) { return address.ip() == host; });
    Leg::Pairs pairs;
    for (auto const& address : bound)
        pairs.push_back(inside_->open_pair(address, PortRange::Rtcp::muxed));
    OwnAudio own;
    answer_with(own, audio);
    own.session = inside_->dice() >> 2;
    own.ssrc = inside_->random();
    own.ip = inside_->spoken(bound.front(), host);
    own.port = pairs.front()->port();
    own.mid = audio.mid;
    own.ice_ufrag = inside_->secret(8);
    own.ice_pwd = inside_->secret(24);
    own.fingerprint = inside_->identity.fingerprint();
    own.candidates = inside_->candidates_of(pairs, bound, host);
    auto secure = std::make_unique<Leg::Secure>(IceLite{own.ice_ufrag, own.ice_pwd}, inside_->identity,
                                                audio.fingerprint);
    auto const leg = inside_->adopt(std::move(pairs), std::move(secure), own);
    inside_->at(leg).worker->post(command::SetPeer{leg, peer_of(audio)});
    return {leg, write_answer(own, offer)};
}

void Engine::bridge(LegId a, LegId b) {
    inside_->unbridge(a);
    inside_->unbridge(b);
    auto& first = inside_->at(a);
    auto& second = inside_->at(b);
    inside_->move(b, first.worker);
    first.worker->post(command::Bridge{a, b});
    first.partner = b;
    second.partner = a;
}

void Engine::unbridge(LegId a) { inside_->unbridge(a); }

void Engine::play(LegId leg, std::shared_ptr<Sound const> sound, bool loop) {
    inside_->at(leg).worker->post(command::Play{leg, std::move(sound), loop});
}

void Engine::stop(LegId leg) { inside_->at(leg).worker->post(command::Stop{leg}); }

void Engine::close(LegId leg, std::function<void(LegReport)> report) {
    inside_->unbridge(leg);
    auto& record = inside_->at(leg);
    record.worker->post(command::Report{leg, std::move(report), true});
    --inside_->loads[record.worker];
    inside_->legs.erase(leg);
    inside_->open = inside_->legs.size();
}

void Engine::report(LegId leg, std::function<void(LegReport)> report) {
    inside_->at(leg).worker->post(command::Report{leg, std::move(report), false});
}

Engine::Counters Engine::counters() const {
    Counters counters;
    counters.legs_open = inside_->open;
    counters.ports_free = inside_->ports.free();
    for (auto const& worker : inside_->workers) {
        counters.packets_relayed += worker->relayed();
        counters.strangers += worker->strangers();
        counters.unauthenticated += worker->unauthenticated();
    }
    return counters;
}

}  // namespace rufwerk::media

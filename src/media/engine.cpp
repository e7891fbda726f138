#include "media/engine.hpp"

#include "base/problem.hpp"
#include "media/negotiation.hpp"
#include "media/own_addresses.hpp"
#include "media/worker.hpp"

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>
#include <unordered_map>
#include <unordered_set>

namespace rufwerk::media {
namespace {

constexpr std::size_t voices_max = 16;
constexpr std::size_t legs_max = 16'384;
/// An open is refused when a thread has so many commands waiting; the rest of its queue is for legs that are
/// open.
constexpr std::size_t waiting_max = Worker::commands_max / 4;

}  // namespace

struct Engine::Inside {
    struct Record {
        Worker* worker;
        sdp::OurAudio own;
        std::vector<LegId> voices;  // whom it hears
        std::vector<LegId> ears;    // who hears it
        bool secure;
        bool events = false;     // the far end takes telephone events
        int family;              // of the plain leg's socket
        sdp::Session described;  // our last description: an answer of theirs is compared with it
    };

    Options options;
    OwnAddresses addresses;
    std::random_device random;
    DtlsIdentity identity;
    PortRange ports;
    std::unordered_map<LegId, Record> legs;
    std::int64_t last_leg = 0;
    std::atomic<std::uint64_t> open{0};
    std::vector<std::unique_ptr<Worker>> workers;  // last: their legs use what stands above

    Inside(Options given, std::function<void(Event)> listener)
        : options{std::move(given)},
          addresses{options.addresses, options.advertise},
          ports{options.port_first, options.port_last} {
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

    LegId adopt(Leg::Pairs pairs, std::unique_ptr<Leg::Secure> secure, sdp::OurAudio own, int family) {
        auto* const worker =
            std::ranges::min_element(workers, {}, [&](auto const& it) { return load(it.get()); })->get();
        if (worker->waiting() > waiting_max)
            throw Problem{Refusal::unavailable, "media.busy", "The media thread is behind; try again later."};
        LegId const id{++last_leg};
        auto const is_secure = secure != nullptr;
        auto const seed = std::uint64_t{own.ssrc} << 32 | random();
        worker->post(command::Adopt{
            std::make_unique<Leg>(id, seed, options.silence_limit_s, std::move(pairs), std::move(secure))});
        legs.emplace(id, Record{worker, std::move(own), {}, {}, is_secure, false, family, {}});
        ++loads[worker];
        open = legs.size();
        return id;
    }

    std::unordered_map<Worker*, std::size_t> loads;
    std::size_t load(Worker* worker) { return loads[worker]; }

    void hear(LegId ear, std::vector<LegId> const& voices) {
        auto& record = at(ear);
        for (auto const voice : record.voices)
            std::erase(at(voice).ears, ear);
        record.voices = voices;
        for (auto const voice : record.voices)
            at(voice).ears.push_back(ear);
    }

    void unbridge(LegId leg) {
        auto const ears = at(leg).ears;
        if (ears.empty() && at(leg).voices.empty()) return;
        at(leg).worker->post(command::Unbridge{leg});
        hear(leg, {});
        for (auto const ear : ears)
            std::erase(at(ear).voices, leg);
        at(leg).ears.clear();
    }

    void check(std::vector<Hears> const& rows) {
        for (auto row = rows.begin(); row != rows.end(); ++row) {
            at(row->ear);
            auto voices = row->voices;
            for (auto const voice : voices)
                at(voice);
            std::ranges::sort(voices);
            auto const twice = std::ranges::adjacent_find(voices) != voices.end();
            auto const named_before =
                std::any_of(rows.begin(), row, [&](auto const& other) { return other.ear == row->ear; });
            if (twice || named_before || std::ranges::find(voices, row->ear) != voices.end() ||
                voices.size() > voices_max)
                throw Problem{Refusal::invalid, "media.mix",
                              "Leg " + to_string(row->ear) +
                                  " cannot hear so: name each ear once, with at most 16 different voices and "
                                  "not its own."};
        }
    }

    /// All that hear or are heard by one of `legs`, directly or over others, in the order they are found.
    std::vector<LegId> together(std::vector<LegId> legs) {
        std::unordered_set<LegId> seen{legs.begin(), legs.end()};
        for (std::size_t i = 0; i < legs.size(); ++i) {
            auto const& record = at(legs[i]);
            for (auto const* const side : {&record.voices, &record.ears})
                for (auto const other : *side)
                    if (seen.insert(other).second) legs.push_back(other);
        }
        return legs;
    }

    void mix(std::vector<Hears> const& rows) {
        check(rows);
        std::vector<LegId> named;
        for (auto const& [ear, voices] : rows) {
            hear(ear, voices);
            named.push_back(ear);
        }
        if (named.empty()) return;
        auto* const worker = at(named.front()).worker;
        command::Mix mix;
        for (auto const leg : together(named)) {
            move(leg, worker);
            mix.rows.push_back({{leg, at(leg).voices}, std::ranges::find(named, leg) != named.end()});
        }
        worker->post(std::move(mix));
    }

    /// Legs that hear each other live on one thread: `leg` moves to `to` when it does not; it parts by that.
    void move(LegId leg, Worker* to) {
        auto& record = at(leg);
        if (record.worker == to) return;
        to->post(command::Expect{leg});
        record.worker->post(command::HandOver{leg, to});
        --loads[record.worker];
        ++loads[to];
        record.worker = to;
    }

    void set_peer(LegId leg, Peer const& peer) {
        auto& record = at(leg);
        record.events = peer.telephone_event.has_value();
        record.worker->post(command::SetPeer{leg, peer});
    }

    /// Where RTP of a plain leg is bound: by where the signalling came from, because an address in the SDP
    /// may be one behind NAT; by the SDP's when that is of the other family.
    SocketAddress bound_for(sdp::AudioMatch const* theirs, std::string const& near) const {
        auto const wanted = theirs ? SocketAddress::parse(theirs->address, 0) : std::nullopt;
        auto const signalling = SocketAddress::parse(near, 0);
        auto const usable = wanted && !wanted->wildcard();
        auto const by_sdp = usable && !(signalling && signalling->family() == wanted->family());
        auto const& far = by_sdp ? theirs->address : near;
        if (auto const address = addresses.toward(far)) return *address;
        throw unusable_sdp("'" + far + "' is of a family that no address in media.address has; add one.");
    }

    std::vector<std::string> candidates_of(Leg::Pairs const& pairs,
                                           std::vector<SocketAddress> const& bound) const {
        std::vector<std::string> lines;
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            for (auto const& ip : addresses.reachable(bound[i])) {
                // RFC 8445 5.1.2.1: host candidates, the first one preferred; the foundation differs by
                // address.
                auto const place = lines.size();
                auto const priority = (126U << 24) | static_cast<std::uint32_t>(65535 - place) << 8 | 255U;
                lines.push_back(std::to_string(place + 1) + " 1 udp " + std::to_string(priority) + " " + ip +
                                " " + std::to_string(pairs[i]->port()) + " typ host");
            }
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
    auto const offer = remote_sdp ? std::optional{read_sdp(*remote_sdp)} : std::nullopt;
    auto const match = offer ? std::optional{audio_of(*offer, false)} : std::nullopt;
    auto const address = inside_->bound_for(match ? &*match : nullptr, near);
    auto const peer = match ? std::optional{peer_of(*match, false, address.family())} : std::nullopt;
    sdp::OurAudio own;
    own.rtcp_mux = match && match->rtcp_mux;
    Leg::Pairs pairs;
    pairs.push_back(
        inside_->open_pair(address, own.rtcp_mux ? PortRange::Rtcp::muxed : PortRange::Rtcp::own_socket));
    own.session_id = inside_->dice() >> 2;
    own.ssrc = inside_->random();
    own.address = inside_->addresses.spoken(address, near.empty() && match ? match->address : near);
    own.port = pairs.front()->port();
    auto ours = offer ? sdp::answer(*offer, *match, own) : sdp::offer(own);
    auto text = sdp::write(ours);
    auto const leg = inside_->adopt(std::move(pairs), nullptr, own, address.family());
    auto& record = inside_->at(leg);
    record.described = std::move(ours);
    if (peer) inside_->set_peer(leg, *peer);
    return {leg, std::move(text)};
}

void Engine::set_remote(LegId leg, std::string const& sdp) {
    auto& record = inside_->at(leg);
    auto const answer = sdp::match_answer(record.described, read_sdp(sdp));
    if (!answer.audio) throw unusable_sdp("as an answer to our offer " + answer.fault + " (RFC 3264 6).");
    inside_->set_peer(leg, peer_of(*answer.audio, false, record.family));
}

std::string Engine::renegotiate(LegId leg, std::string const& sdp) {
    auto& record = inside_->at(leg);
    auto const offer = read_sdp(sdp);
    if (switches_audio_off(offer)) {
        ++record.own.version;
        Peer nobody;
        nobody.hears = nobody.speaks = false;
        inside_->set_peer(leg, nobody);
        record.described = sdp::answer_nothing(offer, record.own);
        return sdp::write(record.described);
    }
    auto const match = audio_of(offer, record.secure);
    auto const peer = peer_of(match, record.secure, record.family);
    // A leg that has no RTCP socket goes on with rtcp-mux as long as the far end has it.
    record.own.rtcp_mux = match.rtcp_mux;
    ++record.own.version;
    inside_->set_peer(leg, peer);
    record.described =
        record.secure ? sdp::answer_browser(offer, match, record.own) : sdp::answer(offer, match, record.own);
    return sdp::write(record.described);
}

Engine::Opened Engine::open_webrtc(std::string const& browser_offer, std::string const& host) {
    inside_->admit();
    auto const offer = read_sdp(browser_offer);
    auto const match = audio_of(offer, true);
    auto const& media = offer.media[match.index];
    require_browser(media);
    auto const bound = inside_->addresses.ordered_for(host);
    Leg::Pairs pairs;
    for (auto const& address : bound)
        pairs.push_back(inside_->open_pair(address, PortRange::Rtcp::muxed));
    sdp::OurAudio own;
    own.session_id = inside_->dice() >> 2;
    own.ssrc = inside_->random();
    own.address = inside_->addresses.spoken(bound.front(), host);
    own.port = pairs.front()->port();
    own.rtcp_mux = true;
    own.ice_ufrag = inside_->secret(8);
    own.ice_pwd = inside_->secret(24);
    own.fingerprint = inside_->identity.fingerprint();
    own.candidates = inside_->candidates_of(pairs, bound);
    auto secure = std::make_unique<Leg::Secure>(IceLite{own.ice_ufrag, own.ice_pwd}, inside_->identity,
                                                media.fingerprint);
    auto const leg = inside_->adopt(std::move(pairs), std::move(secure), own, bound.front().family());
    inside_->set_peer(leg, peer_of(match, true, bound.front().family()));
    return {leg, sdp::write(sdp::answer_browser(offer, match, own))};
}

void Engine::bridge(LegId a, LegId b) {
    inside_->unbridge(a);
    inside_->unbridge(b);
    inside_->mix({{a, {b}}, {b, {a}}});
}

void Engine::unbridge(LegId a) { inside_->unbridge(a); }

void Engine::mix(std::vector<Hears> const& rows) { inside_->mix(rows); }

void Engine::mute(LegId leg, bool muted) { inside_->at(leg).worker->post(command::Mute{leg, muted}); }

void Engine::send_digits(LegId leg, std::string const& digits) {
    auto& record = inside_->at(leg);
    if (digits.empty() || digits.size() > DigitSender::digits_max ||
        !std::ranges::all_of(digits, [](char digit) { return event_of(digit).has_value(); }))
        throw Problem{Refusal::invalid, "media.digits",
                      "'" + digits + "' cannot be sent as digits; give 1 to 64 of 0-9, *, # and A-D."};
    if (!record.events)
        throw Problem{Refusal::unavailable, "media.no_events",
                      "The far end of leg " + to_string(leg) +
                          " takes no telephone events (RFC 4733); have it offer telephone-event/8000."};
    record.worker->post(command::SendDigits{leg, digits});
}

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

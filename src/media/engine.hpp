#pragma once

#include "base/id.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// The media path: RTP sockets on threads of their own, one socket per leg, each call's legs on one thread.
/// All calls here come from the switch thread, do not wait, and take effect in order.
namespace rufwerk::media {

using LegId = Id<struct MediaLegTag>;

enum class Codec { pcma, pcmu };

/// Announcement or music: WAV decoded and resampled at load, kept as A-law and µ-law frames of 20 ms.
class Sound;
/// Throws Problem naming the file, what is wrong (not a WAV, empty, longer than 10 minutes) and the remedy.
std::shared_ptr<Sound const> load_sound(std::string const& file);
/// The same for the bytes of an upload; `name` is what the Problem calls it.
std::shared_ptr<Sound const> read_sound(std::span<std::uint8_t const> file, std::string const& name);
Duration length_of(Sound const& sound);

struct Options {
    std::vector<std::string>
        addresses;          // local addresses to bind RTP on; the first of a family is its default
    std::string advertise;  // what SDP says instead, behind NAT; empty: the bound address
    int port_first = 16000;
    int port_last = 31999;
    int threads = 0;           // 0: one per core
    int silence_limit_s = 30;  // no RTP and no STUN for so long: on_event with Kind::silent
};

/// What a leg has seen; RFC 3550 terms.
struct LegReport {
    std::uint64_t packets_received = 0;
    std::uint64_t packets_sent = 0;
    std::uint64_t packets_lost = 0;     // by sequence numbers
    double jitter_ms = 0;               // interarrival jitter, RFC 3550 6.4.1
    std::uint64_t strangers = 0;        // RTP from another source after latching, ignored
    std::uint64_t unauthenticated = 0;  // STUN or SRTP with wrong credentials, ignored
};

struct Event {
    enum class Kind { connected, played, silent, failed, digit } kind;
    LegId leg;
    std::string detail;  // failed: "dtls: fingerprint does not match"; digit: 0-9*#A-D, as one character
};

/// Who hears whom: consult, conference, listening in, whisper and barge are all such rows.
struct Hears {
    LegId ear;
    std::vector<LegId> voices;
};

/// How the legs of `bridge`, `mix` and `play` see each other: packets are relayed; A-law and µ-law are
/// transcoded when the legs differ; sequence, timestamp and SSRC are rewritten so that the receiver sees one
/// stream over music and talk.
class Engine {
  public:
    /// `listener` is called on a media thread; it must only hand over (post to the switch).
    Engine(Options options, std::function<void(Event)> listener);
    ~Engine();

    /// A leg to a SIP peer: `remote_sdp` is its offer (nullopt: we offer, the answer comes by set_remote).
    /// Throws Problem (kind unavailable: no port; invalid: no codec in common, broken SDP). `near`: source
    /// address of the SIP peer, so that the RTP address is chosen of the same family and interface.
    struct Opened {
        LegId leg;
        std::string sdp;  // ours: the answer to remote_sdp, or our offer
    };
    Opened open_rtp(std::optional<std::string> const& remote_sdp, std::string const& near);
    void set_remote(LegId leg, std::string const& sdp);
    /// A new offer in mid-call (hold, moved media): our answer.
    std::string renegotiate(LegId leg, std::string const& sdp);
    /// A browser's leg: ICE-lite, DTLS-SRTP, the browser offers. `host`: the address the browser's page came
    /// from (Host header), whose candidate is put first.
    Opened open_webrtc(std::string const& browser_offer, std::string const& host);

    void bridge(LegId a, LegId b);
    void unbridge(LegId a);
    /// All rows at once: each ear hears exactly its voices from now on (none: nobody), and what was played to
    /// it ends; an ear in no row hears whom it heard. One voice is relayed, several are mixed. Throws Problem
    /// for an ear named twice, one that hears itself or a voice twice, or more than 16 voices.
    void mix(std::vector<Hears> const& rows);
    /// The leg's voice goes to nobody: silence to those who hear it. Holds over bridge and mix.
    void mute(LegId leg, bool muted);
    /// DTMF to the far end as telephone events (RFC 4733), 100 ms each with pauses of 100 ms; nobody else is
    /// heard meanwhile. Throws Problem for what is no digit of 0-9*#A-D, for none, for more than 64 and when
    /// telephone-event is not agreed upon.
    void send_digits(LegId leg, std::string const& digits);
    /// Plays to the leg until it ends (Event played), is stopped, or the leg is bridged.
    void play(LegId leg, std::shared_ptr<Sound const> sound, bool loop);
    void stop(LegId leg);
    /// Frees port and socket; nothing is heard of the leg afterwards. The last report.
    void close(LegId leg, std::function<void(LegReport)> report = {});
    /// Reports come on a media thread.
    void report(LegId leg, std::function<void(LegReport)> report);

    struct Counters {
        std::uint64_t legs_open = 0;
        std::uint64_t ports_free = 0;
        std::uint64_t packets_relayed = 0;
        std::uint64_t strangers = 0;
        std::uint64_t unauthenticated = 0;
    };
    Counters counters() const;

  private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace rufwerk::media

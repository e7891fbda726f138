#pragma once

#include "media/dtls.hpp"
#include "media/engine.hpp"
#include "media/ice_lite.hpp"
#include "media/latching.hpp"
#include "media/mixer.hpp"
#include "media/player.hpp"
#include "media/port_range.hpp"
#include "media/rtcp.hpp"
#include "media/rtp_sender.hpp"
#include "media/rtp_stream.hpp"
#include "media/telephone_event.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace rufwerk::media {

/// What one turn of a media thread brings along.
struct Turn {
    std::int64_t now_us;  // steady
    std::function<void(Event)> const& listener;
    std::uint64_t relayed = 0;
    std::uint64_t strangers = 0;
    std::uint64_t unauthenticated = 0;
};

/// The far end, as its SDP says.
struct Peer {
    SocketAddress rtp;
    SocketAddress rtcp;
    bool rtcp_mux = false;
    Codec codec = Codec::pcma;
    std::optional<int> telephone_event;
    bool hears = true;   // it wants to be sent to
    bool speaks = true;  // it will send
};

/// One leg: its sockets, its far end, what it receives and what it sends. Lives on one media thread at a
/// time.
class Leg {
  public:
    struct Socket {
        Leg* leg;
        int fd;
        bool rtcp;
    };
    struct Secure {
        Secure(IceLite lite, DtlsIdentity const& identity, std::string fingerprint)
            : ice{std::move(lite)}, dtls{identity, std::move(fingerprint)} {}
        IceLite ice;
        DtlsServer dtls;
        std::unique_ptr<SrtpSession> srtp;
        int fd = -1;  // the socket that the browser nominated
    };
    using Pairs = std::vector<std::unique_ptr<PortRange::Pair>>;

    /// `secure` null: plain RTP.
    Leg(LegId id, std::uint64_t seed, int silence_limit_s, Pairs pairs, std::unique_ptr<Secure> secure);

    LegId id() const { return id_; }
    std::vector<Socket>& sockets() { return sockets_; }
    /// It sends by a clock of its own: pace() must be called.
    bool paced() const { return player_ || mixer_ || digits_; }

    void set_peer(Peer const& peer, std::int64_t now_us);
    /// Hears exactly these from now on; one voice is relayed as it comes, several are mixed.
    void hear(std::vector<Leg*> const& voices);
    /// Hears nobody and is heard by nobody.
    void part();
    /// The others get silence in place of this voice.
    void mute(bool muted) { muted_ = muted; }
    void play(std::shared_ptr<Sound const> sound, bool loop);
    void stop() { player_.reset(); }
    /// After what is still being sent; nobody is heard and nothing played meanwhile.
    void send_digits(std::string const& digits);

    /// One datagram of `socket`.
    void readable(Socket const& socket, Turn& turn);
    /// Sends what the player owes.
    void pace(Turn& turn);
    /// Reports, retransmissions, silence; every 50 ms or so.
    void tick(Turn& turn);
    LegReport report() const;

  private:
    void secure_datagram(Socket const& socket, SocketAddress const& source, std::span<std::uint8_t> datagram,
                         Turn& turn);
    void secure_progress(DtlsServer::State before, Turn& turn);
    DtlsServer::Send dtls_send();
    void rtp_received(std::span<std::uint8_t> datagram, Turn& turn);
    void rtcp_received(std::span<std::uint8_t const> datagram, std::int64_t now_us);
    void voice_received(RtpPacket const& packet, Codec codec, bool event, Turn& turn);
    void deliver(Leg& ear, RtpPacket const& packet, Codec codec, bool event, Turn& turn);
    void pace_player(Turn& turn);
    void pace_mixer(Turn& turn);
    void pace_digits(Turn& turn);
    void send_event(DigitSender::Due const& due, std::int64_t now_us);
    void send_frame(std::span<std::uint8_t const> codes, std::uint32_t skipped, bool ready, Turn& turn);
    void relay(RtpPacket packet, Codec codec, bool event, Turn& turn);
    bool can_send(std::int64_t now_us) const;
    void send(std::uint8_t* packet, std::size_t size, std::size_t payload);
    void send_report(std::int64_t now_us);
    void watch_silence(Turn& turn);

    LegId id_;
    Pairs pairs_;
    std::vector<Socket> sockets_;
    std::unique_ptr<Secure> secure_;
    Peer peer_;
    bool peer_known_ = false;
    Latching latching_;
    RtpStream stream_;
    RtpSender sender_;
    std::vector<Leg*> voices_;  // whom it hears
    std::vector<Leg*> ears_;    // who hears it
    bool muted_ = false;
    DigitReceiver digits_received_;
    std::optional<DigitSender> digits_;
    std::unique_ptr<Mixer> mixer_;  // with two voices and more; large
    std::optional<Player> player_;
    rtcp::LastSenderReport last_sender_report_;
    std::int64_t report_due_us_ = 0;
    std::int64_t silence_limit_us_;
    std::int64_t heard_us_ = 0;  // 0: not yet expected
    bool silent_told_ = false;
    std::uint64_t strangers_ = 0;
    std::uint64_t unauthenticated_ = 0;
};

}  // namespace rufwerk::media

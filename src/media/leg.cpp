#include "media/leg.hpp"

#include "media/g711.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <sys/socket.h>

namespace rufwerk::media {
namespace {
constexpr std::size_t datagram_max = 1500;
constexpr int payload_type(Codec codec) { return codec == Codec::pcma ? 8 : 0; }
}  // namespace

Leg::Leg(LegId id, std::uint64_t seed, int silence_limit_s, Pairs pairs, std::unique_ptr<Secure> secure)
    : id_{id},
      pairs_{std::move(pairs)},
      secure_{std::move(secure)},
      sender_{seed},
      silence_limit_us_{std::int64_t{silence_limit_s} * 1'000'000} {
    for (auto const& pair : pairs_) {
        sockets_.push_back({this, pair->rtp(), false});
        if (pair->rtcp() >= 0) sockets_.push_back({this, pair->rtcp(), true});
    }
}

void Leg::set_peer(Peer const& peer, std::int64_t now_us) {
    peer_ = peer;
    peer_known_ = true;
    latching_.set_signalled(peer.rtp);
    heard_us_ = now_us;
    silent_told_ = false;
    if (report_due_us_ == 0) report_due_us_ = now_us + rtcp::interval_us;
}

void Leg::hear(std::vector<Leg*> const& voices) {
    if (voices == voices_) return;
    for (auto* const voice : voices_)
        std::erase(voice->ears_, this);
    voices_ = voices;
    for (auto* const voice : voices_)
        voice->ears_.push_back(this);
    sender_.begin_feed();
    if (voices_.size() < 2) return mixer_.reset();
    std::vector<LegId> ids;
    for (auto const* const voice : voices_)
        ids.push_back(voice->id());
    if (!mixer_) mixer_ = std::make_unique<Mixer>();
    mixer_->set_voices(ids);
}

void Leg::part() {
    hear({});
    for (auto* const ear : std::vector{ears_}) {
        auto rest = ear->voices_;
        std::erase(rest, this);
        ear->hear(rest);
    }
}

void Leg::play(std::shared_ptr<Sound const> sound, bool loop) {
    sender_.begin_feed();
    player_.emplace(std::move(sound), loop);
}

void Leg::readable(Socket const& socket, Turn& turn) {
    std::uint8_t buffer[datagram_max + SrtpSession::trailer_room];
    SocketAddress source;
    auto room = SocketAddress::room();
    auto const got = ::recvfrom(socket.fd, buffer, datagram_max, 0, source.data(), &room);
    if (got <= 0) return;  // nothing, or an ICMP error of something sent earlier
    std::span const datagram{buffer, static_cast<std::size_t>(got)};
    if (secure_) return secure_datagram(socket, source, datagram, turn);
    if (socket.rtcp || is_rtcp(datagram)) {
        if (!latching_.latched() || source.same_ip(latching_.target())) rtcp_received(datagram, turn.now_us);
        return;
    }
    // Only RTP may latch: a scanner's first byte must not turn a call's voice to it.
    if (datagram.size() < RtpPacket::header_size || datagram[0] >> 6 != 2) return;
    if (!latching_.accept(source, turn.now_us)) {
        ++strangers_;
        ++turn.strangers;
        return;
    }
    rtp_received(datagram, turn);
}

void Leg::rtp_received(std::span<std::uint8_t> datagram, Turn& turn) {
    auto const packet = RtpPacket::parse(datagram);
    if (!packet) return;
    heard_us_ = turn.now_us;
    silent_told_ = false;
    stream_.received(*packet, turn.now_us);
    auto const event = packet->payload_type == peer_.telephone_event;
    if (auto const digit = event ? digits_received_.received(*packet) : std::nullopt)
        turn.listener({Event::Kind::digit, id_, std::string{*digit}});
    if (ears_.empty()) return;
    if (packet->payload_type == 8) return voice_received(*packet, Codec::pcma, false, turn);
    if (packet->payload_type == 0) return voice_received(*packet, Codec::pcmu, false, turn);
    if (event) return voice_received(*packet, peer_.codec, true, turn);
    for (auto* const ear : ears_)
        ear->sender_.skip(*packet);  // comfort noise and whatever was not agreed upon
}

void Leg::voice_received(RtpPacket const& packet, Codec codec, bool event, Turn& turn) {
    if (muted_ && !event)
        std::ranges::fill(packet.payload, codec == Codec::pcma ? g711::encode_alaw(0) : g711::encode_ulaw(0));
    for (std::size_t i = 0; i + 1 < ears_.size(); ++i) {
        // Relaying rewrites and may encrypt in place: all but the last get a copy.
        std::uint8_t copy[datagram_max + SrtpSession::trailer_room];
        auto one = packet;
        one.payload = {copy + RtpPacket::header_size, packet.payload.size()};
        std::ranges::copy(packet.payload, one.payload.begin());
        deliver(*ears_[i], one, codec, event, turn);
    }
    deliver(*ears_.back(), packet, codec, event, turn);
}

void Leg::deliver(Leg& ear, RtpPacket const& packet, Codec codec, bool event, Turn& turn) {
    if (event && (muted_ || ear.mixer_)) return ear.sender_.skip(packet);
    if (ear.mixer_) return ear.mixer_->received(id_, packet, codec);
    ear.relay(packet, codec, event, turn);
}

/// `packet`'s payload lies in the receive buffer with at least 12 bytes before it: the new header is put
/// there.
void Leg::relay(RtpPacket packet, Codec codec, bool event, Turn& turn) {
    if (player_ || digits_ || !can_send(turn.now_us) || (event && !peer_.telephone_event))
        return sender_.skip(packet);
    auto out = sender_.relay(packet, turn.now_us);
    if (!out) return;
    out->payload_type = static_cast<std::uint8_t>(event ? *peer_.telephone_event : payload_type(peer_.codec));
    if (!event && codec != peer_.codec) {
        if (codec == Codec::pcma) g711::alaw_to_ulaw(out->payload);
        if (codec == Codec::pcmu) g711::ulaw_to_alaw(out->payload);
    }
    auto* const start = out->payload.data() - RtpPacket::header_size;
    out->write_header(start);
    send(start, RtpPacket::header_size + out->payload.size(), out->payload.size());
    ++turn.relayed;
}

bool Leg::can_send(std::int64_t now_us) const {
    if (secure_) return secure_->srtp && secure_->ice.consented(now_us);
    return peer_known_ && peer_.hears && latching_.target().known() && latching_.target().port() != 0;
}

void Leg::send(std::uint8_t* packet, std::size_t size, std::size_t payload) {
    if (secure_) {
        size = secure_->srtp->protect(packet, size);
        if (size == 0) return;
    }
    auto const& target = secure_ ? secure_->ice.peer() : latching_.target();
    auto const fd = secure_ ? secure_->fd : sockets_.front().fd;
    // A full socket buffer or an ICMP error costs this packet, as on any network.
    if (::sendto(fd, packet, size, MSG_DONTWAIT, target.data(), target.size()) >= 0) sender_.sent(payload);
}

void Leg::pace(Turn& turn) {
    if (digits_) pace_digits(turn);
    if (player_) pace_player(turn);
    if (mixer_) pace_mixer(turn);
}

void Leg::pace_player(Turn& turn) {
    // A leg that is not up yet starts the sound when it is; one on hold lets it pass by.
    auto const ready = can_send(turn.now_us);
    if (!ready && (secure_ || !peer_known_)) return;
    while (auto const due = player_->next(peer_.codec, turn.now_us))
        if (!digits_) send_frame(due->codes, due->skipped_samples, ready, turn);
    if (!player_->ended()) return;
    player_.reset();
    sender_.begin_feed();
    turn.listener({Event::Kind::played, id_, {}});
}

/// While a sound is played the voices pass by unheard, so that they are in time afterwards.
void Leg::pace_mixer(Turn& turn) {
    auto const ready = can_send(turn.now_us);
    while (auto const due = mixer_->next(peer_.codec, turn.now_us))
        if (!player_ && !digits_) send_frame(due->codes, due->skipped_samples, ready, turn);
}

void Leg::send_digits(std::string const& digits) {
    if (!peer_.telephone_event) return;
    if (!digits_) {
        digits_.emplace();
        sender_.begin_feed();
    }
    digits_->add(digits);
}

void Leg::pace_digits(Turn& turn) {
    // Those for a leg that is not up yet are sent when it is.
    if (!can_send(turn.now_us)) return;
    while (auto const slot = digits_->next(turn.now_us))
        if (slot->due && peer_.telephone_event) send_event(*slot->due, turn.now_us);
    if (!digits_->ended()) return;
    digits_.reset();
    sender_.begin_feed();
}

void Leg::send_event(DigitSender::Due const& due, std::int64_t now_us) {
    for (auto copy = 0; copy < due.copies; ++copy) {
        auto out = sender_.event(due.first && copy == 0, due.event.duration, now_us);
        out.payload_type = static_cast<std::uint8_t>(*peer_.telephone_event);
        std::uint8_t packet[RtpPacket::header_size + TelephoneEvent::size + SrtpSession::trailer_room];
        out.write_header(packet);
        std::ranges::copy(due.event.write(), packet + RtpPacket::header_size);
        send(packet, RtpPacket::header_size + TelephoneEvent::size, TelephoneEvent::size);
    }
}

void Leg::send_frame(std::span<std::uint8_t const> codes, std::uint32_t skipped, bool ready, Turn& turn) {
    auto out = sender_.frame(Sound::frame_samples, skipped, turn.now_us);
    if (!ready) return;
    std::uint8_t packet[RtpPacket::header_size + Sound::frame_samples + SrtpSession::trailer_room];
    out.payload_type = static_cast<std::uint8_t>(payload_type(peer_.codec));
    out.write_header(packet);
    std::memcpy(packet + RtpPacket::header_size, codes.data(), codes.size());
    send(packet, RtpPacket::header_size + codes.size(), codes.size());
}

void Leg::tick(Turn& turn) {
    if (secure_) {
        auto const before = secure_->dtls.state();
        secure_->dtls.tick(dtls_send());
        secure_progress(before, turn);
    }
    if (report_due_us_ != 0 && turn.now_us >= report_due_us_) {
        report_due_us_ = turn.now_us + rtcp::interval_us;
        send_report(turn.now_us);
    }
    watch_silence(turn);
}

void Leg::watch_silence(Turn& turn) {
    if (heard_us_ == 0 || silent_told_ || !peer_.speaks || turn.now_us - heard_us_ < silence_limit_us_)
        return;
    silent_told_ = true;
    turn.listener({Event::Kind::silent, id_, {}});
}

void Leg::rtcp_received(std::span<std::uint8_t const> datagram, std::int64_t now_us) {
    auto const seen = rtcp::read(datagram, sender_.ssrc());
    if (seen && seen->sender_report) last_sender_report_ = {*seen->sender_report, now_us};
}

void Leg::send_report(std::int64_t now_us) {
    if (!can_send(now_us) || (sender_.packets() == 0 && !stream_.started())) return;
    std::uint8_t packet[rtcp::size_max + SrtpSession::trailer_room];
    auto const unix_us = std::chrono::duration_cast<std::chrono::microseconds>(
                             std::chrono::system_clock::now().time_since_epoch())
                             .count();
    auto size = rtcp::write_report({packet, rtcp::size_max}, sender_, stream_, last_sender_report_,
                                   rtcp::ntp_of(unix_us), now_us, "rufwerk");
    if (secure_) size = secure_->srtp->protect_rtcp(packet, size);
    if (size == 0) return;
    auto target = secure_ ? secure_->ice.peer() : latching_.target();
    if (!secure_ && !peer_.rtcp_mux) {
        // Behind NAT the SDP's RTCP address is as wrong as its RTP address: the port above the latched one is
        // tried.
        if (target == peer_.rtp)
            target = peer_.rtcp;
        else
            target.set_port(target.port() + 1);
    }
    auto const fd = secure_ ? secure_->fd : sockets_[!peer_.rtcp_mux && sockets_.size() > 1 ? 1 : 0].fd;
    ::sendto(fd, packet, size, MSG_DONTWAIT, target.data(), target.size());
}

LegReport Leg::report() const {
    return {stream_.packets(),   sender_.packets(), stream_.lost(),
            stream_.jitter_ms(), strangers_,        unauthenticated_};
}

}  // namespace rufwerk::media

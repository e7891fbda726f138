#include "media/g711.hpp"
#include "media/stun.hpp"
#include "media/worker.hpp"

#include <chrono>
#include <cstring>
#include <sys/socket.h>

/// The worker's side of the sockets: what comes in, what is relayed, what is sent.
namespace rufwerk::media {
namespace {

/// 1900 to 1970, the epoch of NTP (RFC 5905).
constexpr std::uint64_t ntp_epoch_s = 2'208'988'800ULL;
constexpr int rtcp_every = 50;  // housekeepings of 100 ms

std::uint64_t ntp_now() {
    auto const now = std::chrono::system_clock::now().time_since_epoch();
    auto const us =
        static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(now).count());
    return (us / 1'000'000 + ntp_epoch_s) << 32U | ((us % 1'000'000) << 32U) / 1'000'000;
}

}  // namespace

void Worker::receive(Leg& leg, bool rtcp) {
    Address from;
    from.length = sizeof from.storage;
    auto const got = ::recvfrom(rtcp ? leg.rtcp_fd : leg.rtp_fd, in_.data(), in_.size(), MSG_DONTWAIT,
                                &from.generic(), &from.length);
    if (got <= 0) return;
    auto const size = static_cast<std::size_t>(got);
    if (leg.browser) return take_browser(leg, size, from);
    ConstBytes const datagram{in_.data(), size};
    // What RTCP of a carrier says is not needed: our own figures are what is reported.
    if (rtcp || is_rtcp(datagram)) return;
    if (size < rtp_header_bytes || datagram[0] >> 6U != 2) return;
    if (!leg.path.accept(from, now_us_ / 1000)) {
        ++leg.strangers;
        counters_.strangers.fetch_add(1, std::memory_order_relaxed);
        return;
    }
    take_rtp(leg, datagram);
}

void Worker::take_rtp(Leg& leg, ConstBytes datagram) {
    auto const packet = parse_rtp(datagram);
    if (!packet) return;
    leg.heard_ms = now_us_ / 1000;
    leg.heard_anything = true;
    leg.silence_told = false;
    leg.in.take(*packet, static_cast<std::uint32_t>(now_us_ / 125));
    if (leg.peer) relay(leg, *packet);
}

void Worker::relay(Leg& from, RtpPacket const& packet) {
    auto& to = *from.peer;
    if (!to.path.current() || !to.agreed.we_send ||
        packet.payload.size() > datagram_limit_bytes - rtp_header_bytes)
        return;
    int type = to.agreed.payload_type;
    bool const voice = packet.payload_type == from.agreed.payload_type;
    if (!voice) {
        if (!from.agreed.events_type || packet.payload_type != *from.agreed.events_type ||
            !to.agreed.events_type)
            return;
        type = *to.agreed.events_type;
    }
    auto const header = to.out.relayed(packet, static_cast<std::uint32_t>(now_us_ / 125));
    write_rtp_header(out_.data(), header.marker, type, header.sequence, header.timestamp, to.out.ssrc());
    auto* const out = out_.data() + rtp_header_bytes;
    if (voice && from.agreed.codec != to.agreed.codec) {
        auto const& table = from.agreed.codec == Codec::pcma ? alaw_to_ulaw() : ulaw_to_alaw();
        for (std::size_t i = 0; i < packet.payload.size(); ++i)
            out[i] = table[packet.payload[i]];
    } else {
        std::memcpy(out, packet.payload.data(), packet.payload.size());
    }
    counters_.relayed.fetch_add(1, std::memory_order_relaxed);
    send(to, rtp_header_bytes + packet.payload.size());
}

/// Sends the first `size` bytes of out_ as RTP.
void Worker::send(Leg& leg, std::size_t size) {
    ++leg.sent_packets;
    leg.sent_octets += static_cast<std::uint32_t>(size - rtp_header_bytes);
    if (leg.browser) {
        if (!leg.browser->srtp) return;
        auto const protected_size = leg.browser->srtp->protect(out_.data(), size, false);
        if (!protected_size) return;
        size = *protected_size;
    }
    auto const& to = *leg.path.current();
    ::sendto(leg.rtp_fd, out_.data(), size, MSG_DONTWAIT | MSG_NOSIGNAL, &to.generic(), to.length);
}

void Worker::take_browser(Leg& leg, std::size_t size, Address const& from) {
    Bytes const datagram{in_.data(), size};
    if (looks_like_stun(datagram)) return take_stun(leg, datagram, from);
    auto const& path = leg.path.current();
    if (!path || !path->same_as(from)) {
        ++leg.strangers;
        counters_.strangers.fetch_add(1, std::memory_order_relaxed);
        return;
    }
    if (looks_like_dtls(datagram)) return take_dtls(leg, datagram);
    if (!leg.browser->srtp) return;
    bool const rtcp = is_rtcp(datagram);
    auto const plain = leg.browser->srtp->unprotect(datagram, rtcp);
    if (!plain) {
        ++leg.unauthenticated;
        counters_.unauthenticated.fetch_add(1, std::memory_order_relaxed);
        return;
    }
    leg.heard_ms = now_us_ / 1000;
    if (!rtcp) take_rtp(leg, datagram.first(*plain));
}

void Worker::take_stun(Leg& leg, ConstBytes datagram, Address const& from) {
    auto& browser = *leg.browser;
    auto const request = parse_binding(datagram, browser.ufrag, browser.password);
    if (!request) {
        ++leg.unauthenticated;
        counters_.unauthenticated.fetch_add(1, std::memory_order_relaxed);
        return;
    }
    leg.heard_ms = now_us_ / 1000;
    leg.heard_anything = true;
    if (request->use_candidate || !leg.path.current()) leg.path.adopt(from);
    auto const answer = binding_success(*request, from.generic(), browser.password);
    ::sendto(leg.rtp_fd, answer.data(), answer.size(), MSG_DONTWAIT | MSG_NOSIGNAL, &from.generic(),
             from.length);
}

void Worker::take_dtls(Leg& leg, ConstBytes datagram) {
    auto& browser = *leg.browser;
    auto const before = browser.dtls->state();
    auto const after = browser.dtls->take(datagram);
    if (before == after) return;
    if (after == Dtls::State::connected) {
        browser.srtp = std::make_unique<Srtp>(browser.dtls->keys());
        tell(leg, Event::Kind::connected);
    } else if (after == Dtls::State::failed) {
        tell(leg, Event::Kind::failed, browser.dtls->failure());
    } else if (after == Dtls::State::closed) {
        tell(leg, Event::Kind::failed, "dtls: closed by the browser");
    }
}

void Worker::housekeeping() {
    next_housekeeping_us_ = now_us_ + 100'000;
    for (auto const& [id, leg] : legs_)
        look_after(*leg);
}

void Worker::look_after(Leg& leg) {
    auto const now_ms = now_us_ / 1000;
    if (leg.browser && leg.browser->dtls->state() == Dtls::State::handshake &&
        leg.browser->dtls->tick() == Dtls::State::failed)
        tell(leg, Event::Kind::failed, leg.browser->dtls->failure());
    // A carrier that never sends may be one-way by intent; a leg that was heard, and every browser (RFC
    // 7675), must go on.
    bool const must_be_heard = leg.heard_anything || leg.browser;
    if (must_be_heard && !leg.silence_told && now_ms - leg.heard_ms > silence_limit_ms_) {
        leg.silence_told = true;
        tell(leg, Event::Kind::silent);
    }
    if ((now_us_ / 100'000 + leg.id.value) % rtcp_every == 0) send_rtcp(leg);
}

void Worker::send_rtcp(Leg& leg) {
    if (!leg.path.current() || (leg.browser && !leg.browser->srtp)) return;
    auto size = write_rtcp(leg, out_.data(), ntp_now());
    if (leg.browser) {
        auto const protected_size = leg.browser->srtp->protect(out_.data(), size, true);
        if (!protected_size) return;
        size = *protected_size;
    }
    bool const own_socket = leg.rtcp_fd >= 0;
    auto const to = own_socket && leg.agreed.remote_rtcp ? *leg.agreed.remote_rtcp : *leg.path.current();
    ::sendto(own_socket ? leg.rtcp_fd : leg.rtp_fd, out_.data(), size, MSG_DONTWAIT | MSG_NOSIGNAL,
             &to.generic(), to.length);
}

}  // namespace rufwerk::media

#include "media/leg.hpp"
#include "media/stun.hpp"

#include <array>
#include <sys/socket.h>

/// The browser's side of a leg: ICE, DTLS and SRTP on one socket, told apart by the first byte (RFC 7983).
namespace rufwerk::media {

void Leg::secure_datagram(Socket const& socket, SocketAddress const& source, std::span<std::uint8_t> datagram,
                          Turn& turn) {
    auto const refuse = [&] {
        ++unauthenticated_;
        ++turn.unauthenticated;
    };
    if (stun::is_stun(datagram)) {
        std::array<std::uint8_t, stun::response_size_max> response;
        auto const answer = secure_->ice.check(datagram, source, response, turn.now_us);
        if (!answer.authentic) return refuse();
        if (answer.nominated) secure_->fd = socket.fd;
        heard_us_ = turn.now_us;
        silent_told_ = false;
        ::sendto(socket.fd, response.data(), answer.response_size, MSG_DONTWAIT, source.data(),
                 source.size());
        return;
    }
    if (!(source == secure_->ice.peer())) return refuse();
    if (DtlsServer::is_dtls(datagram)) {
        auto const before = secure_->dtls.state();
        secure_->dtls.received(datagram, dtls_send());
        return secure_progress(before, turn);
    }
    if (!secure_->srtp || datagram.size() < RtpPacket::header_size || datagram[0] >> 6 != 2) return;
    auto const control = is_rtcp(datagram);
    auto const size = control ? secure_->srtp->unprotect_rtcp(datagram.data(), datagram.size())
                              : secure_->srtp->unprotect(datagram.data(), datagram.size());
    if (size == 0) return refuse();
    if (control) return rtcp_received(datagram.first(size), turn.now_us);
    rtp_received(datagram.first(size), turn);
}

DtlsServer::Send Leg::dtls_send() {
    return [this](std::span<std::uint8_t const> bytes) {
        auto const& target = secure_->ice.peer();
        if (secure_->fd >= 0 && target.known())
            ::sendto(secure_->fd, bytes.data(), bytes.size(), MSG_DONTWAIT, target.data(), target.size());
    };
}

void Leg::secure_progress(DtlsServer::State before, Turn& turn) {
    auto const state = secure_->dtls.state();
    if (state == before) return;
    if (state == DtlsServer::State::connected) {
        secure_->srtp = secure_->dtls.take_srtp();
        turn.listener({Event::Kind::connected, id_, {}});
    }
    if (state == DtlsServer::State::failed) {
        secure_->srtp.reset();
        turn.listener({Event::Kind::failed, id_, secure_->dtls.failure()});
    }
}

}  // namespace rufwerk::media

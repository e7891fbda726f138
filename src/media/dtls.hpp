#pragma once

#include "media/srtp.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace rufwerk::media {

/// Our certificate (P-256, self-signed, made at start) and the settings of all handshakes.
class DtlsIdentity {
  public:
    /// Throws Problem when OpenSSL cannot make one.
    DtlsIdentity();
    ~DtlsIdentity();
    DtlsIdentity(DtlsIdentity const&) = delete;
    DtlsIdentity& operator=(DtlsIdentity const&) = delete;
    /// As in a=fingerprint: "sha-256 AB:CD…".
    std::string const& fingerprint() const { return fingerprint_; }

  private:
    friend class DtlsServer;
    struct Inside;
    std::unique_ptr<Inside> inside_;
    std::string fingerprint_;
};

/// RFC 5764: the passive side of one DTLS-SRTP handshake, over datagrams handed in and out.
class DtlsServer {
  public:
    enum class State { handshaking, connected, failed };
    using Send = std::function<void(std::span<std::uint8_t const>)>;

    /// `peer_fingerprint` from the browser's SDP: "sha-256 …".
    DtlsServer(DtlsIdentity const& identity, std::string peer_fingerprint);
    ~DtlsServer();
    DtlsServer(DtlsServer const&) = delete;
    DtlsServer& operator=(DtlsServer const&) = delete;

    /// RFC 7983: first byte 20..63.
    static bool is_dtls(std::span<std::uint8_t const> datagram) {
        return !datagram.empty() && datagram[0] >= 20 && datagram[0] <= 63;
    }
    State received(std::span<std::uint8_t const> datagram, Send const& send);
    /// Retransmits when its time has come (RFC 6347 4.2.4); call every 50 ms or so.
    State tick(Send const& send);
    State state() const { return state_; }
    /// Why it failed: "dtls: fingerprint does not match".
    std::string const& failure() const { return failure_; }
    /// After connected, once.
    std::unique_ptr<SrtpSession> take_srtp();

  private:
    struct Inside;
    void advance();
    void verify();
    void fail(std::string why);

    std::unique_ptr<Inside> inside_;
    std::string peer_fingerprint_;
    State state_ = State::handshaking;
    std::string failure_;
    std::unique_ptr<SrtpSession> srtp_;
};

}  // namespace rufwerk::media

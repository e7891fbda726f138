#pragma once

#include "media/byte_order.hpp"
#include "media/engine_test.hpp"
#include "media/srtp.hpp"

#include <openssl/err.h>
#include <openssl/hmac.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <chrono>
#include <cstring>
#include <sstream>

namespace rufwerk::media {

/// The other side of a browser leg, as a browser does it: ICE check, DTLS client (OpenSSL's own), SRTP; on
/// one real socket, connected to one candidate.
class BrowserSide {
  public:
    explicit BrowserSide(char const* profiles = "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80")
        : context_{SSL_CTX_new(DTLS_client_method()), &SSL_CTX_free},
          key_{EVP_EC_gen("P-256"), &EVP_PKEY_free} {
        std::unique_ptr<X509, decltype(&X509_free)> const certificate{X509_new(), &X509_free};
        X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
        X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
        X509_set_pubkey(certificate.get(), key_.get());
        X509_sign(certificate.get(), key_.get(), EVP_sha256());
        SSL_CTX_use_certificate(context_.get(), certificate.get());
        SSL_CTX_use_PrivateKey(context_.get(), key_.get());
        SSL_CTX_set_tlsext_use_srtp(context_.get(), profiles);
        fingerprint_ = fingerprint_of(certificate.get());
    }

    std::string offer(std::string const& fingerprint = {}) const {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
               "m=audio 9 UDP/TLS/RTP/SAVPF 111 0 8 126\r\nc=IN IP4 0.0.0.0\r\na=rtpmap:111 opus/48000/2\r\n"
               "a=rtpmap:126 telephone-event/8000\r\na=mid:0\r\na=ice-ufrag:them\r\n"
               "a=ice-pwd:abcdefghijklmnopqrstuvwx\r\na=setup:actpass\r\na=rtcp-mux\r\na=sendrecv\r\n"
               "a=fingerprint:sha-256 " +
               (fingerprint.empty() ? fingerprint_ : fingerprint) + "\r\n";
    }
    void answered(std::string const& text) {
        auto const parsed = sdp::parse(text);
        ASSERT_TRUE(parsed.session) << parsed.fault;
        answer_ = parsed.session->media.front();
        EXPECT_TRUE(parsed.session->ice_lite);
        EXPECT_EQ(answer_.setup, "passive");
        // Parsing leaves candidates out, because nobody needs them but browsers.
        auto rest = std::string_view{text};
        for (auto at = rest.find("a=candidate:"); at != std::string_view::npos;
             at = rest.find("a=candidate:")) {
            rest.remove_prefix(at + 12);
            candidates_.push_back(candidate_of(std::string{rest.substr(0, rest.find('\r'))}));
        }
    }
    std::vector<SocketAddress> const& candidates() const { return candidates_; }

    /// One Binding request with USE-CANDIDATE to `candidate`; whether an answer came.
    bool check(SocketAddress const& candidate) { return check(candidate, answer_.ice_pwd); }
    bool check(SocketAddress const& candidate, std::string const& password, int wait_ms = 5000) {
        if (socket_.fd() < 0 || far_.family() != candidate.family()) {
            auto const own = candidate.family() == AF_INET ? "127.0.0.1" : "::1";
            socket_ = UdpSocket::bind(*SocketAddress::parse(own, 0));
        }
        far_ = candidate;
        if (::connect(socket_.fd(), far_.data(), far_.size()) != 0) return false;
        send_raw(binding_request(answer_.ice_ufrag + ":them", password));
        auto const answer = receive_raw(wait_ms);
        return answer.size() > 20 && answer[0] == 1 && answer[1] == 1;
    }

    /// The whole handshake; false when the other side ended it or was silent for `wait_ms`.
    bool handshake(int wait_ms = 5000) {
        ssl_.reset(SSL_new(context_.get()));
        auto* const bio = BIO_new_dgram(socket_.fd(), BIO_NOCLOSE);
        BIO_ctrl(bio, BIO_CTRL_DGRAM_SET_CONNECTED, 0, far_.data());
        SSL_set_bio(ssl_.get(), bio, bio);
        auto const until = std::chrono::steady_clock::now() + std::chrono::milliseconds{wait_ms};
        for (;;) {
            ERR_clear_error();
            auto const result = SSL_connect(ssl_.get());
            if (result == 1) return derive_keys();
            if (SSL_get_error(ssl_.get(), result) != SSL_ERROR_WANT_READ) return false;
            if (std::chrono::steady_clock::now() > until) return false;
            pollfd ready{socket_.fd(), POLLIN, 0};
            if (::poll(&ready, 1, 100) == 0) DTLSv1_handle_timeout(ssl_.get());
        }
    }
    std::string profile() const { return SSL_get_selected_srtp_profile(ssl_.get())->name; }
    bool certificate_is_as_signalled() const {
        return "sha-256 " + fingerprint_of(SSL_get0_peer_certificate(ssl_.get())) == answer_.fingerprint;
    }
    /// Ends the DTLS connection, as a page that is closed does.
    void close() { SSL_shutdown(ssl_.get()); }

    /// One protected packet, as it goes over the network.
    std::vector<std::uint8_t> protected_rtp(std::uint16_t sequence, std::uint8_t code) {
        std::vector<std::uint8_t> bytes(172 + SrtpSession::trailer_room, code);
        RtpPacket packet;
        packet.payload_type = 8;
        packet.sequence = sequence;
        packet.timestamp = sequence * 160U;
        packet.ssrc = 4711;
        packet.write_header(bytes.data());
        bytes.resize(srtp_->protect(bytes.data(), 172));
        return bytes;
    }
    void send_raw(std::vector<std::uint8_t> const& bytes) {
        ASSERT_EQ(::send(socket_.fd(), bytes.data(), bytes.size(), 0), static_cast<ssize_t>(bytes.size()));
    }
    std::vector<std::uint8_t> receive_raw(int wait_ms = 5000) {
        pollfd ready{socket_.fd(), POLLIN, 0};
        std::vector<std::uint8_t> bytes(1500);
        if (::poll(&ready, 1, wait_ms) != 1) return {};
        auto const got = ::recv(socket_.fd(), bytes.data(), bytes.size(), 0);
        bytes.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
        return bytes;
    }
    /// The payload of the next RTP packet, after SRTP; empty when none came or it was not authentic.
    std::vector<std::uint8_t> hear() {
        auto bytes = receive_raw();
        bytes.resize(srtp_ && bytes.size() > 12 ? srtp_->unprotect(bytes.data(), bytes.size()) : 0);
        auto const packet = RtpPacket::parse(bytes);
        if (!packet) return {};
        return {packet->payload.begin(), packet->payload.end()};
    }

  private:
    static std::string fingerprint_of(X509 const* certificate) {
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned size = 0;
        X509_digest(certificate, EVP_sha256(), digest.data(), &size);
        std::string text;
        for (unsigned i = 0; i < size; ++i) {
            char hex[4];
            std::snprintf(hex, sizeof hex, i == 0 ? "%02X" : ":%02X", digest[i]);
            text += hex;
        }
        return text;
    }
    static SocketAddress candidate_of(
        std::string const& line) {  // "1 1 udp 2130706431 192.0.2.1 16000 typ host"
        std::array<std::string, 6> words;
        std::istringstream stream{line};
        for (auto& word : words)
            stream >> word;
        return SocketAddress::parse(words[4], std::stoi(words[5])).value_or(SocketAddress{});
    }
    static std::vector<std::uint8_t> binding_request(std::string const& username,
                                                     std::string const& password) {
        std::vector<std::uint8_t> bytes = {0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42};
        bytes.insert(bytes.end(), 12, 0x5A);  // transaction
        auto const attribute = [&](std::uint32_t type, std::size_t length) {
            bytes.resize(bytes.size() + 4 + (length + 3) / 4 * 4);
            auto* const at = bytes.data() + bytes.size() - 4 - (length + 3) / 4 * 4;
            write_u16(at, type);
            write_u16(at + 2, static_cast<std::uint32_t>(length));
            return at + 4;
        };
        std::memcpy(attribute(0x0006, username.size()), username.data(), username.size());
        attribute(0x0025, 0);  // USE-CANDIDATE
        // The length counts MESSAGE-INTEGRITY itself (RFC 8489 14.5).
        write_u16(&bytes[2], static_cast<std::uint32_t>(bytes.size() - 20 + 24));
        std::array<std::uint8_t, 20> digest{};
        HMAC(EVP_sha1(), password.data(), static_cast<int>(password.size()), bytes.data(), bytes.size(),
             digest.data(), nullptr);
        std::memcpy(attribute(0x0008, 20), digest.data(), 20);
        return bytes;
    }
    bool derive_keys() {
        auto const* const chosen = SSL_get_selected_srtp_profile(ssl_.get());
        if (chosen == nullptr) return false;
        auto const kind = chosen->id == SRTP_AEAD_AES_128_GCM ? SrtpSession::Profile::aead_aes_128_gcm
                                                              : SrtpSession::Profile::aes128_cm_sha1_80;
        auto const salt = SrtpSession::key_size(kind) - 16;
        std::array<std::uint8_t, 60> all{};
        SSL_export_keying_material(ssl_.get(), all.data(), 32 + 2 * salt, "EXTRACTOR-dtls_srtp", 19, nullptr,
                                   0, 0);
        std::vector<std::uint8_t> ours(all.begin(), all.begin() + 16);
        std::vector<std::uint8_t> theirs(all.begin() + 16, all.begin() + 32);
        auto const salts = all.begin() + 32;
        ours.insert(ours.end(), salts, salts + static_cast<std::ptrdiff_t>(salt));
        theirs.insert(theirs.end(), salts + static_cast<std::ptrdiff_t>(salt),
                      salts + static_cast<std::ptrdiff_t>(2 * salt));
        srtp_ = SrtpSession::create(kind, theirs, ours);
        return srtp_ != nullptr;
    }

    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
    std::string fingerprint_;
    sdp::Media answer_;
    std::vector<SocketAddress> candidates_;
    UdpSocket socket_;
    SocketAddress far_;
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl_{nullptr, &SSL_free};
    std::unique_ptr<SrtpSession> srtp_;
};

}  // namespace rufwerk::media

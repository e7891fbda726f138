#include "media/dtls.hpp"

#include "base/problem.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <cstring>
#include <strings.h>
#include <sys/time.h>

namespace rufwerk::media {
namespace {

constexpr long mtu = 1200;

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* it) const {
        Free(it);
    }
};
using Context = std::unique_ptr<SSL_CTX, Freed<&SSL_CTX_free>>;
using Certificate = std::unique_ptr<X509, Freed<&X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<&EVP_PKEY_free>>;
using Method = std::unique_ptr<BIO_METHOD, Freed<&BIO_meth_free>>;

/// One datagram in, datagrams out: a BIO that keeps packet borders, which a memory BIO does not.
struct Wire {
    std::span<std::uint8_t const> pending;
    DtlsServer::Send const* send = nullptr;
};

int wire_read(BIO* bio, char* out, int room) {
    auto* const wire = static_cast<Wire*>(BIO_get_data(bio));
    BIO_clear_retry_flags(bio);
    if (wire->pending.empty()) {
        BIO_set_retry_read(bio);
        return -1;
    }
    auto const size = std::min(wire->pending.size(), static_cast<std::size_t>(room));
    std::memcpy(out, wire->pending.data(), size);
    wire->pending = {};
    return static_cast<int>(size);
}

int wire_write(BIO* bio, char const* bytes, int size) {
    auto* const wire = static_cast<Wire*>(BIO_get_data(bio));
    if (wire->send != nullptr)
        (*wire->send)({reinterpret_cast<std::uint8_t const*>(bytes), static_cast<std::size_t>(size)});
    return size;
}

long wire_control(BIO*, int command, long, void*) {
    if (command == BIO_CTRL_DGRAM_QUERY_MTU) return mtu;
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

Method make_method() {
    Method method{BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "datagrams")};
    BIO_meth_set_read(method.get(), wire_read);
    BIO_meth_set_write(method.get(), wire_write);
    BIO_meth_set_ctrl(method.get(), wire_control);
    return method;
}

Certificate self_signed(EVP_PKEY* key) {
    Certificate certificate{X509_new()};
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -86'400);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 10L * 365 * 86'400);
    X509_set_pubkey(certificate.get(), key);
    auto* const name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<unsigned char const*>("rufwerk"),
                               -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    if (X509_sign(certificate.get(), key, EVP_sha256()) == 0) return {};
    return certificate;
}

std::string fingerprint_of(X509 const* certificate) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    X509_digest(certificate, EVP_sha256(), digest.data(), &size);
    std::string text = "sha-256 ";
    for (unsigned i = 0; i < size; ++i) {
        constexpr auto digits = "0123456789ABCDEF";
        if (i > 0) text += ':';
        text += digits[digest[i] >> 4];
        text += digits[digest[i] & 15];
    }
    return text;
}

}  // namespace

struct DtlsIdentity::Inside {
    Method method = make_method();
    Context context{SSL_CTX_new(DTLS_server_method())};
};

DtlsIdentity::DtlsIdentity() : inside_{std::make_unique<Inside>()} {
    auto* const context = inside_->context.get();
    Key const key{EVP_EC_gen("P-256")};
    auto const certificate = key ? self_signed(key.get()) : Certificate{};
    // SSL_CTX_set_tlsext_use_srtp returns 0 on success.
    if (context == nullptr || !certificate || SSL_CTX_use_certificate(context, certificate.get()) != 1 ||
        SSL_CTX_use_PrivateKey(context, key.get()) != 1 ||
        SSL_CTX_set_tlsext_use_srtp(context, "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80") != 0)
        throw Problem{Refusal::unavailable, "media.no_certificate",
                      "OpenSSL could not make the DTLS certificate."};
    // The chain says nothing (self-signed on both sides); the SDP's fingerprint does, see verify().
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
                       [](int, X509_STORE_CTX*) { return 1; });
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    fingerprint_ = fingerprint_of(certificate.get());
}
DtlsIdentity::~DtlsIdentity() = default;

struct DtlsServer::Inside {
    std::unique_ptr<SSL, Freed<&SSL_free>> ssl;
    Wire wire;
};

DtlsServer::DtlsServer(DtlsIdentity const& identity, std::string peer_fingerprint)
    : inside_{std::make_unique<Inside>()}, peer_fingerprint_{std::move(peer_fingerprint)} {
    inside_->ssl.reset(SSL_new(identity.inside_->context.get()));
    auto* const ssl = inside_->ssl.get();
    auto* const bio = BIO_new(identity.inside_->method.get());
    BIO_set_data(bio, &inside_->wire);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl, bio, bio);
    SSL_set_options(ssl, SSL_OP_NO_QUERY_MTU);
    DTLS_set_link_mtu(ssl, mtu);
    SSL_set_accept_state(ssl);
}
DtlsServer::~DtlsServer() = default;

DtlsServer::State DtlsServer::received(std::span<std::uint8_t const> datagram, Send const& send) {
    if (state_ == State::failed) return state_;
    inside_->wire = {datagram, &send};
    advance();
    inside_->wire = {};
    return state_;
}

DtlsServer::State DtlsServer::tick(Send const& send) {
    timeval left{};
    if (state_ != State::handshaking || DTLSv1_get_timeout(inside_->ssl.get(), &left) != 1) return state_;
    if (left.tv_sec > 0 || left.tv_usec > 0) return state_;
    inside_->wire = {{}, &send};
    ERR_clear_error();
    if (DTLSv1_handle_timeout(inside_->ssl.get()) < 0) fail("dtls: the browser does not answer");
    inside_->wire = {};
    return state_;
}

void DtlsServer::advance() {
    auto* const ssl = inside_->ssl.get();
    ERR_clear_error();
    if (state_ == State::handshaking) {
        auto const result = SSL_do_handshake(ssl);
        if (result == 1) return verify();
        if (SSL_get_error(ssl, result) != SSL_ERROR_WANT_READ) fail("dtls: handshake failed");
        return;
    }
    // Nothing but alerts is expected; a retransmitted flight is answered inside.
    std::array<char, 2048> ignored;
    auto const result = SSL_read(ssl, ignored.data(), ignored.size());
    if (result <= 0 && (SSL_get_shutdown(ssl) & SSL_RECEIVED_SHUTDOWN) != 0)
        fail("dtls: closed by the browser");
}

void DtlsServer::verify() {
    auto* const ssl = inside_->ssl.get();
    auto const* const certificate = SSL_get0_peer_certificate(ssl);
    if (certificate == nullptr ||
        strcasecmp(fingerprint_of(certificate).c_str(), peer_fingerprint_.c_str()) != 0)
        return fail("dtls: fingerprint does not match");
    auto const* const chosen = SSL_get_selected_srtp_profile(ssl);
    if (chosen == nullptr) return fail("dtls: no SRTP profile in common");
    auto const profile = chosen->id == SRTP_AEAD_AES_128_GCM ? SrtpSession::Profile::aead_aes_128_gcm
                                                             : SrtpSession::Profile::aes128_cm_sha1_80;
    // RFC 5764 4.2: client key, server key, client salt, server salt.
    auto const whole = SrtpSession::key_size(profile);
    std::array<std::uint8_t, 60> material{};
    constexpr std::string_view label = "EXTRACTOR-dtls_srtp";
    if (SSL_export_keying_material(ssl, material.data(), 2 * whole, label.data(), label.size(), nullptr, 0,
                                   0) != 1)
        return fail("dtls: no key material");
    auto const salt = whole - 16;
    std::array<std::uint8_t, 30> client{};
    std::array<std::uint8_t, 30> server{};
    std::memcpy(client.data(), &material[0], 16);
    std::memcpy(server.data(), &material[16], 16);
    std::memcpy(&client[16], &material[32], salt);
    std::memcpy(&server[16], &material[32 + salt], salt);
    srtp_ = SrtpSession::create(profile, std::span{client}.first(whole), std::span{server}.first(whole));
    if (!srtp_) return fail("srtp: keys refused");
    state_ = State::connected;
}

void DtlsServer::fail(std::string why) {
    state_ = State::failed;
    failure_ = std::move(why);
}

std::unique_ptr<SrtpSession> DtlsServer::take_srtp() { return std::move(srtp_); }

}  // namespace rufwerk::media

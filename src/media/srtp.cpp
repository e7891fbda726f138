#include "media/srtp.hpp"

#include <srtp2/srtp.h>

#include <mutex>
#include <vector>

namespace rufwerk::media {
namespace {

srtp_t make(SrtpSession::Profile profile, srtp_ssrc_type_t direction, std::span<std::uint8_t const> key) {
    srtp_policy_t policy{};
    auto const known = profile == SrtpSession::Profile::aead_aes_128_gcm ? srtp_profile_aead_aes_128_gcm
                                                                         : srtp_profile_aes128_cm_sha1_80;
    if (srtp_crypto_policy_set_from_profile_for_rtp(&policy.rtp, known) != srtp_err_status_ok ||
        srtp_crypto_policy_set_from_profile_for_rtcp(&policy.rtcp, known) != srtp_err_status_ok)
        return nullptr;
    std::vector<std::uint8_t> copy(key.begin(), key.end());  // libsrtp wants it writable
    policy.ssrc.type = direction;
    policy.key = copy.data();
    policy.window_size = 1024;
    srtp_t session = nullptr;
    return srtp_create(&session, &policy) == srtp_err_status_ok ? session : nullptr;
}

template <class Operation>
std::size_t apply(Operation operation, srtp_t session, std::uint8_t* packet, std::size_t size) {
    auto length = static_cast<int>(size);
    return operation(session, packet, &length) == srtp_err_status_ok ? static_cast<std::size_t>(length) : 0;
}

}  // namespace

std::unique_ptr<SrtpSession> SrtpSession::create(Profile profile, std::span<std::uint8_t const> inbound,
                                                 std::span<std::uint8_t const> outbound) {
    static std::once_flag initialised;  // libsrtp's own tables, once per process
    std::call_once(initialised, [] { srtp_init(); });
    std::unique_ptr<SrtpSession> session{new SrtpSession};
    session->inbound_ = make(profile, ssrc_any_inbound, inbound);
    session->outbound_ = make(profile, ssrc_any_outbound, outbound);
    if (session->inbound_ == nullptr || session->outbound_ == nullptr) return nullptr;
    return session;
}

SrtpSession::~SrtpSession() {
    if (inbound_ != nullptr) srtp_dealloc(inbound_);
    if (outbound_ != nullptr) srtp_dealloc(outbound_);
}

std::size_t SrtpSession::unprotect(std::uint8_t* packet, std::size_t size) {
    return apply(srtp_unprotect, inbound_, packet, size);
}
std::size_t SrtpSession::unprotect_rtcp(std::uint8_t* packet, std::size_t size) {
    return apply(srtp_unprotect_rtcp, inbound_, packet, size);
}
std::size_t SrtpSession::protect(std::uint8_t* packet, std::size_t size) {
    return apply(srtp_protect, outbound_, packet, size);
}
std::size_t SrtpSession::protect_rtcp(std::uint8_t* packet, std::size_t size) {
    return apply(srtp_protect_rtcp, outbound_, packet, size);
}

}  // namespace rufwerk::media

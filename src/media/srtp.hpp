#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

struct srtp_ctx_t_;

namespace rufwerk::media {

/// RFC 3711 and 7714 over libsrtp: one context for what the peer sends, one for what we send.
class SrtpSession {
  public:
    static constexpr std::size_t trailer_room = 160;  // SRTP_MAX_TRAILER_LEN and SRTCP index

    enum class Profile { aead_aes_128_gcm, aes128_cm_sha1_80 };
    static std::size_t key_size(Profile profile) { return profile == Profile::aead_aes_128_gcm ? 28 : 30; }

    /// Keys with their salts, `key_size` bytes each. Null when libsrtp refuses them.
    static std::unique_ptr<SrtpSession> create(Profile profile, std::span<std::uint8_t const> inbound,
                                               std::span<std::uint8_t const> outbound);
    ~SrtpSession();
    SrtpSession(SrtpSession const&) = delete;
    SrtpSession& operator=(SrtpSession const&) = delete;

    /// In place. Length after it, 0 when refused (not authentic, replayed). Protecting needs trailer_room
    /// behind.
    std::size_t unprotect(std::uint8_t* packet, std::size_t size);
    std::size_t unprotect_rtcp(std::uint8_t* packet, std::size_t size);
    std::size_t protect(std::uint8_t* packet, std::size_t size);
    std::size_t protect_rtcp(std::uint8_t* packet, std::size_t size);

  private:
    SrtpSession() = default;
    srtp_ctx_t_* inbound_ = nullptr;
    srtp_ctx_t_* outbound_ = nullptr;
};

}  // namespace rufwerk::media

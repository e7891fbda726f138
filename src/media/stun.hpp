#pragma once

#include "media/socket_address.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// RFC 8489, Binding only, short-term credentials.
namespace rufwerk::media::stun {

constexpr std::size_t response_size_max = 128;

/// RFC 7983: first byte 0..3.
inline bool is_stun(std::span<std::uint8_t const> datagram) { return !datagram.empty() && datagram[0] < 4; }

struct BindingRequest {
    std::span<std::uint8_t const> transaction;  // 12 bytes
    std::string_view username;
    bool use_candidate = false;
};
/// A Binding request whose MESSAGE-INTEGRITY was made with `password` and whose FINGERPRINT, if any, is
/// right. Attributes behind MESSAGE-INTEGRITY are not believed (RFC 8489 14.5).
std::optional<BindingRequest> read_request(std::span<std::uint8_t const> datagram, std::string_view password);

/// Success response with XOR-MAPPED-ADDRESS, MESSAGE-INTEGRITY and FINGERPRINT to `out` (at least
/// response_size_max); returns its length.
std::size_t write_response(std::span<std::uint8_t> out, std::span<std::uint8_t const> transaction,
                           SocketAddress const& mapped, std::string_view password);

}  // namespace rufwerk::media::stun

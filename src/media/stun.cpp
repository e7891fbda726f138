#include "media/stun.hpp"

#include "media/byte_order.hpp"

#include <openssl/crypto.h>
#include <openssl/hmac.h>

#include <array>
#include <cstring>

namespace rufwerk::media::stun {
namespace {

constexpr std::size_t header_size = 20;
constexpr std::size_t size_max = 1500;
constexpr std::size_t integrity_size = 20;
constexpr std::uint32_t cookie = 0x2112A442;
constexpr std::uint16_t binding_request = 0x0001;
constexpr std::uint16_t binding_response = 0x0101;
constexpr std::uint16_t username = 0x0006;
constexpr std::uint16_t message_integrity = 0x0008;
constexpr std::uint16_t xor_mapped_address = 0x0020;
constexpr std::uint16_t use_candidate = 0x0025;
constexpr std::uint16_t fingerprint = 0x8028;

using Digest = std::array<std::uint8_t, integrity_size>;

/// HMAC-SHA1 over the message before MESSAGE-INTEGRITY, its length field as if that were the last attribute.
Digest integrity_of(std::span<std::uint8_t const> before, std::string_view password) {
    std::array<std::uint8_t, size_max> message{};
    std::memcpy(message.data(), before.data(), before.size());
    write_u16(&message[2], static_cast<std::uint32_t>(before.size() + 4 + integrity_size - header_size));
    Digest digest{};
    unsigned length = 0;
    HMAC(EVP_sha1(), password.data(), static_cast<int>(password.size()), message.data(), before.size(),
         digest.data(), &length);
    return digest;
}

std::uint32_t crc32(std::span<std::uint8_t const> bytes) {
    auto crc = 0xFFFFFFFFU;
    for (auto const byte : bytes) {
        crc ^= byte;
        for (auto bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320U : 0U);
    }
    return ~crc;
}

std::uint32_t fingerprint_of(std::span<std::uint8_t const> before) { return crc32(before) ^ 0x5354554E; }

bool well_formed(std::span<std::uint8_t const> datagram) {
    return datagram.size() >= header_size && datagram.size() <= size_max &&
           read_u16(&datagram[0]) == binding_request &&
           read_u16(&datagram[2]) == datagram.size() - header_size && datagram.size() % 4 == 0 &&
           read_u32(&datagram[4]) == cookie;
}

}  // namespace

std::optional<BindingRequest> read_request(std::span<std::uint8_t const> datagram,
                                           std::string_view password) {
    if (!well_formed(datagram)) return std::nullopt;
    BindingRequest request{datagram.subspan(8, 12), {}, false};
    auto authentic = false;
    for (auto at = header_size; at + 4 <= datagram.size();) {
        auto const type = read_u16(&datagram[at]);
        auto const length = std::size_t{read_u16(&datagram[at + 2])};
        if (length > datagram.size() - at - 4) return std::nullopt;
        auto const value = datagram.subspan(at + 4, length);
        if (type == fingerprint) {
            if (length != 4 || read_u32(value.data()) != fingerprint_of(datagram.first(at)))
                return std::nullopt;
        } else if (!authentic && type == message_integrity) {
            auto const right = integrity_of(datagram.first(at), password);
            if (length != integrity_size || CRYPTO_memcmp(right.data(), value.data(), length) != 0)
                return std::nullopt;
            authentic = true;
        } else if (!authentic && type == username) {
            request.username = {reinterpret_cast<char const*>(value.data()), length};
        } else if (!authentic && type == use_candidate) {
            request.use_candidate = true;
        }
        at += 4 + (length + 3) / 4 * 4;
    }
    if (!authentic) return std::nullopt;
    return request;
}

std::size_t write_response(std::span<std::uint8_t> out, std::span<std::uint8_t const> transaction,
                           SocketAddress const& mapped, std::string_view password) {
    auto* const at = out.data();
    auto const ip_size = mapped.family() == AF_INET ? std::size_t{4} : std::size_t{16};
    write_u16(at, binding_response);
    write_u32(at + 4, cookie);
    std::memcpy(at + 8, transaction.data(), 12);
    write_u16(at + 20, xor_mapped_address);
    write_u16(at + 22, static_cast<std::uint32_t>(4 + ip_size));
    write_u16(at + 24, mapped.family() == AF_INET ? 1 : 2);
    write_u16(at + 26, static_cast<std::uint32_t>(mapped.port()) ^ (cookie >> 16));
    auto const* const ip = mapped.family() == AF_INET
                               ? reinterpret_cast<std::uint8_t const*>(&mapped.ipv4().sin_addr)
                               : reinterpret_cast<std::uint8_t const*>(&mapped.ipv6().sin6_addr);
    for (std::size_t i = 0; i < ip_size; ++i)
        at[28 + i] = ip[i] ^ at[4 + i];
    auto size = 28 + ip_size;
    auto const digest = integrity_of(out.first(size), password);
    write_u16(at + size, message_integrity);
    write_u16(at + size + 2, integrity_size);
    std::memcpy(at + size + 4, digest.data(), digest.size());
    size += 4 + integrity_size;
    write_u16(at + 2, static_cast<std::uint32_t>(size + 8 - header_size));
    auto const crc = fingerprint_of(out.first(size));
    write_u16(at + size, fingerprint);
    write_u16(at + size + 2, 4);
    write_u32(at + size + 4, crc);
    return size + 8;
}

}  // namespace rufwerk::media::stun

#pragma once

#include <string>
#include <string_view>

/// What single values in centre.toml must look like. Each gives what is wrong as the rest of a sentence, or
/// nothing.
namespace rufwerk::call {

std::string key_fault(std::string_view key);
std::string login_fault(std::string_view login);
/// E.164: +, then 5 to 15 digits of which the first is not 0.
std::string number_fault(std::string_view number);
/// CIDR of IPv4 or IPv6 without bits set beyond its prefix, or a single address.
std::string network_fault(std::string_view network);
/// "browser", "register", or sip:user@host[:port][;parameters] (RFC 3261 19.1.1) without password and
/// headers.
std::string phone_fault(std::string_view phone);
/// "#1d55c4"
std::string color_fault(std::string_view color);
/// A readable file that begins as a WAV file does (RIFF … WAVE).
std::string audio_fault(std::string const& file);

}  // namespace rufwerk::call

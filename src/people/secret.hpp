#pragma once

#include <string>
#include <string_view>

namespace rufwerk::people {

/// 32 bytes from the kernel's random source as 64 hexadecimal digits.
std::string random_secret();
/// SHA-256 as 64 hexadecimal digits: what is kept of a secret that need only be recognised.
std::string fingerprint(std::string_view secret);

}  // namespace rufwerk::people

#pragma once

#include <string>
#include <string_view>

namespace rufwerk {

/// Whether `text` is well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms, at most U+10FFFF).
bool is_utf8(std::string_view text);

/// `text` as a JSON string with its quotes (RFC 8259); bytes that are not UTF-8 become U+FFFD.
std::string json_string(std::string_view text);

/// Without white space at both ends (ASCII).
std::string_view trim(std::string_view text);

/// RFC 3339 in UTC with milliseconds: 2026-11-23T20:54:32.123Z.
std::string rfc3339(std::int64_t ms);

}  // namespace rufwerk

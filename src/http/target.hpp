#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What stands in the request line and the Cookie header, decoded. Foreign bytes: never throws, bounded.
namespace rufwerk::http {

struct Target {
    std::string path;
    std::vector<std::pair<std::string, std::string>> query;  // in order; at most 100
};

/// RFC 3986 percent-decoding; `+` in the query is a space. Nothing when the target is not an absolute path,
/// has a broken escape, a NUL byte or bytes that are not UTF-8.
std::optional<Target> parse_target(std::string_view target);

/// RFC 6265 4.2.1; the first of a name counts, at most 50.
std::map<std::string, std::string, std::less<>> parse_cookies(std::string_view header);

}  // namespace rufwerk::http

// Foreign request targets and Cookie headers.
#include "http/target.hpp"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text{reinterpret_cast<char const*>(data), size};
    auto const target = rufwerk::http::parse_target(text);
    if (target && (target->path.empty() || target->path.find('\0') != std::string::npos)) __builtin_trap();
    rufwerk::http::parse_cookies(text);
    return 0;
}

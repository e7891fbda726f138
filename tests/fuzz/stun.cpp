// Foreign STUN: read or refused, never more.
#include "media/stun.hpp"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    rufwerk::media::stun::read_request({data, size}, "password-of-24-characters");
    return 0;
}

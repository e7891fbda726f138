// Whatever a carrier dials: E.164 or nothing, and E.164 stays what it is.
#include "call/dialled_number.hpp"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const number = rufwerk::call::to_e164({reinterpret_cast<char const*>(data), size}, "49");
    if (number.empty()) return 0;
    if (number.front() != '+' || number.size() > 16 || rufwerk::call::to_e164(number, "49") != number)
        __builtin_trap();
    return 0;
}

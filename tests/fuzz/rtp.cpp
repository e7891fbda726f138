// Foreign RTP and RTCP: parsed in place or refused.
#include "media/rtcp.hpp"
#include "media/rtp_packet.hpp"
#include "media/telephone_event.hpp"

#include <cstdint>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::vector<std::uint8_t> datagram(data, data + size);
    // The same packet twice tells its digit at most once.
    rufwerk::media::DigitReceiver digits;
    if (auto const packet = rufwerk::media::RtpPacket::parse(datagram)) {
        digits.received(*packet);
        if (digits.received(*packet)) __builtin_trap();
    }
    rufwerk::media::rtcp::read({data, size}, 0x12345678);
    return 0;
}

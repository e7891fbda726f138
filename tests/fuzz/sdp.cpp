// Foreign session descriptions; what parses must, once written, parse to the same.
#include "media/session_description.hpp"
#include "sdp/offer_answer.hpp"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace rufwerk;
    std::string const text{reinterpret_cast<char const*>(data), size};
    media::parse_session(text);
    auto const parsed = sdp::parse(text);
    if (!parsed.session) return 0;
    auto const again = sdp::parse(sdp::write(*parsed.session));
    if (!again.session) return 0;
    auto const third = sdp::parse(sdp::write(*again.session));
    if (!third.session || !(*third.session == *again.session)) __builtin_trap();
    for (bool const secure : {false, true})
        if (auto const match = sdp::match_audio(*parsed.session, secure)) {
            sdp::OurAudio ours;
            ours.address = "192.0.2.1";
            ours.port = 16000;
            sdp::write(secure ? sdp::answer_browser(*parsed.session, *match, ours)
                              : sdp::answer(*parsed.session, *match, ours));
        }
    return 0;
}

// Foreign session descriptions; what parses must, once written, parse to the same.
#include "sdp/offer_answer.hpp"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace rufwerk;
    std::string_view const text{reinterpret_cast<char const*>(data), size};
    auto const parsed = sdp::parse(text);
    if (!parsed.session) return 0;
    auto const written = sdp::write(*parsed.session);
    // What stood once for the session is written for each of its streams, so it may grow beyond the limit.
    if (written.size() > sdp::size_limit_bytes) return 0;
    auto const again = sdp::parse(written);
    if (!again.session || !(*again.session == *parsed.session)) __builtin_trap();
    sdp::OurAudio ours;
    ours.address = "192.0.2.1";
    ours.port = 16000;
    for (bool const secure : {false, true})
        if (auto const match = sdp::match_audio(*parsed.session, secure)) {
            auto const answer = secure ? sdp::answer_browser(*parsed.session, *match, ours)
                                       : sdp::answer(*parsed.session, *match, ours);
            sdp::write(answer);
            sdp::match_answer(answer, *parsed.session);
        }
    sdp::match_answer(sdp::offer(ours), *parsed.session);
    return 0;
}

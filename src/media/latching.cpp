#include "media/latching.hpp"

namespace rufwerk::media {

void Latching::set_signalled(SocketAddress const& address) {
    if (address == signalled_) return;
    signalled_ = address;
    target_ = address;
    latched_ = false;
}

bool Latching::accept(SocketAddress const& source, std::int64_t now_us) {
    if (latched_ && !(source == target_) && now_us - heard_us_ < silence_us) return false;
    latched_ = true;
    target_ = source;
    heard_us_ = now_us;
    return true;
}

}  // namespace rufwerk::media

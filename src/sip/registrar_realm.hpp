#pragma once

#include <string_view>

namespace rufwerk::sip {

/// The realm of our challenges. It goes into what is kept of a telephone's secret: a new one would make every
/// secret wrong.
inline constexpr std::string_view kPhoneRealm = "rufwerk";

}  // namespace rufwerk::sip

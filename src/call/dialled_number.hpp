#pragma once

#include <string>
#include <string_view>

namespace rufwerk::call {

/// A number in whatever form a carrier sends it (user part of a SIP URI) as E.164, for a house whose own
/// country code is `country` ("49"): "+49 555…", "0049555…", "0555…" and "49555…" are all "+49555…".
/// Parameters (";phone-context=…") and the separators " -./()" are dropped. Empty when it is no number, or
/// longer than the 15 digits of E.164.
std::string to_e164(std::string_view dialled, std::string_view country);

}  // namespace rufwerk::call

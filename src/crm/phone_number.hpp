#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rufwerk::crm {

/// Where a number without a country code is dialled from (ISO 3166-1).
inline constexpr std::string_view house_region = "DE";

/// What people type ("0170 / 12 34 567", "+43 (0)1 23…") as E.164, or why it is none: a sentence for a
/// FieldFault that names the value and the remedy. Only the length is judged, by libphonenumber's rules for
/// the country: whether a number is in use nobody knows who has not called it.
struct PhoneNumber {
    std::string e164;   // "+491701234567"; empty when it is none
    std::string fault;  // empty when it is one
};
PhoneNumber read_phone_number(std::string_view typed);

}  // namespace rufwerk::crm

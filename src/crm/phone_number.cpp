#include "crm/phone_number.hpp"

#include <fmt/format.h>

#include <phonenumbers/phonenumberutil.h>

namespace rufwerk::crm {
namespace {

using Library = i18n::phonenumbers::PhoneNumberUtil;

std::string_view why_not_parsed(Library::ErrorType error) {
    switch (error) {
        case Library::INVALID_COUNTRY_CODE_ERROR:
            return "begins with a country code that does not exist: write +49 170 1234567 or 0170 1234567";
        case Library::TOO_SHORT_AFTER_IDD:
        case Library::TOO_SHORT_NSN: return "is too short: write it with its area code, like 0170 1234567";
        case Library::TOO_LONG_NSN:
            return "is too long: E.164 has at most 15 digits, and one field holds one number";
        case Library::NOT_A_NUMBER:
        case Library::NO_PARSING_ERROR: break;
    }
    return "is not a telephone number: write +49 170 1234567 or 0170 1234567";
}

std::string_view why_impossible(Library::ValidationResult result) {
    switch (result) {
        case Library::TOO_SHORT:
        case Library::IS_POSSIBLE_LOCAL_ONLY:
            return "is too short: write it with its area code, like 0170 1234567";
        case Library::TOO_LONG:
            return "is too long for its country: one field holds one number, without an explanation";
        case Library::INVALID_COUNTRY_CODE: return why_not_parsed(Library::INVALID_COUNTRY_CODE_ERROR);
        case Library::INVALID_LENGTH:
        case Library::IS_POSSIBLE: break;
    }
    return "has a number of digits that its country does not use: compare it with the source";
}

}  // namespace

PhoneNumber read_phone_number(std::string_view typed) {
    auto const& library = *Library::GetInstance();
    i18n::phonenumbers::PhoneNumber number;
    auto const error = library.Parse(std::string{typed}, std::string{house_region}, &number);
    if (error != Library::NO_PARSING_ERROR)
        return {"", fmt::format("\"{}\" {}", typed, why_not_parsed(error))};
    auto const possible = library.IsPossibleNumberWithReason(number);
    if (possible != Library::IS_POSSIBLE)
        return {"", fmt::format("\"{}\" {}", typed, why_impossible(possible))};
    PhoneNumber out;
    library.Format(number, Library::E164, &out.e164);
    return out;
}

}  // namespace rufwerk::crm

#include "call/dialled_number.hpp"

namespace rufwerk::call {

namespace {

/// Digits only, with one leading + when there was one; empty when anything else is in it.
std::string bare(std::string_view dialled) {
    dialled = dialled.substr(0, dialled.find(';'));
    std::string digits;
    for (char const c : dialled) {
        if (c >= '0' && c <= '9')
            digits += c;
        else if (c == '+' && digits.empty())
            digits = "+";
        else if (std::string_view{" -./()"}.find(c) == std::string_view::npos)
            return {};
    }
    return digits;
}

}  // namespace

std::string to_e164(std::string_view dialled, std::string_view country) {
    auto digits = bare(dialled);
    std::string number;
    if (digits.starts_with("+"))
        number = digits.substr(1);
    else if (digits.starts_with("00"))
        number = digits.substr(2);
    else if (digits.starts_with("0"))
        number = std::string{country} + digits.substr(1);
    else if (digits.starts_with(country))
        number = digits;
    // Anything else is a subscriber number without its area code: nobody can say whose it is.
    if (number.size() < 4 || number.size() > 15 || number.starts_with("0")) return {};
    return "+" + number;
}

}  // namespace rufwerk::call

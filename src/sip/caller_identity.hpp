#pragma once

#include <string>
#include <string_view>

/// Who calls, from header text. Pure; never throws, whatever the bytes.
namespace rufwerk::sip {

struct CallerIdentity {
    std::string number;  // user part of the URI, "+4955512345"; "anonymous" when withheld or absent
    std::string name;    // display name, unquoted; empty when withheld
};

/// `asserted` is the value of P-Asserted-Identity (RFC 3325; several are separated by commas; only ever from
/// a trunk), `from` that of From, `privacy` that of Privacy (RFC 3323); empty when the header is absent.
/// Privacy "id", "user" or "header" withholds, except when `privacy` also says "none".
CallerIdentity caller_identity(std::string_view from, std::string_view asserted, std::string_view privacy);

/// "%2B49" → "+49"; a broken escape stays as it is.
std::string unescaped(std::string_view text);
/// The user part: from "+49555;phone-context=x" only the number.
std::string user_of_uri(std::string_view uri);

}  // namespace rufwerk::sip

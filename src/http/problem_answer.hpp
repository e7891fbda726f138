#pragma once

#include "base/problem.hpp"
#include "http/server.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace rufwerk::http {

/// The one place where a refusal becomes HTTP: `application/problem+json` (RFC 9457).
Answer problem_answer(Problem const& problem);
/// The same for what is no refusal of a use case: a wrong method (405), a fault of the machine (500).
Answer problem_answer(int status, std::string_view title, std::string_view code, std::string_view detail,
                      std::vector<FieldFault> const& fields = {});

/// What the server itself refuses before anybody looks at the request.
enum class Unreadable : std::uint8_t { request, body_too_large, header_too_large };
inline constexpr std::array all_unreadable{Unreadable::request, Unreadable::body_too_large,
                                           Unreadable::header_too_large};
/// 400 "request.unreadable", 413 "request.too_large", 431 "request.header_too_large".
Answer unreadable_answer(Unreadable why);
/// 500 "internal": without a word about our inside, which the log has.
Answer internal_answer();

}  // namespace rufwerk::http

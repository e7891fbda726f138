#pragma once

#include "base/problem.hpp"
#include "http/server.hpp"

#include <string_view>
#include <vector>

namespace rufwerk::http {

/// The one place where a refusal becomes HTTP: `application/problem+json` (RFC 9457).
Answer problem_answer(Problem const& problem);
/// The same for what is no refusal of a use case: a wrong method (405), a fault of the machine (500).
Answer problem_answer(int status, std::string_view title, std::string_view code, std::string_view detail,
                      std::vector<FieldFault> const& fields = {});

}  // namespace rufwerk::http

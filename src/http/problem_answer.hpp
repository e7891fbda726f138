#pragma once

#include "base/problem.hpp"
#include "http/server.hpp"

namespace rufwerk::http {

/// The one place where a refusal becomes HTTP: `application/problem+json` (RFC 9457).
Answer problem_answer(Problem const& problem);

}  // namespace rufwerk::http

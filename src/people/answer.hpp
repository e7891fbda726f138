#pragma once

#include "base/problem.hpp"
#include "http/server.hpp"

#include <exception>
#include <string>

namespace rufwerk::people {

/// RFC 9457 application/problem+json; 429 and 503 get a Retry-After of one second when nothing better is
/// known.
http::Answer problem_answer(Problem const& problem);
http::Answer problem_answer(int status, std::string const& code, std::string const& detail);
/// A Problem as it is; anything else is the machine's fault: 500 without a word about its inside.
http::Answer failure_answer(std::exception_ptr const& failure);
http::Answer json_answer(std::string json);

}  // namespace rufwerk::people

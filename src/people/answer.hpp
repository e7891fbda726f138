#pragma once

#include "http/server.hpp"

#include <exception>
#include <string>

namespace rufwerk::people {

/// A Problem as it is; anything else is the machine's fault: 500 without a word about its inside, which the
/// log has.
http::Answer failure_answer(std::exception_ptr const& failure);
/// 200, never cached: it is about people and calls.
http::Answer json_answer(std::string json);

}  // namespace rufwerk::people

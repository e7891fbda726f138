#pragma once

#include "main/centre_follower.hpp"
#include "wire/wire.hpp"

#include <string>

namespace rufwerk {

/// What the command line says to a running server, and what it hears.
struct ControlRequest {
    std::string command;  // "ping", "apply"
    std::optional<std::string> file, folder, text;
};
WIRE_STRUCT(ControlRequest, command, file, folder, text)
struct ControlAnswer {
    bool done = false;
    std::string sentence;
};
WIRE_STRUCT(ControlAnswer, done, sentence)

/// JSON in, JSON out; never throws.
std::string answer_control(std::string const& request, store::Database& database, CentreFollower& follower);

}  // namespace rufwerk

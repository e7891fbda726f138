#pragma once

#include <optional>
#include <string_view>

namespace rufwerk::call {

constexpr int toml_dots_per_line_max = 16;

/// The line with more dots outside of texts and comments than that, if there is one. toml++ bounds how deep
/// values nest but not how many tables a dotted key opens (`a.a.a.…`), and it ends them by recursion: half a
/// million in one line are the end of the stack.
std::optional<int> line_of_deep_key(std::string_view toml);

}  // namespace rufwerk::call

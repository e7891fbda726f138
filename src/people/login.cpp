#include "people/user.hpp"

#include <algorithm>

namespace rufwerk::people {
namespace {

bool made_of(std::string_view text, std::string_view also) {
    return !text.empty() && text.size() <= login_characters_max && std::ranges::all_of(text, [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || also.find(c) != std::string_view::npos;
    });
}

}  // namespace

bool is_login(std::string_view text) { return made_of(text, "._@-"); }
bool is_key(std::string_view text) { return made_of(text, "_-"); }

}  // namespace rufwerk::people

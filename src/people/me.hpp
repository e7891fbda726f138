#pragma once

#include "people/actor.hpp"
#include "wire/wire.hpp"

#include <string>
#include <vector>

namespace rufwerk::people {

struct Nothing {};
WIRE_STRUCT(Nothing)

/// The signed-in person as the page needs them.
struct Me {
    std::string login, name;
    std::vector<std::string> roles, permissions;
    std::string phone;     // "browser" or a SIP URI
    std::string language;  // "de", "en" or empty: as the browser says
};
WIRE_STRUCT(Me, login, name, roles, permissions, phone, language)

struct ChooseLanguage {
    std::string language;
};
WIRE_STRUCT(ChooseLanguage, language)

Me me_of(Actor const& actor);

Me show_me(store::Transaction& transaction, Actor const& actor, Nothing const& in);
Me choose_language(store::Transaction& transaction, Actor const& actor, ChooseLanguage const& in);

}  // namespace rufwerk::people

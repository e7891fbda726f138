#pragma once

#include "people/actor.hpp"
#include "wire/note.hpp"

#include <string>
#include <vector>

namespace rufwerk::people {

struct Nothing {};
WIRE_STRUCT(Nothing)

/// The signed-in person as the page needs them.
struct Me {
    std::string login, name;
    std::vector<std::string> roles, permissions;
    std::string phone;
    std::string language;
};
WIRE_STRUCT(Me, login, name, roles, permissions, phone, language)
WIRE_NOTES(Me, {"login", "My login.", R"("lena")"}, {"name", "My name.", R"("Lena Brandt")"},
           {"roles", "agent, supervisor, back_office, field, quality, client, administrator.",
            R"(["agent"])"},
           {"permissions", "What I may do; `x-permission` of an operation names the one it needs.",
            R"(["call.take","call.see"])"},
           {"phone", "browser, register (a desk telephone that registers), or the SIP URI of my telephone.",
            R"("browser")"},
           {"language", "de, en, or empty: as the browser says.", R"("de")"})

struct ChooseLanguage {
    std::string language;
};
WIRE_STRUCT(ChooseLanguage, language)
WIRE_NOTES(ChooseLanguage, {"language", "de or en.", R"("de")"})

Me me_of(Actor const& actor);

Me show_me(store::Transaction& transaction, Actor const& actor, Nothing const& in);
Me choose_language(store::Transaction& transaction, Actor const& actor, ChooseLanguage const& in);

}  // namespace rufwerk::people

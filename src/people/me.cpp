#include "people/me.hpp"

#include "base/problem.hpp"

#include <fmt/format.h>

namespace rufwerk::people {

Me me_of(Actor const& actor) {
    Me me{actor.login, actor.name, {}, permission_names(actor.roles), actor.phone, actor.language};
    for (auto const role : actor.roles)
        me.roles.emplace_back(name(role));
    return me;
}

Me show_me(store::Transaction&, Actor const& actor, Nothing const&) { return me_of(actor); }

Me choose_language(store::Transaction& transaction, Actor const& actor, ChooseLanguage const& in) {
    actor.require(Permission::signed_in);
    if (in.language != "de" && in.language != "en")
        throw invalid_field("language", "enum", fmt::format("\"{}\" must be \"de\" or \"en\"", in.language));
    transaction.execute("UPDATE user_account SET language = $1 WHERE id = $2", {in.language, actor.user});
    auto me = me_of(actor);
    me.language = in.language;
    return me;
}

}  // namespace rufwerk::people

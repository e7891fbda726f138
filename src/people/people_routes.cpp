#include "people/people_routes.hpp"

#include "people/list_users.hpp"
#include "people/me.hpp"

namespace rufwerk::people {

void add_people_routes(Api& api, SignIns& sign_ins) {
    api.live<Credentials, Me>(
        "POST", "/api/sessions", Permission::anyone, "Sign in; sets the session cookie",
        [&](Actor const&, Credentials const& in, Reply<Me> const& reply) { sign_ins.sign_in(in, reply); },
        {wrong_login(), resting("login.resting", 60), resting("address.resting", 60), too_many_sign_ins()});
    api.live<Nothing, Nothing>("DELETE", "/api/sessions/current", Permission::signed_in, "Sign out",
                               [&](Actor const& actor, Nothing const&, Reply<Nothing> const& reply) {
                                   sign_ins.sign_out(actor, reply);
                               },
                               {too_many_sign_ins()});
    api.read<show_me>("/api/me", Permission::signed_in, "Who am I, and what may I do");
    api.write<choose_language>("PUT", "/api/me/language", Permission::signed_in, "The language of my pages");
    api.live<NewPassword, Nothing>(
        "PUT", "/api/me/password", Permission::signed_in, "A new password; ends my other sessions",
        [&](Actor const& actor, NewPassword const& in, Reply<Nothing> const& reply) {
            sign_ins.change_password(actor, in, reply);
        },
        {resting("login.resting", 60), too_many_sign_ins()});
    api.read<list_users>("/api/users", Permission::see_users, "Everybody who can work here, without secrets");
    api.read<list_audit>("/api/audit", Permission::see_audit, "Who changed what, the newest first");
}

}  // namespace rufwerk::people

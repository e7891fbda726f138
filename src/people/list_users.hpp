#pragma once

#include "base/clock.hpp"
#include "base/id.hpp"
#include "people/actor.hpp"
#include "people/me.hpp"
#include "people/user.hpp"
#include "wire/note.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rufwerk::people {

struct UserItems {
    std::vector<User> items;  // by login
};
WIRE_STRUCT(UserItems, items)
WIRE_NOTES(UserItems, {"items", "All users by login."})

constexpr std::int64_t audit_per_page_max = 500;

struct AuditQuery {
    std::optional<std::int64_t> limit;
    std::optional<Id<struct AuditTag>> before;
    std::optional<std::string> subject_kind, subject, actor;
};
WIRE_STRUCT(AuditQuery, limit, before, subject_kind, subject, actor)
WIRE_NOTES(AuditQuery, {"limit", "At most this many; 100 when left out.", "50", 1, audit_per_page_max},
           {"before", "The last id of the page before; left out for the first page.", R"("4711")"},
           {"subject_kind", "Only about this kind of thing.", R"("user")"},
           {"subject", "Only about the thing with this key.", R"("lena")"},
           {"actor", "Only what this login did.", R"("chief")"})

struct AuditLine {
    Id<struct AuditTag> id;
    Instant at{};
    std::string actor, action, subject_kind, subject;
    std::optional<std::string> client;
    wire::json::value before, after;
};
WIRE_STRUCT(AuditLine, id, at, actor, action, subject_kind, subject, client, before, after)
WIRE_NOTES(AuditLine, {"id", "Grows with time.", R"("4711")"}, {"at", "When it was done."},
           {"actor", "Login of who did it.", R"("chief")"}, {"action", "What was done.", R"("user.changed")"},
           {"subject_kind", "To what kind of thing.", R"("user")"}, {"subject", "Its key.", R"("lena")"},
           {"client", "Key of the client it belongs to; null: to the house.", R"(null)"},
           {"before", "What it was; null: there was nothing.", R"({"name":"Lena B."})"},
           {"after", "What it is; null: there is nothing.", R"({"name":"Lena Brandt"})"})

struct AuditPage {
    std::vector<AuditLine> items;
};
WIRE_STRUCT(AuditPage, items)
WIRE_NOTES(AuditPage, {"items", "The newest first."})

UserItems list_users(store::Transaction& transaction, Actor const& actor, Nothing const& in);
AuditPage list_audit(store::Transaction& transaction, Actor const& actor, AuditQuery const& in);

}  // namespace rufwerk::people

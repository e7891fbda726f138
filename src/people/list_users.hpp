#pragma once

#include "base/clock.hpp"
#include "base/id.hpp"
#include "people/actor.hpp"
#include "people/me.hpp"
#include "people/user.hpp"
#include "wire/wire.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rufwerk::people {

struct UserItems {
    std::vector<User> items;  // by login
};
WIRE_STRUCT(UserItems, items)

constexpr std::int64_t audit_per_page_max = 500;

struct AuditQuery {
    std::optional<std::int64_t> limit;          // 1..500, 100 when left out
    std::optional<Id<struct AuditTag>> before;  // the last id of the page before
    std::optional<std::string> subject_kind, subject, actor;
};
WIRE_STRUCT(AuditQuery, limit, before, subject_kind, subject, actor)

struct AuditLine {
    Id<struct AuditTag> id;
    Instant at{};
    std::string actor, action, subject_kind, subject;
    std::optional<std::string> client;
    wire::json::value before, after;  // null when there was, or is, nothing
};
WIRE_STRUCT(AuditLine, id, at, actor, action, subject_kind, subject, client, before, after)

struct AuditPage {
    std::vector<AuditLine> items;  // the newest first
};
WIRE_STRUCT(AuditPage, items)

UserItems list_users(store::Transaction& transaction, Actor const& actor, Nothing const& in);
AuditPage list_audit(store::Transaction& transaction, Actor const& actor, AuditQuery const& in);

}  // namespace rufwerk::people

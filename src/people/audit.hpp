#pragma once

#include "people/actor.hpp"
#include "store/database.hpp"

#include <string>
#include <string_view>

/// Who did what to whom and when. Rows are only ever added: the database itself refuses to change or delete
/// them.
namespace rufwerk::people {

struct AuditedChange {
    std::string action;        // "user.changed": stable, dotted
    std::string subject_kind;  // "user"
    std::string subject;       // its key, login or id
    std::string client;        // whose business it touches; empty: the house's own
    std::string before_json;   // empty when there was nothing before
    std::string after_json;    // empty when there is nothing after
};

/// Never hand it a secret: no password, hash, token or cookie.
void write_audit(store::Transaction& transaction, Actor const& actor, AuditedChange const& change);

/// Puts the triggers in place that refuse UPDATE and DELETE on the audit log; to be called at every start,
/// after the migrations. It is not a migration, because the two engines have no common words for a trigger.
void protect_audit(store::Database& database);

}  // namespace rufwerk::people

#include "people/list_users.hpp"

#include "base/problem.hpp"

#include <fmt/format.h>

namespace rufwerk::people {
namespace {

wire::json::value json_or_null(std::string const& json) {
    wire::Faults faults;
    if (json.empty()) return {};
    return wire::parse(json, faults).value_or(wire::json::value{});
}

}  // namespace

UserItems list_users(store::Transaction& transaction, Actor const& actor, Nothing const&) {
    actor.require(Permission::see_users);
    UserItems users;
    for (auto& [login, user] : load_users(transaction))
        users.items.push_back(std::move(user));
    return users;
}

AuditPage list_audit(store::Transaction& transaction, Actor const& actor, AuditQuery const& in) {
    actor.require(Permission::see_audit);
    auto const limit = in.limit.value_or(100);
    if (limit < 1 || limit > audit_per_page_max)
        throw invalid_field("limit", "range",
                            fmt::format("is {}, must be from 1 to {}", limit, audit_per_page_max));
    store::Values values;
    std::string where = "WHERE TRUE";
    auto const narrow = [&](std::string_view condition, store::Value value) {
        values.push_back(std::move(value));
        where += fmt::format(" AND {} ${}", condition, values.size());
    };
    if (in.before) narrow("id <", in.before->value);
    if (in.subject_kind) narrow("subject_kind =", *in.subject_kind);
    if (in.subject) narrow("subject =", *in.subject);
    if (in.actor) narrow("actor =", *in.actor);
    AuditPage page;
    for (auto const& row : transaction.query(
             fmt::format(
                 "SELECT id, at_ms, actor, action, subject_kind, subject, client, before_json, after_json "
                 "FROM audit {} ORDER BY id DESC LIMIT {}",
                 where, limit),
             values))
        page.items.push_back({{row.integer(0)},
                              from_ms(row.integer(1)),
                              row.text(2),
                              row.text(3),
                              row.text(4),
                              row.text(5),
                              row.optional_text(6),
                              json_or_null(row.text(7)),
                              json_or_null(row.text(8))});
    return page;
}

}  // namespace rufwerk::people

#include "people/audit.hpp"

namespace rufwerk::people {

void write_audit(store::Transaction& transaction, Actor const& actor, AuditedChange const& change) {
    transaction.execute(
        "INSERT INTO audit (id, at_ms, actor, action, subject_kind, subject, client, before_json, "
        "after_json) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        {transaction.new_id(), to_ms(transaction.now()), actor.login, change.action, change.subject_kind,
         change.subject, change.client.empty() ? store::Value{nullptr} : store::Value{change.client},
         change.before_json, change.after_json});
}

}  // namespace rufwerk::people

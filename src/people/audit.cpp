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

void protect_audit(store::Database& database) {
    bool const sqlite = database.engine() == "sqlite";
    database.write_and_wait([sqlite](store::Transaction& transaction) {
        if (sqlite) {
            for (std::string const change : {"UPDATE", "DELETE"})
                transaction.execute("CREATE TRIGGER IF NOT EXISTS audit_refuses_" + change + " BEFORE " +
                                    change +
                                    " ON audit BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END");
            return;
        }
        transaction.execute(
            "CREATE OR REPLACE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN RAISE EXCEPTION ''the audit log only grows''; END'");
        transaction.execute(
            "CREATE OR REPLACE TRIGGER audit_refuses_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()");
    });
}

}  // namespace rufwerk::people

#include "people/user.hpp"

#include "base/invariant.hpp"
#include "people/session.hpp"

namespace rufwerk::people {
namespace {

/// `SELECT user login, text` into the set of each user.
template <class Add>
void add_rows(store::Transaction& transaction, std::string_view sql, std::map<std::string, User>& users,
              Add add) {
    for (auto const& row : transaction.query(sql)) {
        auto const user = users.find(row.text(0));
        INVARIANT(user != users.end());
        add(user->second, row);
    }
}

void replace_texts(store::Transaction& transaction, std::int64_t id, std::string const& table,
                   std::string const& column, std::vector<std::string> const& texts) {
    transaction.execute("DELETE FROM " + table + " WHERE user_id = $1", {id});
    for (auto const& text : texts)
        transaction.execute("INSERT INTO " + table + " (user_id, " + column + ") VALUES ($1, $2)",
                            {id, text});
}

std::int64_t write_account(store::Transaction& transaction, User const& user,
                           std::string const& password_hash) {
    if (auto const row =
            transaction.query_one("SELECT id FROM user_account WHERE login = $1", {user.login})) {
        transaction.execute(
            "UPDATE user_account SET name = $1, language = $2, phone = $3, active = $4, all_clients = $5 "
            "WHERE id = $6",
            {user.name, user.language, user.phone, user.active, user.all_clients, row->integer(0)});
        return row->integer(0);
    }
    auto const id = transaction.new_id();
    transaction.execute(
        "INSERT INTO user_account (id, login, name, language, phone, password_hash, active, all_clients) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        {id, user.login, user.name, user.language, user.phone, password_hash, user.active, user.all_clients});
    return id;
}

}  // namespace

std::map<std::string, User> load_users(store::Transaction& transaction) {
    std::map<std::string, User> users;
    for (auto const& row :
         transaction.query("SELECT login, name, language, phone, active, all_clients FROM user_account"))
        users.emplace(row.text(0), User{.login = row.text(0),
                                        .name = row.text(1),
                                        .language = row.text(2),
                                        .phone = row.text(3),
                                        .active = row.boolean(4),
                                        .all_clients = row.boolean(5),
                                        .roles = {},
                                        .clients = {},
                                        .teams = {},
                                        .skills = {}});
    auto const sql = [](std::string const& table, std::string const& columns) {
        return "SELECT u.login, " + columns + " FROM " + table +
               " x JOIN user_account u ON u.id = x.user_id ORDER BY " + columns;
    };
    add_rows(transaction, sql("user_role", "x.role"), users,
             [](User& user, store::Row const& row) { user.roles.push_back(row.text(1)); });
    add_rows(transaction, sql("user_client", "x.client"), users,
             [](User& user, store::Row const& row) { user.clients.push_back(row.text(1)); });
    add_rows(transaction, sql("user_team", "x.team"), users,
             [](User& user, store::Row const& row) { user.teams.push_back(row.text(1)); });
    add_rows(transaction, sql("user_skill", "x.skill, x.level"), users,
             [](User& user, store::Row const& row) { user.skills.emplace(row.text(1), row.integer(2)); });
    return users;
}

void save_user(store::Transaction& transaction, User const& user, std::string const& password_hash) {
    auto const id = write_account(transaction, user, password_hash);
    replace_texts(transaction, id, "user_role", "role", user.roles);
    replace_texts(transaction, id, "user_client", "client", user.clients);
    replace_texts(transaction, id, "user_team", "team", user.teams);
    transaction.execute("DELETE FROM user_skill WHERE user_id = $1", {id});
    for (auto const& [skill, level] : user.skills)
        transaction.execute("INSERT INTO user_skill (user_id, skill, level) VALUES ($1, $2, $3)",
                            {id, skill, level});
    if (!user.active) end_sessions_of(transaction, id);
}

}  // namespace rufwerk::people

#include "people/small_house.hpp"

namespace rufwerk::crm {
namespace {

using people::testing::Ask;
using people::testing::SmallHouseTest;
using store::testing::engine_name;
using store::testing::engines;
namespace json = boost::json;

class CustomerTest : public SmallHouseTest {
  protected:
    static json::object weber(std::string const& client = "nordheim") {
        return {{"client", client},
                {"kind", "person"},
                {"given_name", "Anna"},
                {"name", "Weber"},
                {"number", "K-1100"},
                {"note", ""},
                {"phones", {{{"number", "0170 1234567"}, {"label", "privat"}}}},
                {"mails", {{{"mail", "anna@weber.example"}, {"label", ""}}}},
                {"addresses",
                 {{{"street", "Deichweg 4"},
                   {"postcode", "26506"},
                   {"city", "Nordheim"},
                   {"country", "de"},
                   {"label", ""}}}}};
    }
    static json::object named(std::string const& given_name, std::string const& name,
                              std::string const& client = "nordheim") {
        auto customer = weber(client);
        customer["given_name"] = given_name;
        customer["name"] = name;
        customer["number"] = "";
        customer["phones"] = json::array{};
        customer["mails"] = json::array{};
        return customer;
    }
    http::Answer send(std::string const& login, std::string const& method, std::string const& path,
                      json::value const& body = json::object{}) {
        return ask(
            {.method = method, .path = path, .body = json::serialize(body), .token = session_of(login)});
    }
    json::object create(json::object const& customer, std::string const& login = "agent") {
        auto const answer = send(login, "POST", "/api/customers", customer);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return json::parse(answer.body).as_object();
    }
    static std::string path_of(json::object const& customer) {
        return "/api/customers/" + std::string{customer.at("id").as_string()};
    }
    /// What a PUT takes of what a GET gives.
    static json::object as_change(json::object customer) {
        for (auto const* member : {"client", "client_name", "created_at", "changed_at", "id"})
            customer.erase(member);
        return customer;
    }
    std::string names(std::string const& search, std::string const& login = "agent") {
        std::string found;
        auto const page = get(login, "/api/customers", {{"search", search}});
        for (auto const& item : page.at("items").as_array())
            found += (found.empty() ? "" : ",") + std::string{item.at("name").as_string()};
        return found;
    }
    std::vector<json::value> audited() {
        auto const log = get("administrator", "/api/audit", {{"subject_kind", "customer"}});
        auto const& items = log.at("items").as_array();
        return {items.begin(), items.end()};
    }
};

TEST_P(CustomerTest, what_is_created_is_normalised_and_shown) {
    auto const made = create(weber());
    auto const shown = get("client", path_of(made)).as_object();
    EXPECT_EQ(shown, made);
    EXPECT_EQ(shown.at("phones").at(0).at("number").as_string(), "+491701234567");
    EXPECT_EQ(shown.at("addresses").at(0).at("country").as_string(), "DE");
    EXPECT_EQ(shown.at("version").as_int64(), 1);
}

TEST_P(CustomerTest, every_wrong_field_is_named_with_value_and_remedy) {
    auto wrong = weber();
    wrong["name"] = " ";
    wrong["phones"] = json::array{{{"number", "keine"}, {"label", ""}},
                                  {{"number", "0170 1234567"}, {"label", ""}},
                                  {{"number", "+49 170 1234567"}, {"label", ""}}};
    wrong["mails"] = json::array{{{"mail", "anna"}, {"label", ""}}};
    wrong["addresses"].as_array()[0].as_object()["country"] = "Germany";
    auto const answer = send("agent", "POST", "/api/customers", wrong);
    EXPECT_EQ(answer.status, 422);
    std::set<std::string> fields;
    auto const problem = json::parse(answer.body);
    for (auto const& fault : problem.at("fields").as_array())
        fields.emplace(fault.at("field").as_string());
    EXPECT_EQ(fields, (std::set<std::string>{"name", "phones[0].number", "phones[2].number", "mails[0].mail",
                                             "addresses[0].country"}));
    EXPECT_NE(answer.body.find("+49 170 1234567 or 0170 1234567"), std::string::npos);
}

TEST_P(CustomerTest, of_two_who_change_the_same_version_the_second_gets_the_row_as_it_is) {
    auto const made = create(weber());
    auto first = as_change(made);
    first["name"] = "Weber-Cohn";
    auto second = as_change(made);
    second["note"] = "Calls again.";
    EXPECT_EQ(send("agent", "PUT", path_of(made), first).status, 200);
    auto const answer = send("supervisor", "PUT", path_of(made), second);
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(code_of(answer), "customer.stale");
    auto const present = json::parse(answer.body).at("present").as_object();
    EXPECT_EQ(present, get("agent", path_of(made)).as_object());
    second["version"] = present.at("version");
    EXPECT_EQ(send("supervisor", "PUT", path_of(made), second).status, 200);
}

TEST_P(CustomerTest, the_wall_holds_for_looking_searching_changing_and_creating) {
    auto const hidden = create(weber("kranich"));
    for (auto const* login : {"narrow_agent", "client"}) {
        EXPECT_EQ(ask({.path = path_of(hidden), .token = session_of(login)}).status, 404);
        EXPECT_EQ(names("weber", login), "");
        EXPECT_EQ(names("0170 1234567", login), "");
        EXPECT_TRUE(get(login, "/api/customers").at("items").as_array().empty());
    }
    EXPECT_EQ(send("narrow_agent", "PUT", path_of(hidden), as_change(hidden)).status, 404);
    EXPECT_EQ(send("narrow_agent", "POST", "/api/customers", weber("kranich")).status, 422);
    EXPECT_EQ(names("weber"), "Weber");
}

TEST_P(CustomerTest, search_forgives_umlauts_and_typos) {
    create(named("Jörg", "Müller"));
    create(named("Petra", "Schmidt"));
    create(named("Sofia", "Groß"));
    for (auto const* typed : {"Müller", "mueller", "MULLER", "muler", "Nüller", "jorg müler", "mül"})
        EXPECT_EQ(names(typed), "Müller") << typed;
    for (auto const* typed : {"schmitt", "Schimdt", "petra shmidt"})
        EXPECT_EQ(names(typed), "Schmidt") << typed;
    EXPECT_EQ(names("gross"), "Groß");
    EXPECT_EQ(names("petra müller"), "");
    EXPECT_EQ(
        ask({.path = "/api/customers", .token = session_of("agent"), .query = {{"search", "x"}}}).status,
        422);
}

TEST_P(CustomerTest, search_knows_phone_mail_city_and_customer_number) {
    create(weber());
    create(named("Petra", "Schmidt", "kranich"));
    for (auto const* typed :
         {"0170 123", "+49170", "1234567", "4567", "anna@weber.example", "K-1100", "weber nordhiem"})
        EXPECT_EQ(names(typed), "Weber") << typed;
    EXPECT_EQ(names("9999"), "");
}

TEST_P(CustomerTest, pages_follow_each_other_without_gap_or_repetition) {
    for (auto const* name : {"Zorn", "Ärger", "Mundt", "Müller", "Mulde"})
        create(named("", name));
    for (std::string const search : {"", "nordheim"}) {
        std::string found;
        std::optional<std::string> cursor;
        do {
            std::vector<std::pair<std::string, std::string>> query{{"limit", "2"}};
            if (!search.empty()) query.emplace_back("search", search);
            if (cursor) query.emplace_back("cursor", *cursor);
            auto const page = get("agent", "/api/customers", query);
            for (auto const& item : page.at("items").as_array())
                found += std::string{item.at("name").as_string()} + " ";
            cursor.reset();
            if (page.at("next").is_string()) cursor = std::string{page.at("next").as_string()};
        } while (cursor);
        EXPECT_EQ(found, "Ärger Mulde Müller Mundt Zorn ") << search;
    }
}

TEST_P(CustomerTest, a_customer_number_belongs_to_one_customer_of_a_client) {
    create(weber());
    auto const answer = send("agent", "POST", "/api/customers", weber());
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(code_of(answer), "customer.number_taken");
    create(weber("kranich"));
}

TEST_P(CustomerTest, merging_keeps_what_either_had_and_ends_the_other) {
    auto const stays = create(named("", "Weber"));
    auto const other = create(weber());
    json::object const merge{{"other", other.at("id")}, {"version", 1}, {"other_version", 1}};
    EXPECT_EQ(send("agent", "POST", path_of(stays) + "/merge", merge).status, 403);
    auto const answer = send("supervisor", "POST", path_of(stays) + "/merge", merge);
    ASSERT_EQ(answer.status, 200) << answer.body;
    auto const merged = json::parse(answer.body).as_object();
    EXPECT_EQ(merged.at("given_name").as_string(), "Anna");
    EXPECT_EQ(merged.at("number").as_string(), "K-1100");
    EXPECT_EQ(merged.at("phones").as_array().size(), 1U);
    EXPECT_EQ(merged.at("addresses").as_array().size(), 1U);
    EXPECT_EQ(ask({.path = path_of(other), .token = session_of("agent")}).status, 404);
    EXPECT_EQ(names("weber"), "Weber");
    auto const foreign = create(named("", "Weber", "kranich"));
    EXPECT_EQ(send("supervisor", "POST", path_of(stays) + "/merge",
                   {{"other", foreign.at("id")}, {"version", 2}, {"other_version", 1}})
                  .status,
              422);
}

TEST_P(CustomerTest, erasing_leaves_no_word_of_the_person_in_any_table) {
    auto const made = create(weber());
    EXPECT_EQ(send("agent", "DELETE", path_of(made)).status, 403);
    EXPECT_EQ(ask({.method = "DELETE", .path = path_of(made), .token = session_of("supervisor")}).status,
              200);
    EXPECT_EQ(ask({.path = path_of(made), .token = session_of("agent")}).status, 404);
    EXPECT_EQ(names("weber"), "");
    database_->read_and_wait([](store::Transaction& transaction) {
        for (std::string const table :
             {"customer_phone", "customer_mail", "customer_address", "customer_gram"})
            EXPECT_EQ(transaction.query_one("SELECT count(*) FROM " + table)->integer(0), 0) << table;
        EXPECT_TRUE(
            transaction.query_one("SELECT 1 FROM customer WHERE name = '' AND given_name = '' AND "
                                  "number = '' AND search_words = '' AND sort_key = ''"));
    });
    for (auto const& line : audited())
        EXPECT_EQ(json::serialize(line).find("Weber"), std::string::npos);
}

TEST_P(CustomerTest, the_audit_log_names_the_fields_that_were_changed) {
    auto const made = create(weber());
    auto change = as_change(made);
    EXPECT_EQ(send("agent", "PUT", path_of(made), change).status, 200);  // nothing new
    change["name"] = "Weber-Cohn";
    change["phones"] = json::array{};
    EXPECT_EQ(send("agent", "PUT", path_of(made), change).status, 200);
    auto const lines = audited();
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0].at("action").as_string(), "customer.changed");
    EXPECT_EQ(lines[0].at("actor").as_string(), "agent");
    EXPECT_EQ(lines[0].at("after"), (json::value{{"fields", {"name", "phones"}}}));
    EXPECT_EQ(lines[1].at("action").as_string(), "customer.created");
}

INSTANTIATE_TEST_SUITE_P(Engines, CustomerTest, ::testing::ValuesIn(engines()), engine_name);

}  // namespace
}  // namespace rufwerk::crm

#pragma once

#include "call/call_routes.hpp"
#include "call/ingest.hpp"
#include "call/provision.hpp"
#include "people/api.hpp"
#include "people/audit.hpp"
#include "people/people_routes.hpp"
#include "people/session.hpp"
#include "store/engines.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>
#include <vector>

/// A house with two clients and one person per role, its API without a network, and a browser that asks it.
namespace rufwerk::people::testing {

inline constexpr std::string_view small_house = R"(
[[client]]
key = "kranich"
name = "Kranich Versicherung"
[[client]]
key = "nordheim"
name = "Stadtwerke Nordheim"
[[queue]]
key = "schaden"
client = "kranich"
skills = ["schaden"]
[[queue]]
key = "tarif"
client = "nordheim"
skills = ["tarif"]
[[trunk]]
key = "carrier"
allow = ["127.0.0.0/8"]
[[number]]
number = "+49302555900"
client = "kranich"
queue = "schaden"
[[number]]
number = "+495551448000"
client = "nordheim"
queue = "tarif"
call_button = "nordheim"
[[user]]
login = "agent"
roles = ["agent"]
skills = { tarif = 3, schaden = 5 }
[[user]]
login = "narrow_agent"
roles = ["agent"]
skills = { tarif = 1 }
clients = ["nordheim"]
[[user]]
login = "wide_agent"
roles = ["agent"]
clients = ["kranich", "nordheim"]
[[user]]
login = "supervisor"
roles = ["supervisor"]
[[user]]
login = "back_office"
roles = ["back_office"]
[[user]]
login = "field"
roles = ["field"]
[[user]]
login = "quality"
roles = ["quality"]
[[user]]
login = "client"
roles = ["client"]
clients = ["nordheim"]
[[user]]
login = "administrator"
roles = ["administrator"]
)";

struct Ask {
    std::string method = "GET";
    std::string path = {};
    std::string body = {};
    std::string token = {};
    std::string origin = "http://centre.example:8080";
    std::string peer = "192.0.2.1";
    std::vector<std::pair<std::string, std::string>> query = {};
};

class SmallHouseTest : public store::testing::EngineTest {
  protected:
    void SetUp() override {
        database_ = open_migrated();
        protect_audit(*database_);
        apply(small_house);
        sign_ins_ = std::make_unique<SignIns>(*database_, clock_);
        api_ = std::make_unique<Api>(*database_);
        add_people_routes(*api_, *sign_ins_);
        call::add_call_routes(*api_);
    }

    void TearDown() override {
        sign_ins_.reset();
        database_.reset();  // finishes what is under way while the Api is still there
    }

    call::Applied apply(std::string_view toml) {
        return call::apply_centre_text(*database_, house(), toml, "centre.toml", folder_.file(""));
    }

    void write(store::Database::UseCase use_case) { database_->write_and_wait(std::move(use_case)); }

    /// A session of that login, as signing in would open it.
    std::string session_of(std::string const& login) {
        std::string token;
        write([&](store::Transaction& transaction) {
            auto const row = transaction.query_one("SELECT id FROM user_account WHERE login = $1", {login});
            ASSERT_TRUE(row) << login;
            token = open_session(transaction, row->integer(0));
        });
        return token;
    }

    http::Answer ask(Ask const& ask) {
        http::Request request;
        request.method = ask.method;
        request.path = ask.path;
        request.query = ask.query;
        request.body = ask.body;
        request.host = "centre.example:8080";
        request.origin = ask.origin;
        request.peer = ask.peer;
        if (!ask.token.empty()) request.cookies["rufwerk_session"] = ask.token;
        auto const answered = std::make_shared<std::promise<http::Answer>>();
        auto answer = answered->get_future();
        api_->handler()(std::move(request),
                        [answered](http::Answer given) { answered->set_value(std::move(given)); });
        return answer.get();
    }

    /// GET as that login; the body as JSON.
    boost::json::value get(std::string const& login, std::string const& path,
                           std::vector<std::pair<std::string, std::string>> query = {}) {
        auto const answer = ask({.path = path, .token = session_of(login), .query = std::move(query)});
        EXPECT_EQ(answer.status, 200) << path << " as " << login << ": " << answer.body;
        return boost::json::parse(answer.body);
    }

    static std::string code_of(http::Answer const& answer) {
        auto const body = boost::json::parse(answer.body);
        return std::string{body.at("code").as_string()};
    }

    static std::string header_of(http::Answer const& answer, std::string_view name) {
        for (auto const& [header, value] : answer.headers)
            if (header == name) return value;
        return {};
    }

    /// Takes facts of one call in as the journal would hand them over.
    void tell(std::int64_t call, std::vector<std::pair<std::string, std::string>> const& kinds_and_data) {
        std::vector<store::JournalEntry> entries;
        for (auto const& [kind, data] : kinds_and_data)
            entries.push_back({++position_, call, ++seqs_[call], clock_.now(), kind, data});
        write([&](store::Transaction& transaction) {
            for (auto const& entry : entries)
                call::ingest(transaction, entry);
        });
    }

    /// A call of `client` that `agent` has answered and the caller has ended.
    void talk(std::int64_t call, std::string const& client, std::string const& agent,
              std::string const& caller = "+491701234567") {
        auto const queue = client == "nordheim" ? "tarif" : "schaden";
        auto const number = client == "nordheim" ? "+495551448000" : "+49302555900";
        tell(call, {{"arrived", R"({"client":")" + client + R"(","queue":")" + queue + R"(","number":")" +
                                    number + R"(","caller":")" + caller + R"(","caller_name":""})"},
                    {"answering", "{}"},
                    {"queued", "{}"}});
        clock_.advance(Duration{3000});
        tell(call, {{"offered", R"({"agent":")" + agent + R"("})"}});
        clock_.advance(Duration{2000});
        tell(call, {{"agent_answered", R"({"agent":")" + agent + R"("})"}});
        clock_.advance(Duration{60000});
        tell(call,
             {{"ended", R"({"reason":"caller_hung_up","agent":")" + agent + R"("})"}, {"closed", "{}"}});
    }

    std::unique_ptr<Api> api_;
    std::unique_ptr<store::Database> database_;
    std::unique_ptr<SignIns> sign_ins_;
    std::int64_t position_ = 0;
    std::map<std::int64_t, std::int64_t> seqs_;
};

}  // namespace rufwerk::people::testing

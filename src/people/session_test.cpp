#include "people/session.hpp"

#include "people/user.hpp"
#include "store/engines.hpp"

#include <gtest/gtest.h>

namespace rufwerk::people {
namespace {

using store::testing::engine_name;
using store::testing::engines;

class SessionTest : public store::testing::EngineTest {
  protected:
    void SetUp() override {
        database_ = open_migrated();
        write([&](store::Transaction& transaction) {
            transaction.execute(
                "INSERT INTO client (key, name, greeting, color) VALUES ('nordheim', 'N', '', '')");
            User user;
            user.login = "lena";
            user.name = "Lena Brandt";
            user.roles = {"agent"};
            user.all_clients = false;
            user.clients = {"nordheim"};
            save_user(transaction, user, "");
            user_ = transaction.query_one("SELECT id FROM user_account WHERE login = 'lena'")->integer(0);
        });
    }
    void write(store::Database::UseCase use_case) { database_->write_and_wait(std::move(use_case)); }
    std::string open_one() {
        std::string token;
        write([&](store::Transaction& transaction) { token = open_session(transaction, user_); });
        return token;
    }
    std::optional<Found> find(std::string const& token) {
        std::optional<Found> found;
        database_->read_and_wait(
            [&](store::Transaction& transaction) { found = find_session(transaction, token); });
        return found;
    }

    std::unique_ptr<store::Database> database_;
    std::int64_t user_ = 0;
};

TEST_P(SessionTest, the_token_leads_to_the_person_with_roles_and_clients) {
    auto const found = find(open_one());
    ASSERT_TRUE(found);
    EXPECT_EQ(found->actor.login, "lena");
    EXPECT_EQ(found->actor.roles, std::set<Role>{Role::agent});
    EXPECT_EQ(found->actor.clients, std::vector<std::string>{"nordheim"});
    EXPECT_FALSE(found->actor.all_clients);
}

TEST_P(SessionTest, the_database_does_not_hold_what_a_thief_of_it_could_use) {
    auto const token = open_one();
    database_->read_and_wait([&](store::Transaction& transaction) {
        auto const stored = transaction.query_one("SELECT token_sha256 FROM session")->text(0);
        EXPECT_NE(stored, token);
        EXPECT_FALSE(find_session(transaction, stored));
    });
    EXPECT_FALSE(find(""));
    EXPECT_FALSE(find(std::string(64, '0')));
    EXPECT_FALSE(find("' OR 1=1 --"));
}

TEST_P(SessionTest, ends_after_twelve_hours_without_use_and_after_seven_days_whatever_happens) {
    auto const idle = open_one();
    clock_.advance(session_idle_max + Duration{1});
    EXPECT_FALSE(find(idle));

    auto const busy = open_one();
    for (int hour = 0; hour < 7 * 24; ++hour) {
        auto const found = find(busy);
        ASSERT_TRUE(found) << hour;
        write([&](store::Transaction& transaction) { touch_session(transaction, found->actor.session); });
        clock_.advance(std::chrono::hours{1});
    }
    clock_.advance(Duration{1});
    EXPECT_FALSE(find(busy));
}

TEST_P(SessionTest, is_touched_at_most_once_a_minute) {
    auto const token = open_one();
    EXPECT_FALSE(find(token)->touch_due);
    clock_.advance(session_touch_every + Duration{1});
    EXPECT_TRUE(find(token)->touch_due);
}

TEST_P(SessionTest, ends_at_once_when_signed_out_or_when_the_user_is_no_longer_active) {
    auto const first = open_one();
    auto const second = open_one();
    write([&](store::Transaction& transaction) {
        end_session(transaction, find_session(transaction, first)->actor.session);
    });
    EXPECT_FALSE(find(first));
    EXPECT_TRUE(find(second));
    write([&](store::Transaction& transaction) {
        auto user = load_users(transaction).at("lena");
        user.active = false;
        save_user(transaction, user, "");
    });
    EXPECT_FALSE(find(second));
}

TEST_P(SessionTest, of_one_user_are_limited_and_the_longest_unused_one_ends) {
    auto const oldest = open_one();
    for (int i = 0; i < sessions_per_user_max; ++i) {
        clock_.advance(Duration{10});
        open_one();
    }
    EXPECT_FALSE(find(oldest));
    database_->read_and_wait([](store::Transaction& transaction) {
        EXPECT_EQ(transaction.query_one("SELECT count(*) FROM session")->integer(0), sessions_per_user_max);
    });
}

INSTANTIATE_TEST_SUITE_P(Engines, SessionTest, ::testing::ValuesIn(engines()), engine_name);

http::Request request(std::string host, std::string origin, bool secure) {
    http::Request request;
    request.host = std::move(host);
    request.origin = std::move(origin);
    request.secure = secure;
    return request;
}

TEST(SameOrigin, a_page_of_this_address_may_write_and_no_other) {
    EXPECT_TRUE(same_origin(request("127.0.0.1:8080", "http://127.0.0.1:8080", false)));
    EXPECT_TRUE(same_origin(request("Centre.example", "https://centre.example", true)));
    EXPECT_TRUE(same_origin(request("centre.example:443", "https://centre.example", true)));
    EXPECT_TRUE(same_origin(request("centre.example", "https://centre.example", false)))
        << "a proxy ends TLS";
    for (auto const* foreign :
         {"", "null", "http://evil.example", "http://127.0.0.1:8081", "http://127.0.0.1:80808",
          "http://127.0.0.1:8080.evil.example", "http://127.0.0.1:8080@evil.example", "ftp://127.0.0.1:8080",
          "127.0.0.1:8080", "http://"})
        EXPECT_FALSE(same_origin(request("127.0.0.1:8080", foreign, false))) << foreign;
    EXPECT_FALSE(same_origin(request("centre.example", "http://centre.example", true)))
        << "plain page, TLS request";
    EXPECT_FALSE(same_origin(request("", "http://", false)));
}

TEST(SessionCookie, is_out_of_reach_of_scripts_and_over_tls_of_neighbouring_hosts) {
    auto const plain = session_cookie("abc", false);
    EXPECT_EQ(plain, "rufwerk_session=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=604800");
    auto const secure = session_cookie("abc", true);
    EXPECT_TRUE(secure.starts_with("__Host-rufwerk_session=abc; Path=/; ")) << secure;
    EXPECT_NE(secure.find("; Secure"), std::string::npos);
    http::Request planted;
    planted.secure = true;
    planted.cookies["rufwerk_session"] = std::string(64, 'a');
    EXPECT_EQ(session_token(planted), "");
}

}  // namespace
}  // namespace rufwerk::people

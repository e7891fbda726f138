#include "people/sign_in.hpp"

#include "people/small_house.hpp"

namespace rufwerk::people {
namespace {

using store::testing::engine_name;
using store::testing::engines;
using testing::SmallHouseTest;

class SignInTest : public SmallHouseTest {
  protected:
    void SetUp() override {
        SmallHouseTest::SetUp();
        apply("[[user]]\nlogin = \"lena\"\nroles = [\"agent\"]\npassword = \"correct horse\"\n");
    }
    http::Answer sign_in(std::string const& login, std::string const& password,
                         std::string const& peer = "192.0.2.1", std::string const& token = {}) {
        return ask({.method = "POST",
                    .path = "/api/sessions",
                    .body = R"({"login":")" + login + R"(","password":")" + password + "\"}",
                    .token = token,
                    .peer = peer});
    }
    static std::string token_of(http::Answer const& answer) {
        auto const cookie = header_of(answer, "Set-Cookie");
        auto const begin = cookie.find('=') + 1;
        return cookie.substr(begin, cookie.find(';') - begin);
    }
};

TEST_P(SignInTest, gives_the_cookie_and_says_who_it_is_and_what_they_may_do) {
    auto const answer = sign_in("Lena", "correct horse");
    ASSERT_EQ(answer.status, 200) << answer.body;
    auto const me = boost::json::parse(answer.body);
    EXPECT_EQ(me.at("login").as_string(), "lena");
    EXPECT_EQ(me.at("roles").as_array().at(0).as_string(), "agent");
    EXPECT_EQ(me.at("permissions").as_array().at(0).as_string(), "call.take");
    EXPECT_EQ(me.at("phone").as_string(), "browser");
    EXPECT_EQ(ask({.path = "/api/me", .token = token_of(answer)}).status, 200);
    EXPECT_EQ(answer.body.find(token_of(answer)), std::string::npos);
}

TEST_P(SignInTest, does_not_say_whether_the_login_or_the_password_was_wrong) {
    auto const wrong = sign_in("lena", "wrong horse entirely");
    auto const unknown = sign_in("nobody", "wrong horse entirely");
    auto const without = sign_in("agent", "");
    for (auto const& answer : {wrong, unknown, without}) {
        EXPECT_EQ(answer.status, 401);
        EXPECT_EQ(answer.body, wrong.body);
        EXPECT_EQ(header_of(answer, "Set-Cookie"), "");
    }
}

TEST_P(SignInTest, rests_after_failures_also_for_the_right_password_and_also_after_a_restart) {
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(sign_in("lena", "wrong horse").status, 401) << i;
    sign_ins_ = std::make_unique<SignIns>(*database_, clock_);
    api_ = std::make_unique<Api>(*database_);
    add_people_routes(*api_, *sign_ins_);
    auto const resting = sign_in("lena", "correct horse", "198.51.100.7");
    EXPECT_EQ(resting.status, 429);
    EXPECT_EQ(code_of(resting), "login.resting");
    EXPECT_EQ(header_of(resting, "Retry-After"), "30");
    clock_.advance(std::chrono::seconds{30});
    EXPECT_EQ(sign_in("lena", "correct horse").status, 200);
    EXPECT_EQ(sign_in("lena", "wrong horse").status, 401) << "a success has not forgiven";
}

TEST_P(SignInTest, an_address_that_guesses_many_logins_has_to_wait) {
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(sign_in("guess" + std::to_string(i), "x").status, 401) << i;
    auto const resting = sign_in("lena", "correct horse");
    EXPECT_EQ(resting.status, 429);
    EXPECT_EQ(code_of(resting), "address.resting");
    EXPECT_EQ(sign_in("lena", "correct horse", "198.51.100.7").status, 200);
}

TEST_P(SignInTest, makes_a_new_token_each_time_and_ends_the_one_the_browser_came_with) {
    auto const first = token_of(sign_in("lena", "correct horse"));
    auto const second = token_of(sign_in("lena", "correct horse", "192.0.2.1", first));
    EXPECT_NE(first, second);
    EXPECT_EQ(ask({.path = "/api/me", .token = first}).status, 401);
    EXPECT_EQ(ask({.path = "/api/me", .token = second}).status, 200);
}

TEST_P(SignInTest, signing_out_ends_the_session_and_takes_the_cookie_back) {
    auto const token = token_of(sign_in("lena", "correct horse"));
    auto const answer = ask({.method = "DELETE", .path = "/api/sessions/current", .token = token});
    EXPECT_EQ(answer.status, 200);
    EXPECT_NE(header_of(answer, "Set-Cookie").find("Max-Age=0"), std::string::npos);
    EXPECT_EQ(ask({.path = "/api/me", .token = token}).status, 401);
}

TEST_P(SignInTest, a_new_password_needs_the_old_one_and_ends_the_other_sessions) {
    auto const mine = token_of(sign_in("lena", "correct horse"));
    auto const thief = session_of("lena");
    auto const put = [&](std::string const& body) {
        return ask({.method = "PUT", .path = "/api/me/password", .body = body, .token = mine});
    };
    EXPECT_EQ(put(R"({"current":"wrong","wanted":"another horse"})").status, 422);
    EXPECT_EQ(put(R"({"current":"correct horse","wanted":"short"})").status, 422);
    EXPECT_EQ(put(R"({"current":"correct horse","wanted":"another horse"})").status, 200);
    EXPECT_EQ(ask({.path = "/api/me", .token = mine}).status, 200);
    EXPECT_EQ(ask({.path = "/api/me", .token = thief}).status, 401);
    EXPECT_EQ(sign_in("lena", "correct horse").status, 401);
    EXPECT_EQ(sign_in("lena", "another horse").status, 200);
}

TEST_P(SignInTest, the_audit_log_has_who_came_and_went_and_nothing_secret) {
    sign_in("my secret typed in the wrong field", "x");
    sign_in("lena", "wrong horse");
    auto const token = token_of(sign_in("lena", "correct horse"));
    auto const body = ask({.path = "/api/audit", .token = session_of("administrator")}).body;
    for (auto const* there : {"session.opened", "session.refused", "lena"})
        EXPECT_NE(body.find(there), std::string::npos) << there;
    for (auto const& secret :
         {std::string{"horse"}, std::string{"secret typed"}, std::string{"$argon2id"}, token})
        EXPECT_EQ(body.find(secret), std::string::npos) << secret;
}

TEST_P(SignInTest, a_socket_is_admitted_only_from_this_address_and_with_a_session) {
    auto const admit = [&](std::string const& token, std::string const& origin) {
        http::Request request;
        request.method = "GET";
        request.path = "/api/live";
        request.host = "centre.example:8080";
        request.origin = origin;
        if (!token.empty()) request.cookies["rufwerk_session"] = token;
        std::promise<Api::Admission> admitted;
        api_->authenticate(request,
                           [&](Api::Admission admission) { admitted.set_value(std::move(admission)); });
        return admitted.get_future().get();
    };
    auto const token = session_of("lena");
    auto const here = admit(token, "http://centre.example:8080");
    ASSERT_TRUE(here.actor);
    EXPECT_EQ(here.actor->login, "lena");
    auto const elsewhere = admit(token, "http://evil.example");
    EXPECT_FALSE(elsewhere.actor);
    EXPECT_EQ(elsewhere.refusal.status, 403);
    auto const nobody = admit({}, "http://centre.example:8080");
    EXPECT_FALSE(nobody.actor);
    EXPECT_EQ(nobody.refusal.status, 401);
}

TEST_P(SignInTest, the_language_is_remembered) {
    auto const token = session_of("lena");
    auto const put = [&](std::string const& language) {
        return ask({.method = "PUT",
                    .path = "/api/me/language",
                    .body = R"({"language":")" + language + "\"}",
                    .token = token});
    };
    EXPECT_EQ(put("en").status, 200);
    EXPECT_EQ(put("fr").status, 422);
    EXPECT_EQ(get("lena", "/api/me").at("language").as_string(), "en");
}

INSTANTIATE_TEST_SUITE_P(Engines, SignInTest, ::testing::ValuesIn(engines()), engine_name);

}  // namespace
}  // namespace rufwerk::people

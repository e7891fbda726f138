#include "sip/endpoint_stage.hpp"
#include "sip/nonce_book.hpp"
#include "sip/registrar_realm.hpp"

#include <fmt/format.h>

#include <netinet/tcp.h>

namespace rufwerk::sip::test {
namespace {

/// A telephone as plain text, over UDP or over a TCP connection of its own.
class SipRegistrar : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        Options options;
        options.listen = {"udp:127.0.0.1:0", "tcp:127.0.0.1:0"};
        options.t1_ms = 20;
        options.register_least_s = 2;
        options.register_asks_per_s = 1000;
        options.ping_s = 1;
        stage_ = std::make_unique<Stage>(options);
    }
    static void TearDownTestSuite() { stage_.reset(); }
    void SetUp() override {
        stage().reset();
        endpoint().set_phones({{"anna", digest_secret("anna", kPhoneRealm, "annas-secret")},
                               {"bert", digest_secret("bert", kPhoneRealm, "berts-secret")}});
    }
    void TearDown() override {
        endpoint().set_phones({});
        EXPECT_TRUE(stage().is_idle(6000));
    }
    static Stage& stage() { return *stage_; }
    static Endpoint& endpoint() { return *stage_->endpoint; }

    struct Wish {
        std::string user = "anna";
        std::string secret = "annas-secret";
        std::string algorithm = "SHA-256";
        std::string contact = {};  // empty: the peer's own
        std::string expires = "60";
        std::string method_of_digest = "REGISTER";
        std::uint32_t nc = 1;
    };

    std::string request(RawPeer const& peer, Wish const& wish, std::string const& authorization,
                        std::string const& transport = "UDP") {
        auto const number = std::to_string(++cseq_);
        auto const contact =
            wish.contact.empty() ? "<sip:" + wish.user + "@" + peer.address() + ">" : wish.contact;
        return "REGISTER sip:house SIP/2.0\r\nVia: SIP/2.0/" + transport + " " + peer.address() +
               ";rport;branch=z9hG4bKr" + number + "\r\nMax-Forwards: 70\r\nFrom: <sip:" + wish.user +
               "@house>;tag=r\r\nTo: <sip:" + wish.user + "@house>\r\nCall-ID: reg-" + peer.address() +
               "\r\nCSeq: " + number + " REGISTER\r\nContact: " + contact + "\r\nExpires: " + wish.expires +
               "\r\n" + (authorization.empty() ? "" : "Authorization: " + authorization + "\r\n") +
               "Content-Length: 0\r\n\r\n";
    }
    /// The challenge of the algorithm in a 401.
    static DigestChallenge challenge_in(std::string const& response, std::string const& algorithm) {
        for (std::size_t at = 0; (at = response.find("WWW-Authenticate: ", at)) != std::string::npos;) {
            at += 18;
            auto const parsed = parse_challenge(response.substr(at, response.find("\r\n", at) - at));
            if (parsed && name(parsed->algorithm) == algorithm) return *parsed;
        }
        ADD_FAILURE() << "no challenge of " << algorithm << " in " << response;
        return {};
    }
    std::string authorization(Wish const& wish, DigestChallenge const& challenge) {
        return answer_challenge(
            challenge, {wish.user, wish.secret, wish.method_of_digest, "sip:house", "c0ffee", wish.nc});
    }
    /// The final answer to a REGISTER with credentials.
    std::string registers(RawPeer& peer, Wish const& wish) {
        peer.send(request(peer, wish, {}));
        challenge_ = challenge_in(peer.receive_status(401), wish.algorithm);
        peer.send(request(peer, wish, authorization(wish, challenge_)));
        return peer.receive_final();
    }
    std::vector<std::string> uris(std::string const& user = "anna") {
        std::vector<std::string> all;
        for (auto const& contact : endpoint().contacts_of(user))
            all.push_back(contact.uri);
        return all;
    }
    PhoneChanged lost(int limit_ms = 4000) {
        PhoneChanged found;
        stage().turn_until(
            [&] {
                for (auto const& event : stage().events)
                    if (auto const* changed = std::get_if<PhoneChanged>(&event);
                        changed && !changed->why.empty())
                        found = *changed;
                return !found.why.empty();
            },
            limit_ms);
        return found;
    }

    static LegId rings_anna() {
        Dial dial;
        dial.from_uri = "sip:house@127.0.0.1";
        dial.sdp = kSdp;
        return endpoint().dial_registered("anna", dial);
    }

    RawPeer desk{stage().root, "127.0.0.2", stage().address()};
    RawPeer home{stage().root, "127.0.0.3", stage().address()};
    DigestChallenge challenge_;

  private:
    inline static std::unique_ptr<Stage> stage_;
    inline static int cseq_ = 0;
};

TEST_F(SipRegistrar, either_algorithm_opens_and_the_answer_names_what_is_registered) {
    for (auto const* algorithm : {"SHA-256", "MD5"}) {
        auto const answer = registers(desk, {.algorithm = algorithm});
        EXPECT_EQ(200, status(answer)) << answer;
        EXPECT_TRUE(header(answer, "Contact").starts_with("<sip:anna@" + desk.address() + ">;expires="))
            << answer;
    }
    EXPECT_EQ(1u, uris().size());
    auto const contact = endpoint().contacts_of("anna").at(0);
    EXPECT_EQ("udp", contact.transport);
    EXPECT_EQ(desk.address(), contact.host + ":" + std::to_string(contact.port));
}

TEST_F(SipRegistrar, unknown_user_and_wrong_secret_get_the_same_answer) {
    auto const wrong = registers(desk, {.secret = "guessed"});
    auto const unknown = registers(home, {.user = "nobody"});
    EXPECT_EQ("SIP/2.0 403 Forbidden", header(wrong, ""));
    EXPECT_EQ("SIP/2.0 403 Forbidden", header(unknown, ""));
    EXPECT_EQ("", header(wrong, "Server"));
    auto const other = registers(desk, {.user = "bert", .secret = "annas-secret"});
    EXPECT_NE(200, status(other));
    EXPECT_TRUE(uris().empty() && uris("bert").empty());
}

TEST_F(SipRegistrar, ones_own_secret_opens_no_other_ones_address) {
    desk.send(request(desk, {}, {}));
    auto const challenge = challenge_in(desk.receive_status(401), "MD5");
    desk.send(request(desk, {.user = "bert"}, authorization({}, challenge)));
    EXPECT_EQ(403, status(desk.receive_final()));
    EXPECT_TRUE(uris("bert").empty());
}

TEST_F(SipRegistrar, wrong_guesses_beyond_one_a_second_get_silence) {
    for (int i = 0; i < 20; ++i) {
        desk.send(request(desk, {}, {}));
        auto const challenge = challenge_in(desk.receive_status(401), "MD5");
        desk.send(request(desk, {}, authorization({.secret = "guess" + std::to_string(i)}, challenge)));
    }
    stage().turn_for(200);
    desk.receive_status(999, 100);
    int refused = 0;
    for (auto const& text : desk.seen)
        refused += status(text) == 403;
    EXPECT_LE(refused, 3);
    EXPECT_EQ(200, status(registers(desk, {}))) << "who knows the secret gets in all the same";
}

TEST_F(SipRegistrar, what_was_overheard_opens_nothing_a_second_time) {
    EXPECT_EQ(200, status(registers(desk, {})));
    home.send(request(home, {}, authorization({}, challenge_)));  // the same count again, from elsewhere
    auto const answer = home.receive_final();
    EXPECT_EQ(401, status(answer));
    EXPECT_TRUE(challenge_in(answer, "MD5").stale);
    EXPECT_EQ(1u, uris().size());
    home.send(request(home, {}, authorization({.nc = 2}, challenge_)));
    EXPECT_EQ(200, status(home.receive_final()));
}

TEST_F(SipRegistrar, a_nonce_of_another_process_is_stale_when_the_secret_is_right) {
    challenge_.realm = kPhoneRealm;
    challenge_.nonce = NonceBook{NonceBook::random_key()}.issue(stage().clock.now());
    challenge_.qop_auth = true;
    desk.send(request(desk, {}, authorization({}, challenge_)));
    auto const answer = desk.receive_final();
    EXPECT_EQ(401, status(answer));
    EXPECT_TRUE(challenge_in(answer, "SHA-256").stale);
}

TEST_F(SipRegistrar, too_short_is_423_with_what_is_taken) {
    auto const answer = registers(desk, {.expires = "1"});
    EXPECT_EQ(423, status(answer)) << answer;
    EXPECT_EQ("2", header(answer, "Min-Expires"));
    EXPECT_TRUE(uris().empty());
}

TEST_F(SipRegistrar, what_cannot_be_read_counts_as_an_hour) {  // RFC 3261, 10.2.1.1
    EXPECT_EQ(200, status(registers(desk, {.contact = "<sip:anna@10.0.0.7>;expires=0.5"})));
    auto const contact = endpoint().contacts_of("anna").at(0);
    EXPECT_EQ(std::chrono::hours{1}, contact.expires - contact.since);
}

TEST_F(SipRegistrar, a_registration_runs_out_and_is_told) {
    registers(desk, {.expires = "2"});
    EXPECT_EQ("expired", lost().why);
    EXPECT_TRUE(uris().empty());
}

TEST_F(SipRegistrar, a_telephone_that_no_longer_answers_is_lost) {
    registers(desk, {});
    auto const ping = desk.receive_request("OPTIONS");
    ASSERT_NE("", ping);
    desk.send(response_to(ping, "200 OK", "t", ""));
    ASSERT_NE("", desk.receive([](std::string const& text) { return text.starts_with("OPTIONS"); }, 3000));
    EXPECT_EQ("unanswered", lost(5000).why);
}

TEST_F(SipRegistrar, star_takes_all_away) {
    registers(desk, {});
    registers(home, {});
    EXPECT_EQ(2u, uris().size());
    EXPECT_EQ(200, status(registers(desk, {.contact = "*", .expires = "0"})));
    EXPECT_EQ("unregistered", lost().why);
    EXPECT_TRUE(uris().empty());
}

TEST_F(SipRegistrar, a_new_secret_throws_out_who_came_in_with_the_old_one) {
    registers(desk, {});
    endpoint().set_phones({{"anna", digest_secret("anna", kPhoneRealm, "a new one")}});
    EXPECT_EQ("removed", lost().why);
    EXPECT_EQ(403, status(registers(desk, {})));
}

TEST_F(SipRegistrar, behind_nat_it_is_dialled_where_it_was_seen) {
    registers(desk, {.contact = "<sip:anna@10.9.8.7:5060>"});
    auto const leg = rings_anna();
    auto const invite = desk.receive_request("INVITE");
    EXPECT_EQ("INVITE sip:anna@" + desk.address() + " SIP/2.0", header(invite, ""));
    endpoint().hang_up(leg, "x");
    desk.send(response_to(invite, "487 Request Terminated", "t", ""));
    EXPECT_TRUE(stage().wait_for<Ended>());
}

TEST_F(SipRegistrar, all_telephones_ring_and_the_first_to_answer_has_the_call) {
    registers(desk, {});
    registers(home, {});
    auto const leg = rings_anna();
    auto const at_desk = desk.receive_request("INVITE");
    auto const at_home = home.receive_request("INVITE");
    ASSERT_NE("", at_desk);
    ASSERT_NE("", at_home);
    desk.send(response_to(at_desk, "180 Ringing", "d", ""));
    home.send(response_to(at_home, "180 Ringing", "h", ""));
    desk.send(response_to(at_desk, "200 OK", "d", desk.address(), kSdp));
    auto const answered = stage().wait_for<Answered>();
    ASSERT_TRUE(answered);
    EXPECT_EQ(leg, answered->leg);
    EXPECT_NE("", endpoint().dialog_of(leg));
    ASSERT_NE("", home.receive_request("CANCEL"));
    home.send(response_to(at_home, "487 Request Terminated", "h", ""));
    stage().turn_for(100);
    EXPECT_EQ(0, stage().count<Ended>()) << "the other telephone's end is nobody's business";
    endpoint().hang_up(leg, "over");
    desk.send(response_to(desk.receive_request("BYE"), "200 OK", "", ""));
    auto const ended = stage().wait_for<Ended>();
    ASSERT_TRUE(ended);
    EXPECT_EQ(leg, ended->leg);
    EXPECT_EQ(1, stage().count<Ended>());
}

TEST_F(SipRegistrar, when_all_refuse_the_call_ends_once_with_what_a_person_said) {
    registers(desk, {});
    registers(home, {});
    auto const leg = rings_anna();
    auto const at_desk = desk.receive_request("INVITE");
    auto const at_home = home.receive_request("INVITE");
    desk.send(response_to(at_desk, "486 Busy Here", "d", ""));
    stage().turn_for(50);
    EXPECT_EQ(0, stage().count<Ended>());
    home.send(response_to(at_home, "503 Service Unavailable", "h", ""));
    auto const ended = stage().wait_for<Ended>();
    ASSERT_TRUE(ended);
    EXPECT_EQ(leg, ended->leg);
    EXPECT_EQ(486, ended->status);
    stage().turn_for(50);
    EXPECT_EQ(1, stage().count<Ended>());
}

TEST_F(SipRegistrar, a_registered_telephone_makes_no_calls_through_the_house) {
    endpoint().set_trunks({{"carrier", {"127.0.0.0/8"}}});
    registers(desk, {});
    RawCall const call{desk, "own", stage().host_port()};
    desk.send(call.request("INVITE", {.body = kSdp}));
    EXPECT_NE("", desk.receive_status(403));
    EXPECT_EQ(0, stage().count<Invited>());
    endpoint().set_trunks({{"carrier", {"127.0.0.1/32", "127.0.0.3/32"}}});
}

}  // namespace
}  // namespace rufwerk::sip::test

#include "sip/digest.hpp"

#include <gtest/gtest.h>

namespace rufwerk::sip::test {
namespace {

// RFC 7616, 3.9.1: both algorithms over the same request.
constexpr char kNonce[] = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
constexpr char kCnonce[] = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
constexpr char kSha[] = "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1";
constexpr char kMd5[] = "8ca523f5e9506fed4657c9700eebdbec";

std::string credentials(std::string const& algorithm, std::string const& response) {
    return std::string{
               "Digest username=\"Mufasa\",realm=\"http-auth@example.org\", uri=\"/dir/index.html\","
               " algorithm="} +
           algorithm + ", nonce=\"" + kNonce + "\", nc=00000001, cnonce=\"" + kCnonce +
           "\", qop=auth, response=\"" + response + "\"";
}

TEST(Digest, the_example_of_rfc_7616_is_right_with_both_algorithms) {
    auto const secret = digest_secret("Mufasa", "http-auth@example.org", "Circle of Life");
    for (auto const& [algorithm, response] : {std::pair{"SHA-256", kSha}, std::pair{"MD5", kMd5}}) {
        auto const parsed = parse_credentials(credentials(algorithm, response));
        ASSERT_TRUE(parsed) << algorithm;
        EXPECT_EQ(algorithm, name(parsed->algorithm));
        EXPECT_EQ(1u, parsed->nc);
        EXPECT_TRUE(is_right(*parsed, secret, "GET"));
        EXPECT_FALSE(is_right(*parsed, secret, "REGISTER"));
        EXPECT_FALSE(is_right(*parsed, digest_secret("Mufasa", "http-auth@example.org", "x"), "GET"));
        EXPECT_FALSE(is_right(*parsed, {}, "GET")) << "a telephone without a secret never registers";
    }
}

TEST(Digest, an_algorithm_not_named_is_md5) {
    auto text = credentials("MD5", kMd5);
    text.erase(text.find("algorithm=MD5, "), 15);
    auto const parsed = parse_credentials(text);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(DigestAlgorithm::md5, parsed->algorithm);
}

TEST(Digest, what_is_incomplete_or_doubtful_is_no_credentials) {
    auto const good = credentials("MD5", kMd5);
    auto const without = [&](std::string const& part, std::string const& instead) {
        auto text = good;
        return text.replace(text.find(part), part.size(), instead);
    };
    EXPECT_FALSE(parse_credentials(""));
    EXPECT_FALSE(parse_credentials("Digest"));
    EXPECT_FALSE(parse_credentials("Basic TXVmYXNhOng="));
    EXPECT_FALSE(parse_credentials(without("qop=auth, ", "")));
    EXPECT_FALSE(parse_credentials(without("qop=auth", "qop=auth-int")));
    EXPECT_FALSE(parse_credentials(without("nc=00000001", "nc=1")));
    EXPECT_FALSE(parse_credentials(without("nc=00000001", "nc=0000000g")));
    EXPECT_FALSE(parse_credentials(without("algorithm=MD5", "algorithm=SHA-512-256")));
    EXPECT_FALSE(parse_credentials(without("username=\"Mufasa\"", "username=\"\"")));
    EXPECT_FALSE(parse_credentials(good + ", nc=00000002")) << "one thing said twice";
    EXPECT_FALSE(parse_credentials(good + ", opaque=\"open")) << "a quote that never closes";
    EXPECT_FALSE(parse_credentials(good + ", x=\"" + std::string(5000, 'x') + "\""));
}

TEST(Digest, quotes_in_a_name_survive) {
    DigestChallenge const challenge{
        .realm = "the \"house\"", .nonce = "n1", .opaque = "o\\1", .qop_auth = true, .stale = true};
    auto const parsed = parse_challenge(to_text(challenge));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(challenge.realm, parsed->realm);
    EXPECT_EQ(challenge.opaque, parsed->opaque);
    EXPECT_TRUE(parsed->stale);
    EXPECT_TRUE(parsed->qop_auth);
}

TEST(Digest, an_answer_of_ours_is_right_for_the_one_who_asked) {
    for (auto const algorithm : {DigestAlgorithm::sha_256, DigestAlgorithm::md5}) {
        DigestChallenge const challenge{.realm = "carrier.example",
                                        .nonce = "abc",
                                        .opaque = "x",
                                        .algorithm = algorithm,
                                        .qop_auth = true};
        auto const answer = answer_challenge(
            challenge, {"house", "secret", "REGISTER", "sip:carrier.example", "0123456789abcdef", 7});
        auto const parsed = parse_credentials(answer);
        ASSERT_TRUE(parsed) << answer;
        EXPECT_EQ(7u, parsed->nc);
        EXPECT_TRUE(is_right(*parsed, digest_secret("house", "carrier.example", "secret"), "REGISTER"));
        EXPECT_EQ(std::string::npos, answer.find("secret"));
    }
}

TEST(Digest, a_carrier_without_qop_is_answered_as_in_rfc_2069) {
    auto const challenge = parse_challenge("Digest realm=\"a\", nonce=\"b\"");
    ASSERT_TRUE(challenge);
    auto const answer = answer_challenge(*challenge, {"u", "s", "REGISTER", "sip:a", "c"});
    EXPECT_EQ(std::string::npos, answer.find("qop"));
    // printf 'u:a:s' | md5sum; printf 'REGISTER:sip:a' | md5sum; then md5 of HA1:b:HA2
    EXPECT_NE(std::string::npos, answer.find("response=\"34744ef2ba24bf28e4feedf2034dbdab\"")) << answer;
    EXPECT_FALSE(parse_challenge("Digest realm=\"a\", nonce=\"b\", qop=\"auth-int\""));
    EXPECT_FALSE(parse_challenge("Digest realm=\"a\", nonce=\"b\", algorithm=AKAv1-MD5"));
}

}  // namespace
}  // namespace rufwerk::sip::test

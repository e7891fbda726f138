#include "base/problem.hpp"
#include "media/browser_test.hpp"

namespace rufwerk::media {
namespace {

class MediaEngineBrowser : public MediaEngine {
  protected:
    LegId open(BrowserSide& browser, std::string const& fingerprint = {}) {
        auto const opened = engine_->open_webrtc(browser.offer(fingerprint), "127.0.0.1");
        browser.answered(opened.sdp);
        return opened.leg;
    }
    void connect(BrowserSide& browser, LegId leg, std::size_t candidate = 0) {
        ASSERT_LT(candidate, browser.candidates().size());
        ASSERT_TRUE(browser.check(browser.candidates()[candidate]));
        ASSERT_TRUE(browser.handshake());
        ASSERT_EQ(next_event(leg).kind, Event::Kind::connected);
    }
    using MediaEngine::open;
};

TEST_F(MediaEngineBrowser, browser_and_telephone_hear_each_other_with_each_srtp_profile) {
    use(1);
    for (auto const* profile : {"SRTP_AEAD_AES_128_GCM", "SRTP_AES128_CM_SHA1_80"}) {
        BrowserSide browser{profile};
        Phone telephone;
        auto const a = open(browser);
        connect(browser, a);
        EXPECT_EQ(browser.profile(), profile);
        EXPECT_TRUE(browser.certificate_is_as_signalled());
        auto const b = open(telephone, 8);
        engine_->bridge(a, b);
        report(a);
        for (std::uint16_t i = 1; i <= 5; ++i) {
            browser.send_raw(browser.protected_rtp(i, 0x22));
            auto const heard = telephone.receive();
            ASSERT_TRUE(heard);
            EXPECT_EQ(heard->payload.size(), 160U);
            EXPECT_EQ(heard->payload[159], 0x22);
            telephone.send(8, i, 0x33);
            EXPECT_EQ(browser.hear(), std::vector<std::uint8_t>(160, 0x33));
        }
        close(a);
        close(b);
    }
}

TEST_F(MediaEngineBrowser, of_both_profiles_the_faster_aes_gcm_is_chosen) {
    use(1);
    BrowserSide browser;
    connect(browser, open(browser));
    EXPECT_EQ(browser.profile(), "SRTP_AEAD_AES_128_GCM");
}

TEST_F(MediaEngineBrowser, each_media_address_is_a_candidate_and_carries_the_call) {
    use(1);
    for (std::size_t i = 0; i < 2; ++i) {
        BrowserSide browser;
        auto const leg = open(browser);
        ASSERT_EQ(browser.candidates().size(), 2U);
        EXPECT_EQ(browser.candidates()[0].ip(), "127.0.0.1");
        EXPECT_EQ(browser.candidates()[1].ip(), "::1");
        connect(browser, leg, i);
        Phone telephone;
        engine_->bridge(leg, open(telephone, 8));
        report(leg);
        telephone.send(8, 1, 0x33);
        EXPECT_EQ(browser.hear(), std::vector<std::uint8_t>(160, 0x33));
    }
}

TEST_F(MediaEngineBrowser, what_is_damaged_or_comes_twice_is_not_passed_on) {
    use(1);
    BrowserSide browser;
    Phone telephone;
    auto const a = open(browser);
    connect(browser, a);
    engine_->bridge(a, open(telephone, 8));
    report(a);
    auto const first = browser.protected_rtp(1, 0x22);
    auto damaged = browser.protected_rtp(2, 0x44);
    damaged[100] ^= 1;
    browser.send_raw(first);
    browser.send_raw(damaged);
    browser.send_raw(first);
    browser.send_raw(browser.protected_rtp(3, 0x55));
    EXPECT_EQ(telephone.receive()->payload[0], 0x22);
    EXPECT_EQ(telephone.receive()->payload[0], 0x55);
    EXPECT_EQ(report(a).unauthenticated, 2U);
}

TEST_F(MediaEngineBrowser, a_certificate_that_is_not_the_signalled_one_fails_the_leg) {
    use(1);
    BrowserSide browser;
    std::string other = "00";
    for (auto i = 1; i < 32; ++i)
        other += ":00";
    auto const leg = open(browser, other);
    ASSERT_TRUE(browser.check(browser.candidates().front()));
    browser.handshake();
    auto const event = next_event(leg);
    EXPECT_EQ(event.kind, Event::Kind::failed);
    EXPECT_EQ(event.detail, "dtls: fingerprint does not match");
}

TEST_F(MediaEngineBrowser, without_a_check_that_knows_the_password_nothing_is_answered) {
    use(1);
    BrowserSide browser;
    auto const leg = open(browser);
    EXPECT_FALSE(browser.check(browser.candidates().front(), "not-the-password", 300));
    EXPECT_FALSE(browser.handshake(300));
    EXPECT_GE(report(leg).unauthenticated, 2U);
    connect(browser, leg);  // and the real one still gets through
}

TEST_F(MediaEngineBrowser, a_page_that_closes_its_connection_fails_the_leg) {
    use(1);
    BrowserSide browser;
    auto const leg = open(browser);
    connect(browser, leg);
    browser.close();
    EXPECT_EQ(next_event(leg).detail, "dtls: closed by the browser");
}

TEST_F(MediaEngineBrowser, a_page_without_checks_is_told_silent) {
    auto given = options(1);
    given.silence_limit_s = 1;
    use(given);
    BrowserSide browser;
    EXPECT_EQ(next_event(open(browser)).kind, Event::Kind::silent);
}

TEST_F(MediaEngineBrowser, an_offer_that_is_no_browsers_is_refused) {
    use(1);
    BrowserSide const browser;
    for (auto const* missing : {"a=ice-ufrag", "a=ice-pwd", "a=fingerprint", "a=rtcp-mux", "m=audio"}) {
        auto offer = browser.offer();
        auto const at = offer.find(missing);
        offer.erase(at, offer.find('\n', at) + 1 - at);
        EXPECT_THROW(engine_->open_webrtc(offer, "127.0.0.1"), Problem) << missing;
    }
    EXPECT_THROW(engine_->open_webrtc(Phone{}.sdp(8), "127.0.0.1"), Problem);
    EXPECT_EQ(engine_->counters().legs_open, 0U);
}

}  // namespace
}  // namespace rufwerk::media

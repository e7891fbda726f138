#include "call/provision_value.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace rufwerk::call {
namespace {

TEST(ProvisionValue, numbers_are_e164) {
    for (auto const* good : {"+495551448000", "+49302555900", "+12125550123"})
        EXPECT_EQ(number_fault(good), "") << good;
    for (auto const* wrong :
         {"", "+", "0555144", "+0555144800", "+49 555", "+4955514480001234", "495551448000"})
        EXPECT_NE(number_fault(wrong), "") << wrong;
}

TEST(ProvisionValue, networks_are_cidr_without_stray_bits) {
    for (auto const* good :
         {"127.0.0.0/8", "192.0.2.7", "192.0.2.7/32", "0.0.0.0/0", "::1/128", "2001:db8::/32"})
        EXPECT_EQ(network_fault(good), "") << good;
    for (auto const* wrong : {"", "127.0.0.0/33", "127.0.0.0/", "127.0.0/8", "192.0.2.7/24", "::1/129",
                              "2001:db8::1/32", "localhost", "127.0.0.0/8x", "127.0.0.0/-1"})
        EXPECT_NE(network_fault(wrong), "") << wrong;
}

TEST(ProvisionValue, phones_are_the_browser_or_a_sip_uri) {
    for (auto const* good : {"browser", "sip:agent001@127.0.0.1:7001", "sips:a.b+c@example.org",
                             "sip:a@[::1]:5060", "sip:a@host;transport=tcp"})
        EXPECT_EQ(phone_fault(good), "") << good;
    for (auto const* wrong :
         {"", "Browser", "tel:+49", "sip:", "sip:@host", "sip:a@", "sip:a@host:0", "sip:a@host:70000",
          "sip:a b@host", "sip:a@host\r\nX: y", "sip:a:secret@host", "sip:a@host?Subject=x", "sip:a@ho..st"})
        EXPECT_NE(phone_fault(wrong), "") << wrong;
}

TEST(ProvisionValue, keys_logins_and_colours_have_their_alphabet) {
    EXPECT_EQ(key_fault("tarif-2_b"), "");
    EXPECT_NE(key_fault("Tarif"), "");
    EXPECT_NE(key_fault(std::string(65, 'a')), "");
    EXPECT_EQ(login_fault("lena.brandt@haus"), "");
    EXPECT_NE(login_fault("Lena"), "");
    EXPECT_EQ(color_fault("#1d55C4"), "");
    EXPECT_NE(color_fault("1d55c4"), "");
    EXPECT_NE(color_fault("#1d55cg"), "");
}

TEST(ProvisionValue, audio_must_be_a_wav_file_that_is_there) {
    auto const folder = std::filesystem::temp_directory_path() / "rufwerk_provision_value_test";
    std::filesystem::create_directories(folder);
    auto const file = (folder / "hello.wav").string();
    std::ofstream{file} << "RIFF....WAVEfmt ";
    EXPECT_EQ(audio_fault(file), "");
    std::ofstream{file} << "<html>no audio at all</html>";
    EXPECT_NE(audio_fault(file), "");
    EXPECT_NE(audio_fault((folder / "absent.wav").string()), "");
    EXPECT_NE(audio_fault(folder.string()), "");
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace rufwerk::call

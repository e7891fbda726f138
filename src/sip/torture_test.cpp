#include "sip/endpoint_stage.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace rufwerk::sip::test {
namespace {

void replace_all(std::string& text, std::string const& mark, std::string const& value) {
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size())) {
        text.replace(at, mark.size(), value);
    }
}

std::vector<std::filesystem::path> messages() {
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::directory_iterator{RUFWERK_SOURCE_DIR "/tests/sip/torture"}) {
        if (entry.path().extension() == ".sip") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

class SipTorture : public SipEndpoint {
  protected:
    std::string message(std::filesystem::path const& file, RawPeer const& from) {
        std::ifstream stream{file, std::ios::binary};
        std::string text{std::istreambuf_iterator<char>{stream}, {}};
        replace_all(text, "{TARGET}", stage().host_port());
        replace_all(text, "{PEER}", from.address());
        replace_all(text, "{ID}", "t" + std::to_string(++sent_));
        return text;
    }
    int sent_ = 0;
};

TEST_F(SipTorture, from_a_trunk_leaves_the_endpoint_idle_and_answering) {
    auto const files = messages();
    ASSERT_GE(files.size(), 20u);
    for (auto const& file : files) {
        stage().reset();
        stage().react = [&](Event const& event) {
            if (auto const* invited = std::get_if<Invited>(&event))
                endpoint().refuse(invited->leg, 404, "Not Found");
        };
        carrier.send(message(file, carrier));
        carrier.send(call().request("OPTIONS"));
        EXPECT_NE("", carrier.receive([](auto const& text) {
            return status(text) == 200 && header(text, "CSeq") == "1 OPTIONS" &&
                   header(text, "Call-ID")[0] == 'c';
        })) << file;
        EXPECT_TRUE(stage().is_idle(6000)) << file;
        EXPECT_EQ(stage().count<Invited>(), stage().count<Ended>()) << file;
    }
    stage().reset();
    auto caller = call();
    endpoint().hang_up(talking(caller), "works");
    carrier.send(response_to(carrier.receive_request("BYE"), "200 OK", "", ""));
    EXPECT_TRUE(stage().wait_for<Ended>());
}

TEST_F(SipTorture, from_a_stranger_makes_no_call_and_draws_next_to_no_answers) {
    RawPeer stranger{stage().root, "127.0.0.9", stage().address()};
    for (auto const& file : messages()) {
        stranger.send(message(file, stranger));
        carrier.send(call().request("OPTIONS"));
        EXPECT_NE("", carrier.receive_status(200)) << file;
    }
    stranger.receive_status(999, 100);
    std::set<std::string> answered;
    for (auto const& answer : stranger.seen) {
        EXPECT_TRUE(status(answer) == 100 || status(answer) >= 400) << answer;
        for (auto const* name : {"Server", "User-Agent", "Allow", "Contact"})
            EXPECT_EQ("", header(answer, name));
        answered.insert(header(answer, "Call-ID"));
    }
    EXPECT_LE(answered.size(), 10u);  // five a second; the run may touch two seconds
    EXPECT_EQ(0, stage().count<Invited>());
}

}  // namespace
}  // namespace rufwerk::sip::test

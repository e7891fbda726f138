#include "main/control_socket.hpp"

#include "base/problem.hpp"

#include <gtest/gtest.h>

#include <sys/stat.h>

namespace rufwerk {
namespace {

struct ControlSocketTest : testing::Test {
    std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("rufwerk_control_" + std::to_string(::getpid()));
    std::filesystem::path file = folder / "control.sock";
    void SetUp() override { std::filesystem::create_directories(folder); }
    void TearDown() override { std::filesystem::remove_all(folder); }
};

TEST_F(ControlSocketTest, a_large_request_gets_the_handlers_answer) {
    ControlSocket const server{file, [](std::string request) { return std::to_string(request.size()); }};
    EXPECT_EQ(ask_running_server(file, std::string(1'000'000, 'x')), "1000000");
}

TEST_F(ControlSocketTest, only_the_owner_may_open_it) {
    ControlSocket const server{file, [](std::string) { return std::string{}; }};
    struct stat status{};
    ASSERT_EQ(::stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(ControlSocketTest, no_server_gives_nothing_and_a_stale_socket_is_replaced) {
    EXPECT_EQ(ask_running_server(file, "x"), std::nullopt);
    {
        ControlSocket const first{file, [](std::string) { return std::string{"first"}; }};
    }
    ControlSocket const second{file, [](std::string) { return std::string{"second"}; }};
    EXPECT_EQ(ask_running_server(file, "x"), "second");
}

TEST_F(ControlSocketTest, a_second_server_on_the_same_folder_is_refused) {
    ControlSocket const first{file, [](std::string) { return std::string{}; }};
    EXPECT_THROW((ControlSocket{file, [](std::string) { return std::string{}; }}), Problem);
}

}  // namespace
}  // namespace rufwerk

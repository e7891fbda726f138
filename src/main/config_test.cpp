#include "main/config.hpp"

#include "base/problem.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <unistd.h>

namespace rufwerk {
namespace {

Environment environment_of(std::map<std::string, std::string> values) {
    return [values = std::move(values)](std::string const& name) -> std::optional<std::string> {
        auto const found = values.find(name);
        if (found == values.end()) return std::nullopt;
        return found->second;
    };
}

std::filesystem::path file_with(std::string const& text) {
    auto const file =
        std::filesystem::temp_directory_path() / fmt::format("rufwerk_config_{}.toml", ::getpid());
    std::ofstream{file} << text;
    return file;
}

TEST(Config, a_variable_replaces_the_value_of_the_file) {
    auto const file =
        file_with("[sip]\nlisten = [\"udp:127.0.0.1:5070\", \"udp:[::1]:5070\"]\n[data]\ndir = \"/tmp/a\"\n");
    auto const config = load_config(file, environment_of({{"RUFWERK_DATA_DIR", "/tmp/b"}}));
    EXPECT_EQ(config.sip_listen.size(), 2U);
    EXPECT_EQ(config.data_dir, "/tmp/b");
    EXPECT_EQ(config.database_url, "sqlite:/tmp/b/rufwerk.db");
}

TEST(Config, a_list_in_a_variable_is_separated_by_commas) {
    auto const config =
        load_config(std::nullopt, environment_of({{"RUFWERK_HTTP_LISTEN", "127.0.0.1:1, [::1]:0"},
                                                  {"RUFWERK_MEDIA_PORTS", "20000-20999"}}));
    EXPECT_EQ(config.http_listen, (std::vector<std::string>{"127.0.0.1:1", "[::1]:0"}));
    EXPECT_EQ(config.media_port_first, 20000);
    EXPECT_EQ(config.media_port_last, 20999);
}

TEST(Config, every_fault_is_named_with_its_line_at_once) {
    auto const file = file_with("[http]\nlisten = \"8080\"\nport = \"1\"\n[media]\nports = \"9-5\"\n");
    try {
        load_config(file, environment_of({{"RUFWERK_DATABASE_URL", "mysql://x"}}));
        FAIL() << "accepted";
    } catch (Problem const& problem) {
        ASSERT_EQ(problem.fields().size(), 4U);
        EXPECT_NE(problem.detail().find(file.string() + ":2"), std::string::npos);
        EXPECT_NE(problem.detail().find("http.port"), std::string::npos);
        EXPECT_NE(problem.detail().find("RUFWERK_DATABASE_URL"), std::string::npos);
    }
}

}  // namespace
}  // namespace rufwerk

#include "base/problem.hpp"
#include "call/provision.hpp"
#include "main/business_database.hpp"
#include "main/commands.hpp"
#include "main/control_requests.hpp"
#include "main/control_socket.hpp"

#include <cstdio>
#include <fstream>
#include <iterator>

namespace rufwerk {
namespace {

namespace fs = std::filesystem;

std::string read_file(fs::path const& file) {
    std::ifstream stream{file, std::ios::binary};
    if (!stream) throw Problem{Refusal::invalid, "centre.unreadable", file.string() + " cannot be read"};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

ControlAnswer apply_here(Config const& config, fs::path const& file) {
    fs::create_directories(config.data_dir);
    SystemClock const clock;
    auto const database = open_business_database(config, clock);
    return {true, call::apply_centre(*database, people::house(), file.string()).sentence()};
}

}  // namespace

int apply(Config const& config, fs::path const& centre_file) {
    ControlRequest request{"apply", centre_file.string(), fs::absolute(centre_file).parent_path().string(),
                           read_file(centre_file)};
    auto const running =
        ask_running_server(fs::path{config.data_dir} / "control.sock", wire::encode(request));
    auto const answer = running ? wire::decode<ControlAnswer>(*running) : apply_here(config, centre_file);
    if (!answer.done) throw Problem{Refusal::invalid, "centre.faults", answer.sentence};
    std::printf("%s\n", answer.sentence.c_str());
    return 0;
}

}  // namespace rufwerk

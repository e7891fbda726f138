#include "main/control_requests.hpp"

#include "call/provision.hpp"

namespace rufwerk {
namespace {

ControlAnswer carry_out(ControlRequest const& request, store::Database& database, CentreFollower& follower) {
    if (request.command == "ping") return {true, "running"};
    if (request.command != "apply" || !request.text || !request.file || !request.folder)
        return {false, "the request is not understood"};
    auto const applied =
        call::apply_centre_text(database, people::house(), *request.text, *request.file, *request.folder);
    follower.follow_now();
    return {true, applied.sentence()};
}

}  // namespace

std::string answer_control(std::string const& request, store::Database& database, CentreFollower& follower) {
    try {
        return wire::encode(carry_out(wire::decode<ControlRequest>(request), database, follower));
    } catch (Problem const& problem) {
        return wire::encode(ControlAnswer{false, problem.detail()});
    } catch (std::exception const& failure) {
        return wire::encode(ControlAnswer{false, failure.what()});
    }
}

}  // namespace rufwerk

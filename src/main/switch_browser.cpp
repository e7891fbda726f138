#include "base/log.hpp"
#include "base/problem.hpp"
#include "main/switch.hpp"

/// Browsers: agents' telephones and customers' call buttons.
namespace rufwerk {
namespace {

std::string problem_message(std::string const& code, std::string const& detail) {
    return R"({"type":"problem","code":)" + wire::encode(code) + R"(,"detail":)" + wire::encode(detail) + "}";
}

}  // namespace

void Switch::attach_phone(std::string const& login, std::string const& sdp, std::string const& host,
                          BrowserLink link) {
    media::Engine::Opened opened;
    try {
        opened = parts_.media.open_webrtc(sdp, host);
    } catch (Problem const& problem) {
        return link.send(problem_message(problem.code(), problem.detail()));
    }
    if (auto* const before = legs_.phone(login)) {
        // The last page to attach has the telephone; a reload of the same page is no reason to tell it so.
        if (before->link.socket != link.socket) before->link.send(R"({"type":"phone.taken"})");
        drop_phone(login, false);
    }
    link.send(R"({"type":"phone.answer","sdp":)" + wire::encode(opened.sdp) + "}");
    legs_.phones()[login] = {std::move(link), opened.leg, false};
}

void Switch::drop_phone(std::string const& login, bool tell_switchboard) {
    auto const found = legs_.phones().find(login);
    if (found == legs_.phones().end()) return;
    parts_.media.close(found->second.media);
    legs_.phones().erase(found);
    if (tell_switchboard) feed(call::PhoneLost{login});
}

void Switch::release_phone(std::string const& login, std::uint64_t socket) {
    auto const* phone = legs_.phone(login);
    if (phone && phone->link.socket == socket) drop_phone(login, true);
}

void Switch::press_button(std::string const& button, std::string const& sdp, std::string const& host,
                          BrowserLink link) {
    if (!admits() || !parts_.journal.take_credit(call::kEntriesPerCall)) {
        ++calls_without_credit_;
        link.send(problem_message("call.not_admitted",
                                  "No call can be taken at the moment; please try again in a minute."));
        return link.close();
    }
    LegState state;
    try {
        auto opened = parts_.media.open_webrtc(sdp, host);
        state.media = opened.leg;
        state.our_sdp = std::move(opened.sdp);
    } catch (Problem const& problem) {
        parts_.journal.give_back(call::kEntriesPerCall);
        link.send(problem_message(problem.code(), problem.detail()));
        return link.close();
    }
    state.link = std::move(link);
    call::CallerArrived arrived;
    arrived.button = button;
    // A page has no number; what the agent sees instead is the same word in both languages.
    arrived.caller_name = "Website";
    arrive(std::move(arrived), std::move(state));
}

void Switch::hang_up_button(std::uint64_t socket, bool by_page) {
    auto const leg = legs_.of_button(socket);
    if (!leg) return;
    held_.forget(*leg);
    auto* const state = legs_.find(*leg);
    auto const link = *state->link;
    close_media(*state);
    legs_.remove(*leg);
    if (by_page) link.send(R"({"type":"state","state":"ended","reason":"hung_up"})");
    feed(call::LegEnded{*leg, true, 200, by_page ? "bye" : "unreachable"});
}

}  // namespace rufwerk

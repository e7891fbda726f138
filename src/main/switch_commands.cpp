#include "base/log.hpp"
#include "base/problem.hpp"
#include "call/phone_secret.hpp"
#include "main/switch.hpp"

/// What the Switchboard wants done.
namespace rufwerk {
namespace {

std::string state_message(std::string const& state, std::string const& reason = {}) {
    return reason.empty()
               ? R"({"type":"state","state":")" + state + "\"}"
               : R"({"type":"state","state":")" + state + R"(","reason":)" + wire::encode(reason) + "}";
}

/// "sip:agent001@192.0.2.7:5060" → "192.0.2.7".
std::string host_of(std::string const& uri) {
    auto const at = uri.find('@');
    auto const begin = at == std::string::npos ? uri.find(':') + 1 : at + 1;
    auto host = uri.substr(begin, uri.find_first_of(";>", begin) - begin);
    if (host.starts_with('[')) return host.substr(1, host.find(']') - 1);
    return host.substr(0, host.find(':'));
}

}  // namespace

void Switch::on(call::Ring const& command) {
    auto* const state = legs_.find(command.leg);
    if (!state) return;
    if (state->link) return state->link->send(state_message("waiting"));
    sip_->ring(state->sip);
}

void Switch::on(call::Answer const& command) {
    auto* const state = legs_.find(command.leg);
    if (!state) return;
    state->answered = true;
    if (!state->link) return sip_->answer(state->sip, state->our_sdp);
    state->link->send(R"({"type":"answer","sdp":)" + wire::encode(state->our_sdp) + "}");
    state->link->send(state_message("waiting"));
}

void Switch::on(call::Refuse const& command) {
    auto* const state = legs_.find(command.leg);
    if (!state) return;
    if (state->link) return end_browser_leg(command.leg, command.phrase, false);
    close_media(*state);
    sip_->refuse(state->sip, command.status, command.phrase, command.retry_after_s);
}

void Switch::on(call::Dial const& command) {
    auto const fail = [&](std::string const& why) {
        log::warning("call.dial_failed",
                     {{"call", to_string(command.leg.call)}, {"agent", command.login}, {"why", why}});
        loop_.later([this, leg = command.leg] { feed(call::LegEnded{leg, false, 503, "unreachable"}); });
    };
    LegState state;
    try {
        bool const registers = command.uri == call::kRegisters;
        auto const contacts = registers ? sip_->contacts_of(command.login) : std::vector<sip::Contact>{};
        if (registers && contacts.empty()) return fail("not registered");
        auto opened =
            parts_.media.open_rtp(std::nullopt, registers ? contacts.front().host : host_of(command.uri));
        state.media = opened.leg;
        state.our_sdp = std::move(opened.sdp);
        sip::Dial dial;
        dial.uri = command.uri;
        auto const user = command.caller.empty() ? std::string{"anonymous"} : command.caller;
        dial.from_uri = "sip:" + user + "@" + parts_.caller_domain;
        dial.from_name = command.caller_name.empty() ? command.client_name : command.caller_name;
        dial.sdp = state.our_sdp;
        dial.ring_s = command.ring_s;
        state.sip = registers ? sip_->dial_registered(command.login, dial) : sip_->dial(dial);
    } catch (Problem const& problem) {
        if (state.media) parts_.media.close(state.media);
        return fail(problem.detail());
    }
    legs_.add(command.leg, std::move(state));
}

void Switch::on(call::Acknowledge const& command) {
    if (auto const* const state = legs_.find(command.leg)) sip_->acknowledge(state->sip);
}

void Switch::on(call::HangUp const& command) {
    auto* const state = legs_.find(command.leg);
    if (!state) return;
    if (state->link) return end_browser_leg(command.leg, command.reason, false);
    close_media(*state);
    sip_->hang_up(state->sip, command.reason);
}

void Switch::on(call::DropLeg const& command) {
    auto* const state = legs_.find(command.leg);
    if (!state) return;
    close_media(*state);
    if (state->link) state->link->close();
    legs_.remove(command.leg);
}

void Switch::on(call::PlayGreeting const& command) {
    auto* const state = legs_.find(command.leg);
    if (!state || !state->media) return;
    if (auto sound = parts_.sounds.find(command.file))
        return parts_.media.play(state->media, std::move(sound), false);
    loop_.later([this, leg = command.leg] { feed(call::LegMedia{leg, call::LegMedia::Kind::played}); });
}

void Switch::on(call::PlayMusic const& command) {
    auto* const state = legs_.find(command.leg);
    if (!state || !state->media) return;
    auto sound = parts_.sounds.find(command.file);
    if (!sound) sound = parts_.sounds.find("");
    parts_.media.play(state->media, std::move(sound), true);
}

void Switch::on(call::Bridge const& command) {
    auto* const customer = legs_.find({command.call, call::kCustomer});
    if (!customer || !customer->media) return;
    media::LegId other;
    if (command.agent_leg != 0) {
        if (auto const* agent = legs_.find({command.call, command.agent_leg})) other = agent->media;
    } else if (auto const* phone = legs_.phone(command.login)) {
        other = phone->media;
    }
    if (!other) return;
    parts_.media.bridge(customer->media, other);
    if (customer->link) customer->link->send(state_message("connected"));
}

void Switch::on(call::Unbridge const& command) {
    auto const* customer = legs_.find({command.call, call::kCustomer});
    if (customer && customer->media) parts_.media.unbridge(customer->media);
    if (command.agent_leg != 0) return;
    if (auto const* phone = legs_.phone(command.login)) parts_.media.unbridge(phone->media);
}

void Switch::on(call::ByeOrphan const& command) {
    sip_->bye_orphan(command.dialog, [call = command.call](bool answered) {
        log::info("call.orphan_ended", {{"call", to_string(call)}, {"answered", answered}});
    });
}

void Switch::end_browser_leg(call::Leg leg, std::string const& reason, bool by_far_end) {
    auto* const state = legs_.find(leg);
    if (!state) return;
    held_.forget(leg);
    auto const link = *state->link;
    close_media(*state);
    legs_.remove(leg);
    if (!by_far_end) link.send(state_message("ended", reason));
    loop_.later([this, leg, by_far_end] {
        feed(call::LegEnded{leg, by_far_end, 200, by_far_end ? "bye" : "hung_up"});
    });
}

}  // namespace rufwerk

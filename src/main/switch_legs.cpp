#include "base/log.hpp"
#include "base/problem.hpp"
#include "call/dialled_number.hpp"
#include "main/switch.hpp"

/// What SIP and media tell the switch.
namespace rufwerk {
namespace {

/// A caller who was turned away for want of journal places may try again soon: the disk catches up or is
/// full.
constexpr int retry_after_s = 5;

bool is_hold(std::string const& sdp) {
    return sdp.find("a=sendonly") != std::string::npos || sdp.find("a=inactive") != std::string::npos;
}

}  // namespace

void Switch::on_sip(sip::Event const& event) {
    std::visit([this](auto const& one) { on(one); }, event);
}

void Switch::on(sip::Invited const& event) {
    if (!admits()) return sip_->refuse(event.leg, 503, "Service Unavailable", retry_after_s);
    if (!parts_.journal.take_credit(call::kEntriesPerCall)) {
        ++calls_without_credit_;
        return sip_->refuse(event.leg, 503, "Service Unavailable", retry_after_s);
    }
    call::CallerArrived arrived;
    arrived.trunk = event.trunk;
    arrived.called = event.called;
    if (!event.caller.empty() && event.caller != "anonymous") arrived.caller = event.caller;
    arrived.caller_name = event.caller_name;
    arrived.dialog = sip_->dialog_of(event.leg);
    LegState state;
    state.sip = event.leg;
    state.dialog = arrived.dialog;
    try {
        auto opened = parts_.media.open_rtp(event.sdp, event.source);
        state.media = opened.leg;
        state.our_sdp = std::move(opened.sdp);
    } catch (Problem const& problem) {
        arrived.refuse_status = problem.refusal() == Refusal::invalid ? 488 : 503;
        log::warning("call.media_refused", {{"why", problem.detail()}});
    }
    arrive(std::move(arrived), std::move(state));
}

void Switch::arrive(call::CallerArrived arrived, LegState state) {
    auto const call = ids_.make_as<call::CallId>(parts_.clock.now());
    arrived.call = call;
    arrived.greeting_length = greeting_length(arrived.called, arrived.button);
    ++calls_total_;
    credit_[call] = call::kEntriesPerCall;
    legs_.add({call, call::kCustomer}, std::move(state));
    feed(arrived);
    // A number nobody has leaves no entry and no row: its credit goes back here.
    if (auto const credit = credit_.find(call); credit != credit_.end() && !switchboard_.is_open(call)) {
        parts_.journal.give_back(credit->second);
        credit_.erase(credit);
    }
}

Duration Switch::greeting_length(std::string const& called, std::string const& button) const {
    auto const e164 = call::to_e164(called, "49");
    for (auto const& [key, number] : centre_->numbers) {
        bool const meant = button.empty() ? number.number == e164 : number.call_button == button;
        if (!meant) continue;
        auto const sound =
            number.greeting_audio.empty() ? nullptr : parts_.sounds.find(number.greeting_audio);
        return sound ? media::length_of(*sound) : Duration{0};
    }
    return Duration{0};
}

void Switch::on(sip::Progress const&) {}

void Switch::on(sip::Answered const& event) {
    auto const leg = legs_.of_sip(event.leg);
    if (!leg) return;
    auto* const state = legs_.find(*leg);
    state->answered = true;
    state->dialog = event.dialog;
    if (state->media && event.sdp) {
        try {
            parts_.media.set_remote(state->media, *event.sdp);
        } catch (Problem const& problem) {
            log::warning("call.media_refused", {{"call", to_string(leg->call)}, {"why", problem.detail()}});
            return sip_->hang_up(event.leg, "no codec in common");
        }
    }
    feed(call::LegAnswered{*leg, event.dialog});
}

void Switch::on(sip::Confirmed const& event) {
    auto const leg = legs_.of_sip(event.leg);
    if (!leg) return;
    auto* const state = legs_.find(*leg);
    if (event.sdp && state->media) {
        try {
            parts_.media.set_remote(state->media, *event.sdp);
        } catch (Problem const& problem) {
            log::warning("call.media_refused", {{"call", to_string(leg->call)}, {"why", problem.detail()}});
            return sip_->hang_up(event.leg, "no codec in common");
        }
    }
    feed(call::LegConfirmed{*leg});
}

void Switch::on(sip::Reoffered const& event) {
    auto const leg = legs_.of_sip(event.leg);
    auto* const state = leg ? legs_.find(*leg) : nullptr;
    if (!state || !state->media) return sip_->refuse_offer(event.leg, 488);
    // A re-INVITE without an offer asks for ours (RFC 3261 14.2): what we have agreed on stands.
    if (!event.sdp) return sip_->answer_offer(event.leg, state->our_sdp);
    try {
        state->our_sdp = parts_.media.renegotiate(state->media, *event.sdp);
        state->on_hold = is_hold(*event.sdp);
        sip_->answer_offer(event.leg, state->our_sdp);
    } catch (Problem const&) {
        sip_->refuse_offer(event.leg, 488);
    }
    // The offer may have come from another Contact; the BYE after a crash must go there.
    auto dialog = sip_->dialog_of(event.leg);
    if (dialog.empty() || dialog == state->dialog) return;
    state->dialog = dialog;
    feed(call::LegDialog{*leg, std::move(dialog)});
}

void Switch::on(sip::Ended const& event) {
    auto const leg = legs_.of_sip(event.leg);
    if (!leg) return;
    held_.forget(*leg);
    auto const gone = *leg;
    close_media(*legs_.find(gone));
    legs_.remove(gone);
    feed(call::LegEnded{gone, event.by_far_end, event.status, event.reason});
}

void Switch::close_media(LegState& state) {
    if (!state.media) return;
    parts_.media.close(state.media);
    legs_.forget_media(state);
}

void Switch::on_media(media::Event const& event) {
    using Kind = media::Event::Kind;
    if (auto const login = legs_.phone_of_media(event.leg)) {
        auto* const phone = legs_.phone(*login);
        if (event.kind == Kind::connected && !phone->connected) {
            phone->connected = true;
            phone->link.send(R"({"type":"phone.connected"})");
            feed(call::PhoneAttached{*login});
        } else if (event.kind == Kind::silent || event.kind == Kind::failed) {
            phone->link.send(R"({"type":"phone.failed","detail":)" + wire::encode(event.detail) + "}");
            drop_phone(*login, true);
        }
        return;
    }
    auto const leg = legs_.of_media(event.leg);
    if (!leg) return;
    auto* const state = legs_.find(*leg);
    switch (event.kind) {
        case Kind::connected:
            if (state->link) feed(call::LegConfirmed{*leg});
            break;
        case Kind::played: feed(call::LegMedia{*leg, call::LegMedia::Kind::played}); break;
        case Kind::silent:
            if (!state->on_hold) feed(call::LegMedia{*leg, call::LegMedia::Kind::silent});
            break;
        case Kind::failed: feed(call::LegMedia{*leg, call::LegMedia::Kind::failed}); break;
        case Kind::digit: break;  // call control does not ask for digits yet
    }
}

}  // namespace rufwerk

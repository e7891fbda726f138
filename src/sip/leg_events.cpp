#include "sip/endpoint_inside.hpp"
#include "sip/registrar.hpp"

namespace rufwerk::sip {
namespace {

int call_state(tagi_t tags[]) {
    int state = -1;
    tl_gets(tags, NUTAG_CALLSTATE_REF(state), TAG_END());
    return state;
}

bool has_offer(tagi_t tags[]) {
    int received = 0;
    tl_gets(tags, NUTAG_OFFER_RECV_REF(received), TAG_END());
    return received != 0;
}

/// sofia speaks of time-outs only in phrases.
void blame_timeout(Leg& leg, int status, std::string_view phrase) {
    if (phrase == "ACK Timeout") {
        if (leg.cancelled_late) return Endpoint::Inside::blame(leg, true, 487, "cancelled");
        return Endpoint::Inside::blame(leg, true, 408, "no_ack");
    }
    if (status == 504 || phrase == "PRACK Timeout") Endpoint::Inside::blame(leg, true, 504, "no_prack");
}

/// Events that come with a handle of their own when they stand outside any dialog.
bool opens_handle(nua_event_t event) {
    switch (event) {
        case nua_i_options:
        case nua_i_message:
        case nua_i_info:
        case nua_i_subscribe:
        case nua_i_notify:
        case nua_i_publish:
        case nua_i_register:
        case nua_i_refer:
        case nua_i_method:
        case nua_i_update:
        case nua_i_prack:
        case nua_i_bye: return true;
        default: return false;
    }
}

}  // namespace

void Endpoint::Inside::on_nua(nua_event_t event, int status, char const* phrase, nua_t* nua, Listening* at,
                              nua_handle_t* handle, Leg* leg, sip_t const* sip, tagi_t tags[]) {
    auto& inside = *at->inside;
    if (event == nua_r_shutdown) {
        if (status >= 200) inside.nua_is_gone(*at);
        return;
    }
    if (leg) {
        if (leg->state != Leg::State::gone)
            inside.on_leg(event, status, phrase ? phrase : "", *leg, sip, tags);
        return;
    }
    if (event == nua_i_invite && status < 200 && sip) return inside.invited(*at, handle, *sip);
    if (event == nua_i_register && status < 200 && sip)
        return inside.registrar->registered(*at, handle, *sip);
    if (event == nua_i_invite || opens_handle(event)) {
        if (status < 200) nua_respond(handle, SIP_501_NOT_IMPLEMENTED, NUTAG_WITH_THIS(nua), TAG_END());
        ++inside.counters.handles_open;
        inside.destroy(handle);
    }
}

void Endpoint::Inside::on_leg(nua_event_t event, int status, char const* phrase, Leg& leg, sip_t const* sip,
                              tagi_t tags[]) {
    switch (event) {
        case nua_i_invite:
        case nua_i_update:
            if (status < 200 && sip) reoffered(leg, *sip);
            return;
        case nua_i_ack:
            if (sip) confirmed(leg, *sip);
            return;
        case nua_i_bye: return blame(leg, true, 200, "bye");
        case nua_i_cancel: return blame(leg, true, 487, "cancelled");
        case nua_i_error: return blame_timeout(leg, status, phrase);
        case nua_r_invite: return invite_answered(leg, status, sip);
        case nua_r_method:
            if (status >= 200 && leg.state == Leg::State::orphan) {
                if (leg.final_answer) leg.final_answer(status, sip);
                // 408 and 503 are sofia's own words for silence and an unreachable address.
                if (status != 408 && status != 503 && status < 900) blame(leg, true, status, "bye");
                close_leg(leg);
            }
            return;
        case nua_r_bye:
            // Not asked for by us: nua gives up a session whose timer has run out (RFC 4028 10).
            return blame(leg, false, 408, "session_timer");
        case nua_i_state:
            if (leg.state == Leg::State::orphan) return;
            if (call_state(tags) == nua_callstate_completing && leg.state == Leg::State::talking)
                return refreshed(leg, has_offer(tags));
            if (call_state(tags) != nua_callstate_terminated) return;
            if (status >= 300) blame(leg, true, status, std::string{reason_of(status)});
            return close_leg(leg);
        default: return;
    }
}

}  // namespace rufwerk::sip

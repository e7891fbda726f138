#include "base/log.hpp"
#include "sip/endpoint_inside.hpp"

#include <fmt/format.h>
#include <sofia-sip/su_uniqueid.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rufwerk::sip {
namespace {

/// Nobody off the path may guess the name of a dialog.
std::string new_call_id() {
    std::array<unsigned char, 16> bytes{};
    su_randmem(bytes.data(), bytes.size());
    std::string id;
    for (auto const byte : bytes)
        id += fmt::format("{:02x}", byte);
    return id;
}

std::string name_address(std::string const& name, std::string const& uri) {
    std::string quoted;
    for (char const c : name) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) continue;
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted.empty() ? "<" + uri + ">" : "\"" + quoted + "\" <" + uri + ">";
}

std::string routes_reversed(sip_t const& sip) {
    std::string routes;
    for (auto const* hop = sip.sip_record_route; hop; hop = hop->r_next) {
        routes = "<" + text_of(hop->r_url) + ">" + (routes.empty() ? "" : ", ") + routes;
    }
    return routes;
}

void on_ring_over(su_root_magic_t*, su_timer_t*, su_timer_arg_t* magic) {
    auto& leg = *reinterpret_cast<Leg*>(magic);
    Endpoint::Inside::blame(leg, true, 408, "no_answer");
    leg.inside->hang_up(leg, "no_answer");
}

}  // namespace

std::string_view reason_of(int status) {
    switch (status) {
        case 401:
        case 407: return "auth_required";
        case 404: return "unknown_user";
        case 408: return "unreachable";
        case 480: return "unavailable";
        case 486:
        case 600: return "busy";
        case 487: return "cancelled";
        case 503: return "unavailable";
        default: break;
    }
    return status < 400 ? "redirected" : status < 900 ? "rejected" : "failed";
}

LegId Endpoint::Inside::dial(Dial const& dial) {
    auto& leg = open_leg(listening_named(dial.through, dial.uri), Leg::State::dialling);
    auto const id = leg.id;
    bool const has_room = !is_shutting_down && legs.size() <= static_cast<std::size_t>(options.legs_max);
    auto const to = "<" + dial.uri + ">";
    auto const from = name_address(dial.from_name, dial.from_uri);
    if (has_room) {
        leg.handle = nua_handle(leg.at->nua, &leg, NUTAG_URL(dial.uri.c_str()), SIPTAG_TO_STR(to.c_str()),
                                SIPTAG_FROM_STR(from.c_str()), TAG_END());
    }
    if (!leg.handle) {
        // Told later, so that the caller knows the id first.
        blame(leg, false, has_room ? 400 : 503, has_room ? "rejected" : "unavailable");
        later([this, id] {
            if (auto* row = find(id)) close_leg(*row);
        });
        return id;
    }
    ++counters.handles_open;
    set_call_id(leg, new_call_id());
    leg.sdp = dial.sdp;
    std::string headers;
    for (auto const& [name, value] : dial.headers)
        headers += name + ": " + value + "\r\n";
    nua_invite(leg.handle, SIPTAG_CALL_ID_STR(leg.dialog.call_id.c_str()),
               SIPTAG_CONTENT_TYPE_STR("application/sdp"), SIPTAG_PAYLOAD_STR(dial.sdp.c_str()),
               TAG_IF(!dial.route.empty(), SIPTAG_ROUTE_STR(dial.route.c_str())),
               TAG_IF(!headers.empty(), SIPTAG_HEADER_STR(headers.c_str())), TAG_END());
    after(leg, std::clamp(dial.ring_s, 1, 3600) * 1000, &on_ring_over);
    return id;
}

void Endpoint::Inside::invite_answered(Leg& leg, int status, sip_t const* sip) {
    if (status < 200) {
        if (status > 100 && leg.state == Leg::State::dialling) {
            listener(Progress{leg.id, status, sip ? sdp_of(*sip) : std::nullopt});
        }
        return;
    }
    bool const is_first = leg.state == Leg::State::dialling || leg.dialog.remote.empty();
    if (!is_first) {
        // A session refresh of ours; nua ends the dialog itself where RFC 3261 12.2.1.2 says so. What is left
        // to do comes with nua's next event, which tells whether the SDP is an offer.
        if (sip && sip->sip_contact) leg.dialog.target = text_of(sip->sip_contact->m_url);
        leg.refreshed_sdp = sip ? sdp_of(*sip) : std::nullopt;
        return;
    }
    if (status >= 300) {
        blame(leg, true, status, std::string{reason_of(status)});
        return close_leg(leg);
    }
    if (sip) {
        leg.dialog.local = text_of(reinterpret_cast<msg_header_t const*>(sip->sip_from));
        leg.dialog.remote = text_of(reinterpret_cast<msg_header_t const*>(sip->sip_to));
        leg.dialog.routes = routes_reversed(*sip);
        if (sip->sip_contact) leg.dialog.target = text_of(sip->sip_contact->m_url);
        learn_methods(leg, *sip);
    }
    if (leg.state == Leg::State::ending) {  // the 200 has crossed our CANCEL
        acknowledge(leg);
        return send_bye(leg, leg.outcome ? leg.outcome->reason : "cancelled");
    }
    leg.state = Leg::State::accepted;
    if (leg.timer) su_timer_reset(leg.timer);
    listener(Answered{leg.id, sip ? sdp_of(*sip) : std::nullopt, to_text(leg.dialog)});
}

void Endpoint::Inside::acknowledge(Leg& leg) { nua_ack(leg.handle, TAG_END()); }

/// A refresh by re-INVITE has no SDP when the far end has made the call, so its 200 brings an offer, and the
/// ACK must bring the answer (RFC 3261 13.2.1).
void Endpoint::Inside::refreshed(Leg& leg, bool brings_offer) {
    auto sdp = std::exchange(leg.refreshed_sdp, std::nullopt);
    if (!brings_offer || !sdp || leg.offer_request) return acknowledge(leg);
    leg.ack_owes_answer = true;
    listener(Reoffered{leg.id, std::move(sdp)});
}

void Endpoint::Inside::answer_in_ack(Leg& leg) {
    leg.ack_owes_answer = false;
    nua_ack(leg.handle, SIPTAG_CONTENT_TYPE_STR("application/sdp"), SIPTAG_PAYLOAD_STR(leg.sdp.c_str()),
            TAG_END());
}

/// A 2xx to an INVITE that the process before this one has sent: its telephone rang on when that process
/// died, and stands there with an open line until 64*T1 of its own have passed. Such answers come only just
/// after a start.
bool Endpoint::Inside::answers_the_process_before(sip_t const& sip) const {
    bool const is_answer = sip.sip_status && sip.sip_status->st_status / 100 == 2 && sip.sip_cseq &&
                           sip.sip_cseq->cs_method == sip_method_invite && sip.sip_call_id && sip.sip_from &&
                           sip.sip_to && sip.sip_to->a_tag && sip.sip_contact;
    auto const since = std::chrono::duration_cast<std::chrono::milliseconds>(clock.now() - began).count();
    return is_answer && since < 3 * 64 * options.t1_ms && !by_call_id.contains(sip.sip_call_id->i_id);
}

/// BYE without ACK: the ACK belongs to a transaction that is no more, and a telephone stops at either.
void Endpoint::Inside::end_stray(sip_t const& sip, Address const& source) {
    if (!guard.trunk_of(source) && !guard.may_answer(source, clock.now())) {
        ++counters.dropped_by_rate_limit;
        return;
    }
    DialogSnapshot dialog;
    dialog.call_id = sip.sip_call_id->i_id;
    dialog.local = text_of(reinterpret_cast<msg_header_t const*>(sip.sip_from));
    dialog.remote = text_of(reinterpret_cast<msg_header_t const*>(sip.sip_to));
    dialog.target = text_of(sip.sip_contact->m_url);
    dialog.routes = routes_reversed(sip);
    // Not from within nta's hook.
    later([this, dialog] {
        if (!by_call_id.contains(dialog.call_id)) bye_orphan(to_text(dialog), [](bool) {});
    });
}

void Endpoint::Inside::bye_orphan(std::string const& text, std::function<void(bool)> done) {
    auto dialog = parse_dialog(text);
    if (!dialog || is_shutting_down) {
        if (!dialog) log::warning("sip.orphan_unreadable");
        return later([done = std::move(done)] { done(false); });
    }
    auto* at = &listening_for(dialog->target);
    for (auto const& each : listenings) {
        if (each->address == dialog->address) at = each.get();
    }
    auto& leg = open_leg(*at, Leg::State::orphan);
    leg.orphan_done = std::move(done);
    auto const id = leg.id;
    leg.handle = nua_handle(at->nua, &leg, SIPTAG_FROM_STR(dialog->local.c_str()),
                            SIPTAG_TO_STR(dialog->remote.c_str()), TAG_END());
    if (!leg.handle) {
        return later([this, id] {
            if (auto* row = find(id)) close_leg(*row);
        });
    }
    ++counters.handles_open;
    set_call_id(leg, dialog->call_id);
    // Above every number the old process can have used (sofia's begin below 2^27), below the limit of 2^31.
    nua_method(leg.handle, NUTAG_METHOD("BYE"), NUTAG_URL(dialog->target.c_str()),
               SIPTAG_CALL_ID_STR(dialog->call_id.c_str()), SIPTAG_CSEQ_STR("2000000000 BYE"),
               TAG_IF(!dialog->routes.empty(), SIPTAG_ROUTE_STR(dialog->routes.c_str())),
               SIPTAG_REASON_STR("SIP;cause=200;text=\"restart\""), TAG_END());
    expect_end(leg);
}

}  // namespace rufwerk::sip

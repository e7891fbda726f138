#include "sip/caller_identity.hpp"
#include "sip/endpoint_inside.hpp"
#include "sip/registrar.hpp"

#include <algorithm>
#include <utility>

namespace rufwerk::sip {
namespace {

struct Refused {
    int status = 0;  // 0: not refused
    char const* phrase = "";
};

bool same_word(char const* text, std::string_view word) {
    return text && su_casenmatch(text, word.data(), word.size()) && text[word.size()] == '\0';
}

Refused judge_body(sip_t const& sip) {
    bool const has_body = sip.sip_payload && sip.sip_payload->pl_len > 0;
    if (!has_body) return {};
    if (sip.sip_content_encoding) return {SIP_415_UNSUPPORTED_MEDIA};
    if (!sip.sip_content_type) return {400, "Content-Type Missing"};  // RFC 3261 20.15
    if (!same_word(sip.sip_content_type->c_type, "application/sdp")) return {SIP_415_UNSUPPORTED_MEDIA};
    std::string_view const body{sip.sip_payload->pl_data, sip.sip_payload->pl_len};
    if (!body.starts_with("v=0") || body.find('\0') != std::string_view::npos)
        return {SIP_488_NOT_ACCEPTABLE};
    return {};
}

Refused judge_request(sip_t const& sip) {
    auto const scheme = sip.sip_request->rq_url->url_type;
    if (scheme != url_sip && scheme != url_sips && scheme != url_tel) return {SIP_416_UNSUPPORTED_URI};
    if (!sip.sip_contact || !sip.sip_contact->m_url->url_host) return {400, "Contact Missing"};
    return judge_body(sip);
}

std::string value_of(sip_t const& sip, std::string_view name) {
    std::string value;
    for (auto const* header = sip.sip_unknown; header; header = header->un_next) {
        if (!header->un_value || !same_word(header->un_name, name)) continue;
        if (!value.empty()) value += ',';
        value += header->un_value;
    }
    return value;
}

/// Our tag is chosen with the 100; nua tells it only in what it would write into a Replaces header (RFC
/// 3891).
std::string our_tag(nua_handle_t* handle) {
    su_home_t home[1] = {SU_HOME_INIT(home)};
    su_home_init(home);
    auto const* replaces = nua_handle_make_replaces(handle, home, 0);
    std::string tag = replaces && replaces->rp_from_tag ? replaces->rp_from_tag : "";
    su_home_deinit(home);
    return tag;
}

std::string routes_of(sip_t const& sip) {
    std::string routes;
    for (auto const* hop = sip.sip_record_route; hop; hop = hop->r_next) {
        if (!routes.empty()) routes += ", ";
        routes += "<" + text_of(hop->r_url) + ">";
    }
    return routes;
}

}  // namespace

std::optional<std::string> sdp_of(sip_t const& sip) {
    if (!sip.sip_payload || sip.sip_payload->pl_len == 0 || !sip.sip_content_type) return std::nullopt;
    if (!same_word(sip.sip_content_type->c_type, "application/sdp")) return std::nullopt;
    return std::string{sip.sip_payload->pl_data, sip.sip_payload->pl_len};
}

std::string text_of(url_t const* url) {
    su_home_t home[1] = {SU_HOME_INIT(home)};
    su_home_init(home);
    char const* text = url_as_string(home, url);
    std::string result = text ? text : "";
    su_home_deinit(home);
    return result;
}

std::string text_of(msg_header_t const* header) {
    if (!header) return {};
    su_home_t home[1] = {SU_HOME_INIT(home)};
    su_home_init(home);
    char const* text = sip_header_as_string(home, reinterpret_cast<sip_header_t const*>(header));
    std::string result = text ? text : "";
    su_home_deinit(home);
    return result;
}

void Endpoint::Inside::invited(Listening& at, nua_handle_t* handle, sip_t const& sip) {
    ++counters.handles_open;
    auto const refuse = [&](int status, char const* phrase, char const* retry_after, char const* accept) {
        nua_respond(handle, status, phrase, TAG_IF(retry_after, SIPTAG_RETRY_AFTER_STR(retry_after)),
                    TAG_IF(accept, SIPTAG_ACCEPT_STR(accept)), TAG_END());
        destroy(handle);
    };
    auto* message = nua_current_request(at.nua);
    auto const source = message ? source_of(message) : std::nullopt;
    auto const* trunk = source ? guard.trunk_of(*source) : nullptr;
    // A registered telephone is no trunk, even where a trunk's allow list covers its address.
    if (!trunk || registrar->knows(*source, port_of(message)))
        return refuse(SIP_403_FORBIDDEN, nullptr, nullptr);
    if (is_shutting_down || legs.size() >= static_cast<std::size_t>(options.legs_max)) {
        return refuse(SIP_503_SERVICE_UNAVAILABLE, "5", nullptr);
    }
    auto const wrong = judge_request(sip);
    if (wrong.status) {
        return refuse(wrong.status, wrong.phrase, nullptr, wrong.status == 415 ? "application/sdp" : nullptr);
    }
    auto& leg = open_leg(at, Leg::State::invited);
    leg.handle = handle;
    leg.is_incoming = true;
    nua_handle_bind(handle, &leg);
    set_call_id(leg, sip.sip_call_id->i_id);
    leg.dialog.local = text_of(reinterpret_cast<msg_header_t const*>(sip.sip_to)) + ";tag=" + our_tag(handle);
    leg.dialog.remote = text_of(reinterpret_cast<msg_header_t const*>(sip.sip_from));
    leg.dialog.target = text_of(sip.sip_contact->m_url);
    leg.dialog.routes = routes_of(sip);
    learn_methods(leg, sip);
    auto sdp = sdp_of(sip);
    leg.offer_is_in_our_200 = !sdp;
    auto caller = caller_identity(text_of(reinterpret_cast<msg_header_t const*>(sip.sip_from)),
                                  value_of(sip, "P-Asserted-Identity"), value_of(sip, "Privacy"));
    listener(Invited{leg.id, *trunk, user_of_uri(text_of(sip.sip_request->rq_url)), std::move(caller.number),
                     std::move(caller.name), leg.dialog.call_id, std::move(sdp), text_of(*source)});
}

/// Sessions are refreshed by UPDATE where the far end takes it (RFC 4028 7.4), else by re-INVITE.
void Endpoint::Inside::learn_methods(Leg& leg, sip_t const& sip) {
    leg.peer_takes_update = SIP_IS_ALLOWED(sip.sip_allow, sip_method_update);
    nua_set_hparams(leg.handle, NUTAG_UPDATE_REFRESH(leg.peer_takes_update), TAG_END());
}

void Endpoint::Inside::confirmed(Leg& leg, sip_t const& sip) {
    auto sdp = leg.offer_is_in_our_200 ? sdp_of(sip) : std::nullopt;
    bool const was_first = leg.state == Leg::State::answered;
    bool const had_our_offer = std::exchange(leg.offer_is_in_our_200, false);
    if (!was_first) {
        if (had_our_offer && sdp && leg.state == Leg::State::talking)
            listener(Confirmed{leg.id, std::move(sdp)});
        return;
    }
    leg.state = Leg::State::talking;
    if (leg.cancelled_late) {
        // RFC 3261 9.1: whoever's CANCEL came too late ends the call by BYE; one that does not is helped.
        blame(leg, true, 487, "cancelled");
        return send_bye(leg, "cancelled");
    }
    if (!leg.hang_up_reason.empty() || leg.outcome) return send_bye(leg, leg.hang_up_reason);
    listener(Confirmed{leg.id, std::move(sdp)});
}

void Endpoint::Inside::reoffered(Leg& leg, sip_t const& sip) {
    auto* message = nua_current_request(leg.at->nua);
    bool const is_update = sip.sip_request->rq_method == sip_method_update;
    auto sdp = sdp_of(sip);
    auto const wrong = judge_body(sip);
    if (wrong.status) {
        nua_respond(leg.handle, wrong.status, wrong.phrase, NUTAG_WITH(message), TAG_END());
        return;
    }
    if (sip.sip_contact && sip.sip_contact->m_url->url_host)
        leg.dialog.target = text_of(sip.sip_contact->m_url);
    if (is_update && !sdp) {  // a session refresh, RFC 4028 7.4
        nua_respond(leg.handle, SIP_200_OK, NUTAG_WITH(message), TAG_END());
        return;
    }
    if (leg.state == Leg::State::ending || (leg.offer_request && leg.offer_request != message)) {
        nua_respond(leg.handle, SIP_491_REQUEST_PENDING, NUTAG_WITH(message), TAG_END());
        return;
    }
    leg.offer_request = msg_ref_create(message);
    if (!is_update) leg.offer_is_in_our_200 = !sdp;
    listener(Reoffered{leg.id, std::move(sdp)});
}

}  // namespace rufwerk::sip

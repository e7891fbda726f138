#include "sip/endpoint_inside.hpp"

#include <sofia-sip/nta.h>

#include <memory>
#include <utility>

namespace rufwerk::sip {

std::string auth_text(msg_auth_t const& header) {
    std::string text = header.au_scheme ? header.au_scheme : "";
    char const* between = " ";
    for (auto const* parameter = header.au_params; parameter && *parameter; ++parameter) {
        text += between;
        text += *parameter;
        between = ", ";
    }
    return text;
}

void Endpoint::Inside::request(RequestOut const& out,
                               std::function<void(int status, sip_t const* answer)> done) {
    auto& leg = open_leg(listening_named(out.through, out.uri), Leg::State::orphan);
    auto const id = leg.id;
    // Shared by the answer and by the end without one: whichever comes first calls it.
    auto const once = std::make_shared<std::function<void(int, sip_t const*)>>(std::move(done));
    auto const answer = [once](int status, sip_t const* sip) {
        // sofia words its own 408 and 503 as if they had been sent.
        bool const came = sip && !nta_sip_is_internal(sip);
        if (auto const act = std::exchange(*once, {})) act(status, came ? sip : nullptr);
    };
    leg.final_answer = answer;
    leg.orphan_done = [answer](bool) { answer(408, nullptr); };
    auto const to = out.to.empty() ? "<" + out.uri + ">" : "<" + out.to + ">";
    auto const from = out.from.empty() ? to : "<" + out.from + ">";
    leg.handle =
        nua_handle(leg.at->nua, &leg, SIPTAG_FROM_STR(from.c_str()), SIPTAG_TO_STR(to.c_str()), TAG_END());
    if (!leg.handle || is_shutting_down) {
        if (leg.handle) ++counters.handles_open;
        return later([this, id] {
            if (auto* row = find(id)) close_leg(*row);
        });
    }
    ++counters.handles_open;
    auto const cseq = std::to_string(out.cseq) + " " + out.method;
    nua_method(leg.handle, NUTAG_METHOD(out.method.c_str()), NUTAG_URL(out.uri.c_str()),
               TAG_IF(!out.call_id.empty(), SIPTAG_CALL_ID_STR(out.call_id.c_str())),
               TAG_IF(out.cseq != 0, SIPTAG_CSEQ_STR(cseq.c_str())),
               TAG_IF(!out.contact.empty(), SIPTAG_CONTACT_STR(out.contact.c_str())),
               TAG_IF(!out.route.empty(), SIPTAG_ROUTE_STR(out.route.c_str())),
               TAG_IF(!out.headers.empty(), SIPTAG_HEADER_STR(out.headers.c_str())), TAG_END());
    expect_end(leg);
}

Listening& Endpoint::Inside::listening_named(std::string const& address, std::string const& uri) {
    for (auto const& at : listenings)
        if (at->address == address) return *at;
    return listening_for(uri);
}

}  // namespace rufwerk::sip

// What SIP costs with nothing else: a bare back-to-back agent over nua. ./bench calls compares the program
// with it. usage: bench_nua_b2bua ADDRESS:PORT sip:target@host:port

#include <csignal>
#include <cstdio>
#include <string>

struct Call;
struct Agent;
#define NUA_MAGIC_T Agent
#define NUA_HMAGIC_T Call
#include <sofia-sip/nta_tag.h>
#include <sofia-sip/nua.h>
#include <sofia-sip/nua_tag.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_status.h>
#include <sofia-sip/sip_tag.h>
#include <sofia-sip/tport_tag.h>

struct Agent {
    su_root_t* root = nullptr;
    std::string target;
};

/// Both sides of one call; it goes with its last handle.
struct Call {
    nua_handle_t* in = nullptr;
    nua_handle_t* out = nullptr;
};

namespace {

std::string body_of(sip_t const* sip) {
    if (!sip || !sip->sip_payload) return {};
    return {sip->sip_payload->pl_data, sip->sip_payload->pl_len};
}

void connect(Agent const& agent, nua_t* nua, nua_handle_t* in, sip_t const* sip) {
    auto* call = new Call{in, nullptr};
    nua_handle_bind(in, call);
    auto const to = "<" + agent.target + ">";
    auto const sdp = body_of(sip);
    call->out = nua_handle(nua, call, NUTAG_URL(agent.target.c_str()), SIPTAG_TO_STR(to.c_str()),
                           SIPTAG_FROM(sip->sip_from), TAG_END());
    nua_invite(call->out, SIPTAG_CONTENT_TYPE_STR("application/sdp"), SIPTAG_PAYLOAD_STR(sdp.c_str()),
               TAG_END());
}

void pass_answer(Call const& call, int status, sip_t const* sip) {
    if (!call.in || status == 100) return;
    auto const sdp = body_of(sip);
    // The far end's phrase stands in a buffer that does not outlive the event: always our own words.
    nua_respond(call.in, status, sip_status_phrase(status),
                TAG_IF(!sdp.empty(), SIPTAG_CONTENT_TYPE_STR("application/sdp")),
                TAG_IF(!sdp.empty(), SIPTAG_PAYLOAD_STR(sdp.c_str())), TAG_END());
}

void let_go(Call* call, nua_handle_t* handle) {
    auto& own = call->in == handle ? call->in : call->out;
    auto* other = call->in == handle ? call->out : call->in;
    own = nullptr;
    nua_handle_bind(handle, nullptr);
    nua_handle_destroy(handle);
    if (other) {
        nua_bye(other, TAG_END());
    } else {
        delete call;
    }
}

void on_event(nua_event_t event, int status, char const*, nua_t* nua, Agent* agent, nua_handle_t* handle,
              Call* call, sip_t const* sip, tagi_t tags[]) {
    switch (event) {
        case nua_i_invite:
            if (!call && sip) connect(*agent, nua, handle, sip);
            return;
        case nua_r_invite:
            if (call) pass_answer(*call, status, sip);
            return;
        case nua_i_options:
        case nua_i_message:
            if (!call) nua_handle_destroy(handle);
            return;
        case nua_i_state: {
            int state = -1;
            tl_gets(tags, NUTAG_CALLSTATE_REF(state), TAG_END());
            if (state == nua_callstate_terminated && call) let_go(call, handle);
            return;
        }
        default: return;
    }
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) {
        std::fprintf(stderr, "usage: %s ADDRESS:PORT sip:target@host:port\n", arguments[0]);
        return 2;
    }
    std::signal(SIGPIPE, SIG_IGN);
    su_init();
    Agent agent;
    agent.target = arguments[2];
    agent.root = su_root_create(nullptr);
    su_root_threading(agent.root, 0);
    auto const url = "sip:" + std::string{arguments[1]} + ";transport=udp";
    auto* nua = nua_create(agent.root, on_event, &agent, NUTAG_URL(url.c_str()), NUTAG_MEDIA_ENABLE(0),
                           NUTAG_AUTOANSWER(0), NUTAG_AUTOALERT(0), NUTAG_AUTOACK(1), TPTAG_UDP_RMEM(4194304),
                           TPTAG_QUEUESIZE(1024), NTATAG_MAX_PROCEEDING(100000), TAG_END());
    if (!nua) {
        std::fprintf(stderr, "%s cannot be bound\n", arguments[1]);
        return 1;
    }
    su_root_run(agent.root);
}

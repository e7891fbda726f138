#include "base/log.hpp"
#include "base/problem.hpp"
#include "sip/endpoint_inside.hpp"
#include "sip/registrar.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace rufwerk::sip {
namespace {

/// A TCP connection on which nothing comes for so long is closed; telephones are asked far more often.
constexpr unsigned kIdleConnectionMs = 180'000;

struct Bind {
    std::string host;  // without brackets
    int port = 0;
    bool is_v6 = false;
    bool is_tcp = false;
};

Problem bad_address(std::string const& text, std::string const& why) {
    return invalid_field(
        "sip.listen", "bad_address",
        "'" + text + "' " + why +
            "; write udp:ADDRESS:PORT or tcp:ADDRESS:PORT, as udp:192.0.2.7:5060 or tcp:[::1]:5060.");
}

Bind parse_bind(std::string const& text) {
    std::string_view rest = text;
    bool const is_tcp = rest.starts_with("tcp:");
    if (!is_tcp && !rest.starts_with("udp:")) throw bad_address(text, "begins with neither udp: nor tcp:");
    rest.remove_prefix(4);
    auto const colon = rest.rfind(':');
    if (colon == std::string_view::npos) throw bad_address(text, "has no port");
    auto host = rest.substr(0, colon);
    auto const digits = rest.substr(colon + 1);
    Bind bind;
    bind.is_tcp = is_tcp;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bind.port);
    if (error != std::errc{} || end != digits.data() + digits.size() || bind.port < 0 || bind.port > 65535) {
        throw bad_address(text, "has no port between 0 and 65535");
    }
    bind.is_v6 = host.starts_with('[') && host.ends_with(']');
    if (bind.is_v6) host = host.substr(1, host.size() - 2);
    bind.host = host;
    if (!parse_address(bind.host) || (bind.host.find(':') != std::string::npos) != bind.is_v6) {
        throw bad_address(text, "has no IP address");
    }
    return bind;
}

/// The port, when it is free now; for port 0 any that is. sofia would choose one itself but tell it only
/// later and by an event, and when it cannot bind it leaves memory behind. 0: not to be bound.
int free_port(Bind const& bind_to) {
    int const fd = socket(bind_to.is_v6 ? AF_INET6 : AF_INET,
                          (bind_to.is_tcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC, 0);
    if (fd < 0) return 0;
    int const yes = 1;  // as sofia does: a connection of before that still lingers keeps no port
    if (bind_to.is_tcp) setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in6 v6{};
    sockaddr_in v4{};
    v6.sin6_family = AF_INET6;
    v4.sin_family = AF_INET;
    v6.sin6_port = v4.sin_port = htons(static_cast<std::uint16_t>(bind_to.port));
    auto* address = bind_to.is_v6 ? reinterpret_cast<sockaddr*>(&v6) : reinterpret_cast<sockaddr*>(&v4);
    socklen_t size = bind_to.is_v6 ? sizeof v6 : sizeof v4;
    if (bind_to.is_v6) {
        inet_pton(AF_INET6, bind_to.host.c_str(), &v6.sin6_addr);
    } else {
        inet_pton(AF_INET, bind_to.host.c_str(), &v4.sin_addr);
    }
    bool const bound = bind(fd, address, size) == 0 && getsockname(fd, address, &size) == 0;
    close(fd);
    return bound ? ntohs(bind_to.is_v6 ? v6.sin6_port : v4.sin_port) : 0;
}

}  // namespace

void Endpoint::Inside::listen_on(std::string const& text) {
    auto bind = parse_bind(text);
    auto at = std::make_unique<Listening>();
    at->inside = this;
    at->is_v6 = bind.is_v6;
    auto const host = bind.is_v6 ? "[" + bind.host + "]" : bind.host;
    // A free port may be taken by another between the choice and the binding: then another choice.
    std::string const transport = bind.is_tcp ? "tcp" : "udp";
    int const tries = bind.port == 0 ? 5 : 1;
    for (int i = 0; i < tries && !at->nua; ++i) {
        int const port = free_port(bind);
        if (port == 0) break;
        auto url = "sip:" + (options.advertise.empty() ? host : options.advertise) + ":" +
                   std::to_string(port) + ";transport=" + transport;
        if (!options.advertise.empty()) url += ";maddr=" + host;
        at->address = transport + ":" + host + ":" + std::to_string(port);
        at->nua = nua_create(
            root, &Inside::on_nua, at.get(), NUTAG_URL(url.c_str()), NTATAG_MCLASS(ingress.message_class()),
            NUTAG_MEDIA_ENABLE(0), NUTAG_AUTOANSWER(0), NUTAG_AUTOALERT(0), NUTAG_AUTOACK(0),
            NUTAG_EARLY_MEDIA(1), NUTAG_ONLY183_100REL(1), NUTAG_ENABLEMESSAGE(0), NUTAG_RETRY_COUNT(0),
            NUTAG_SESSION_TIMER(static_cast<unsigned>(options.session_expires_s)),
            NUTAG_MIN_SE(static_cast<unsigned>(options.session_least_s)), NUTAG_UPDATE_REFRESH(1),
            SIPTAG_ALLOW_STR("INVITE, ACK, BYE, CANCEL, OPTIONS, PRACK, UPDATE, REGISTER"),
            NUTAG_APPL_METHOD("UPDATE, REGISTER"), TPTAG_PONG2PING(1), TPTAG_IDLE(kIdleConnectionMs),
            SIPTAG_SUPPORTED_STR("timer, 100rel"), SIPTAG_USER_AGENT_STR(""), TPTAG_UDP_RMEM(4194304),
            TPTAG_QUEUESIZE(1024), NTATAG_MAX_PROCEEDING(100000), NTATAG_UDP_MTU(65535),
            NTATAG_SIP_T1(static_cast<unsigned>(options.t1_ms)),
            NTATAG_SIP_T1X64(static_cast<unsigned>(64 * options.t1_ms)), TAG_END());
    }
    if (!at->nua) {
        throw invalid_field(
            "sip.listen", "not_bound",
            "'" + text + "' cannot be bound; is the address of this machine, and is the port free?");
    }
    listenings.push_back(std::move(at));
}

bool Endpoint::Inside::lets_in(sip_t const& sip, Address const& source, int port) {
    if (!sip.sip_request) {  // sofia drops answers to what was never asked
        if (answers_the_process_before(sip)) end_stray(sip, source);
        return true;
    }
    auto const method = sip.sip_request->rq_method;
    auto const known = sip.sip_call_id ? by_call_id.find(sip.sip_call_id->i_id) : by_call_id.end();
    bool const is_known = known != by_call_id.end() && known->second->state != Leg::State::orphan;
    if (is_known && method == sip_method_cancel && known->second->state == Leg::State::answered) {
        known->second->cancelled_late = true;
    }
    // An ACK is never answered, and one that comes late ends the repeats of our refusal.
    if (is_known || method == sip_method_ack || guard.trunk_of(source)) return true;
    if (registrar->lets_in(sip, source, port)) return true;
    if (method == sip_method_register) {
        ++counters.dropped_by_rate_limit;
        return false;
    }
    ++counters.refused_unknown_source;
    if (method != sip_method_invite || (sip.sip_to && sip.sip_to->a_tag)) return false;
    if (guard.may_answer(source, clock.now())) return true;
    ++counters.dropped_by_rate_limit;
    return false;
}

Listening& Endpoint::Inside::listening_for(std::string const& uri) {
    bool const is_v6 = uri.find("@[") != std::string::npos || uri.find(":[") != std::string::npos;
    bool const is_tcp = uri.find(";transport=tcp") != std::string::npos;
    for (auto const& at : listenings) {
        if (at->is_v6 == is_v6 && at->address.starts_with(is_tcp ? "tcp:" : "udp:")) return *at;
    }
    for (auto const& at : listenings) {
        if (at->is_v6 == is_v6) return *at;
    }
    return *listenings.front();
}

void Endpoint::Inside::shut_down(std::function<void()> done) {
    if (is_shut_down) return later(std::move(done));
    when_shut_down = std::move(done);
    if (is_shutting_down) return;
    is_shutting_down = true;
    std::vector<Leg*> open;
    for (auto const& [id, leg] : legs)
        open.push_back(leg.get());
    for (auto* const leg : open)
        hang_up(*leg, "shut_down");
    if (legs.empty()) return shut_nuas_down();
    patience = su_timer_create(su_root_task(root), 0);
    su_timer_set_interval(
        patience,
        [](su_root_magic_t*, su_timer_t*, su_timer_arg_t* magic) {
            reinterpret_cast<Inside*>(magic)->close_all_legs();
        },
        reinterpret_cast<su_timer_arg_t*>(this), static_cast<su_duration_t>(4 * options.t1_ms));
}

/// Once it is shutting down nua lets no handle be destroyed, and waits 30 s for whoever is dead: so the legs
/// go first.
void Endpoint::Inside::close_all_legs() {
    while (!legs.empty()) {
        auto& leg = *legs.begin()->second;
        blame(leg, false, 200, "shut_down");
        close_leg(leg);
    }
}

void Endpoint::Inside::shut_nuas_down() {
    if (std::exchange(nuas_are_told, true)) return;
    if (patience) su_timer_reset(patience);
    for (auto const& at : listenings)
        nua_shutdown(at->nua);
}

void Endpoint::Inside::nua_is_gone(Listening& at) {
    if (at.gone) return;
    at.gone = true;
    if (!std::all_of(listenings.begin(), listenings.end(), [](auto const& each) { return each->gone; }))
        return;
    // Not from within nua's own callback: nua_destroy frees what it stands on.
    later([this] {
        close_all_legs();
        for (auto const& each : listenings)
            nua_destroy(each->nua);
        listenings.clear();
        is_shut_down = true;
        if (when_shut_down) std::exchange(when_shut_down, nullptr)();
    });
}

}  // namespace rufwerk::sip

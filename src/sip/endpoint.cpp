#include "sip/endpoint.hpp"

#include "base/invariant.hpp"
#include "base/problem.hpp"
#include "sip/endpoint_inside.hpp"
#include "sip/registrar.hpp"

#include <csignal>
#include <cstdarg>

namespace rufwerk::sip {

Endpoint::Inside::Inside(su_root_t* the_root, Options the_options, IdMaker& the_ids, Clock const& the_clock,
                         Listener the_listener)
    : root{the_root},
      options{std::move(the_options)},
      ids{the_ids},
      clock{the_clock},
      listener{[this, tell = std::move(the_listener)](Event event) {
          if (forks.take(event)) tell(std::move(event));
      }},
      guard{options.unknown_source_per_s},
      ingress{
          [this](sip_t const& sip, Address const& source, int port) { return lets_in(sip, source, port); }},
      forks{*this} {
    std::signal(SIGPIPE, SIG_IGN);
    su_init();
    // sofia reports on standard error what any stranger sends; our counters say it better.
    su_log_redirect(nullptr, [](void*, char const*, va_list) {}, nullptr);
    su_root_threading(root, 0);
    // sofia frees the timers' heap when it empties, even while it walks it.
    keeper = su_timer_create(su_root_task(root), 0);
    su_timer_set_interval(
        keeper, [](su_root_magic_t*, su_timer_t*, su_timer_arg_t*) {}, nullptr, 1'000'000'000);
    registrar = std::make_unique<Registrar>(*this);
    try {
        for (auto const& address : options.listen)
            listen_on(address);
        if (listenings.empty()) {
            throw invalid_field("sip.listen", "empty",
                                "No address to listen on; give one, as udp:192.0.2.7:5060.");
        }
    } catch (...) {
        end();
        su_timer_destroy(keeper);
        throw;
    }
}

Endpoint::Inside::~Inside() {
    end();
    su_timer_destroy(keeper);
    if (patience) su_timer_destroy(patience);
}

void Endpoint::Inside::end() {
    if (listenings.empty()) return;
    listener = [](Event) {};
    shut_down({});
    // nua must be told to go and waited for; what does not go by then is a fault of sofia's.
    auto const give_up = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!is_shut_down && std::chrono::steady_clock::now() < give_up)
        su_root_step(root, 100);
}

Endpoint::Endpoint(su_root_t* root, Options options, IdMaker& ids, Clock const& clock, Listener listener)
    : inside_{std::make_unique<Inside>(root, std::move(options), ids, clock, std::move(listener))} {}

Endpoint::~Endpoint() = default;

void Endpoint::set_trunks(std::vector<Trunk> trunks) { inside_->guard.set_trunks(trunks); }

void Endpoint::ring(LegId id, std::optional<std::string> const& sdp) {
    auto* leg = inside_->find(id);
    if (!leg || leg->state != Leg::State::invited) return;
    if (sdp) {
        nua_respond(leg->handle, SIP_183_SESSION_PROGRESS, SIPTAG_CONTENT_TYPE_STR("application/sdp"),
                    SIPTAG_PAYLOAD_STR(sdp->c_str()), TAG_END());
    } else {
        nua_respond(leg->handle, SIP_180_RINGING, TAG_END());
    }
}

void Endpoint::answer(LegId id, std::string const& sdp) {
    auto* leg = inside_->find(id);
    if (!leg || leg->state != Leg::State::invited) return;
    leg->state = Leg::State::answered;
    leg->sdp = sdp;
    // A caller without UPDATE would have to be refreshed by a re-INVITE with SDP; it refreshes better itself.
    auto const refresher = leg->peer_takes_update ? nua_no_refresher : nua_remote_refresher;
    nua_respond(leg->handle, SIP_200_OK, SIPTAG_CONTENT_TYPE_STR("application/sdp"),
                SIPTAG_PAYLOAD_STR(sdp.c_str()), NUTAG_SESSION_REFRESHER(refresher), TAG_END());
}

void Endpoint::refuse(LegId id, int status, std::string_view phrase, int retry_after_s) {
    auto* leg = inside_->find(id);
    if (!leg || leg->state != Leg::State::invited) return;
    INVARIANT(status >= 300 && status <= 699);
    auto const retry_after = std::to_string(retry_after_s);
    Inside::blame(*leg, false, status, "rejected");
    leg->state = Leg::State::ending;
    leg->phrase = phrase;
    nua_respond(leg->handle, status, leg->phrase.c_str(),
                TAG_IF(retry_after_s > 0, SIPTAG_RETRY_AFTER_STR(retry_after.c_str())), TAG_END());
    inside_->expect_end(*leg);
}

LegId Endpoint::dial(Dial const& dial) { return inside_->dial(dial); }

void Endpoint::acknowledge(LegId id) {
    auto* leg = inside_->find(id);
    if (!leg || leg->state != Leg::State::accepted) return;
    leg->state = Leg::State::talking;
    Inside::acknowledge(*leg);
}

void Endpoint::hang_up(LegId id, std::string_view reason) {
    if (inside_->forks.hang_up(id, reason)) return;
    if (auto* leg = inside_->find(id)) inside_->hang_up(*leg, reason);
}

void Endpoint::answer_offer(LegId id, std::string const& sdp) {
    auto* leg = inside_->find(id);
    if (leg && leg->ack_owes_answer) {
        leg->sdp = sdp;
        return inside_->answer_in_ack(*leg);
    }
    if (!leg || !leg->offer_request) return;
    nua_respond(leg->handle, SIP_200_OK, NUTAG_WITH(leg->offer_request),
                SIPTAG_CONTENT_TYPE_STR("application/sdp"), SIPTAG_PAYLOAD_STR(sdp.c_str()), TAG_END());
    leg->sdp = sdp;
    inside_->release_later(std::exchange(leg->offer_request, nullptr));
}

void Endpoint::refuse_offer(LegId id, int status) {
    auto* leg = inside_->find(id);
    // There is no refusing what an ACK has to answer (RFC 3261 13.2.2.4): what was agreed on stands.
    if (leg && leg->ack_owes_answer) return inside_->answer_in_ack(*leg);
    if (!leg || !leg->offer_request) return;
    nua_respond(leg->handle, status, sip_status_phrase(status), NUTAG_WITH(leg->offer_request), TAG_END());
    leg->offer_is_in_our_200 = false;
    inside_->release_later(std::exchange(leg->offer_request, nullptr));
}

std::string Endpoint::dialog_of(LegId id) const {
    auto const* leg = inside_->find(id);
    return leg && !leg->dialog.remote.empty() ? to_text(leg->dialog) : std::string{};
}

void Endpoint::bye_orphan(std::string const& dialog, std::function<void(bool)> done) {
    inside_->bye_orphan(dialog, std::move(done));
}

void Endpoint::set_phones(std::map<std::string, DigestSecret> phones) {
    inside_->registrar->set_phones(std::move(phones));
}

void Endpoint::restore_contacts(std::string const& user, std::vector<Contact> contacts) {
    inside_->registrar->restore(user, std::move(contacts));
}

std::vector<Contact> Endpoint::contacts_of(std::string const& user) const {
    return inside_->registrar->bindings().of(user);
}

LegId Endpoint::dial_registered(std::string const& user, Dial const& dial) {
    return inside_->dial_registered(user, dial);
}

Counters Endpoint::counters() const {
    auto counters = inside_->counters;
    for (auto const& [user, contacts] : inside_->registrar->bindings().all())
        counters.phones_registered += contacts.size();
    return counters;
}

std::vector<std::string> Endpoint::addresses() const {
    std::vector<std::string> addresses;
    for (auto const& at : inside_->listenings)
        addresses.push_back(at->address);
    return addresses;
}

void Endpoint::shut_down(std::function<void()> done) { inside_->shut_down(std::move(done)); }

}  // namespace rufwerk::sip

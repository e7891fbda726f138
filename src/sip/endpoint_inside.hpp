#pragma once

#include "base/clock.hpp"
#include "sip/dialog_snapshot.hpp"
#include "sip/endpoint.hpp"
#include "sip/forks.hpp"
#include "sip/ingress.hpp"
#include "sip/sofia.hpp"
#include "sip/source_guard.hpp"

#include <unordered_map>

namespace rufwerk::sip {

class Registrar;

/// A request outside any dialog of a call: OPTIONS to a telephone, REGISTER to a carrier.
struct RequestOut {
    std::string method;
    std::string uri;
    std::string from = {};  // URIs; empty: `uri`
    std::string to = {};
    std::string contact = {};  // header value; empty: sofia's own
    std::string call_id = {};
    std::uint32_t cseq = 0;  // 0: sofia's own
    std::string route = {};
    std::string headers = {};  // each with CRLF
    std::string through = {};  // our own address; empty: by the uri
};

/// One address and its nua.
struct Listening {
    Endpoint::Inside* inside = nullptr;
    nua_t* nua = nullptr;
    std::string address;  // "udp:127.0.0.1:5060"
    bool is_v6 = false;
    bool gone = false;
};

/// What sofia's handle carries: a row of the table.
struct Leg {
    enum class State {
        invited,   // in: no final answer yet
        answered,  // in: our 200 is out, the ACK is awaited
        dialling,  // out: no final answer yet
        accepted,  // out: their 200 is in, our ACK waits for acknowledge
        talking,
        ending,  // BYE, CANCEL or refusal is out
        orphan,  // BYE for a dialog of the process before
        gone,    // the one row of destroyed handles: what sofia still tells of them is ignored
    };

    LegId id;
    Endpoint::Inside* inside = nullptr;
    Listening* at = nullptr;
    nua_handle_t* handle = nullptr;
    State state = State::gone;
    bool is_incoming = false;
    bool offer_is_in_our_200 = false;  // the INVITE had none
    bool peer_takes_update = false;
    bool cancelled_late = false;   // their CANCEL crossed our 200
    std::optional<Ended> outcome;  // the first cause wins
    std::string hang_up_reason;    // hang_up came before the ACK: BYE follows it
    DialogSnapshot dialog;
    std::string phrase;                        // of our refusal: nua_respond keeps only the pointer
    std::string sdp;                           // the last of ours
    msg_t* offer_request = nullptr;            // the re-INVITE or UPDATE that waits for answer_offer
    std::optional<std::string> refreshed_sdp;  // of the 200 to a refresh of ours
    bool ack_owes_answer = false;              // the offer came in the 200 to our refresh: the ACK answers it
    su_timer_t* timer = nullptr;
    std::function<void(bool)> orphan_done;
    std::function<void(int status, sip_t const* answer)> final_answer;  // of request()
};

struct Endpoint::Inside {
    Inside(su_root_t* root, Options options, IdMaker& ids, Clock const& clock, Listener listener);
    ~Inside();
    Inside(Inside const&) = delete;
    Inside& operator=(Inside const&) = delete;
    void end();

    // listening.cpp
    void listen_on(std::string const& address);
    bool lets_in(sip_t const& sip, Address const& source, int port);
    void shut_down(std::function<void()> done);
    void close_all_legs();
    void shut_nuas_down();
    void nua_is_gone(Listening& at);
    Listening& listening_for(std::string const& uri);

    // request.cpp
    /// `done` gets the final answer, or 408 and no message when none came.
    void request(RequestOut const& out, std::function<void(int status, sip_t const* answer)> done);
    Listening& listening_named(std::string const& address, std::string const& uri);

    // forks.cpp
    LegId dial_registered(std::string const& user, Dial dial);

    // incoming_call.cpp
    void invited(Listening& at, nua_handle_t* handle, sip_t const& sip);
    void confirmed(Leg& leg, sip_t const& sip);
    void reoffered(Leg& leg, sip_t const& sip);

    // outgoing_call.cpp
    LegId dial(Dial const& dial);
    void invite_answered(Leg& leg, int status, sip_t const* sip);
    static void acknowledge(Leg& leg);
    static void answer_in_ack(Leg& leg);
    static void learn_methods(Leg& leg, sip_t const& sip);
    void refreshed(Leg& leg, bool brings_offer);
    void bye_orphan(std::string const& text, std::function<void(bool)> done);
    bool answers_the_process_before(sip_t const& sip) const;
    void end_stray(sip_t const& sip, Address const& source);

    // leg_table.cpp
    Leg& open_leg(Listening& at, Leg::State state);
    Leg* find(LegId leg);
    void set_call_id(Leg& leg, std::string call_id);
    /// Remembers why the leg ends; a later cause changes nothing.
    static void blame(Leg& leg, bool by_far_end, int status, std::string reason);
    /// Takes the row away, destroys the handle and tells Ended.
    void close_leg(Leg& leg);
    void destroy(nua_handle_t* handle);
    void hang_up(Leg& leg, std::string_view reason);
    void send_bye(Leg& leg, std::string_view reason);
    /// One timer a leg: a later one replaces it.
    void after(Leg& leg, int ms, su_timer_f expired);
    /// Whatever sofia forgets: half a second after the longest transaction the leg is closed by force.
    void expect_end(Leg& leg);
    void later(std::function<void()> act);
    /// nua_respond only queues, and finds the request by this pointer when the queue is worked off.
    void release_later(msg_t* request);

    // leg_events.cpp
    static void on_nua(nua_event_t event, int status, char const* phrase, nua_t* nua, Listening* at,
                       nua_handle_t* handle, Leg* leg, sip_t const* sip, tagi_t tags[]);
    void on_leg(nua_event_t event, int status, char const* phrase, Leg& leg, sip_t const* sip, tagi_t tags[]);

    su_root_t* root;
    Options options;
    IdMaker& ids;
    Clock const& clock;
    Instant const began = clock.now();
    Listener listener;
    SourceGuard guard;
    Ingress ingress;
    Counters counters;
    Leg gone;
    Forks forks;
    std::unique_ptr<Registrar> registrar;
    std::vector<std::unique_ptr<Listening>> listenings;
    std::unordered_map<LegId, std::unique_ptr<Leg>> legs;
    std::unordered_multimap<std::string, Leg*> by_call_id;
    su_timer_t* keeper = nullptr;
    su_timer_t* patience = nullptr;  // with far ends that do not answer our BYE when we shut down
    std::function<void()> when_shut_down;
    bool is_shutting_down = false;
    bool nuas_are_told = false;
    bool is_shut_down = false;
};

/// The SDP of a message; nothing when there is none.
std::optional<std::string> sdp_of(sip_t const& sip);
std::string text_of(msg_header_t const* header);
std::string text_of(url_t const* url);
/// Value of a header of authentication. sofia's own printer loses what comes after the eighth parameter.
std::string auth_text(msg_auth_t const& header);
/// Stable word for a final answer to our INVITE.
std::string_view reason_of(int status);

}  // namespace rufwerk::sip

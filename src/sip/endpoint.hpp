#pragma once

#include "base/id.hpp"
#include "sip/bindings.hpp"
#include "sip/digest.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

struct su_root_s;

/// SIP signalling in our own terms, over sofia-sip's nua. Everything here is called on the switch thread
/// only.
namespace rufwerk::sip {

/// One SIP dialog (or the attempt at one): a carrier's or a telephone's side of a call.
using LegId = Id<struct LegTag>;

/// A new INVITE from an allowed source.
struct Invited {
    LegId leg;
    std::string trunk;   // key of the trunk whose allow list has the source
    std::string called;  // user part of the Request-URI as sent: "0555…", "+49…", "0049…"
    std::string caller;  // P-Asserted-Identity (from a trunk only), else From; "anonymous" when withheld
    std::string caller_name;
    std::string sip_call_id;  // Call-ID header, for the journal and for recovery
    std::optional<std::string>
        sdp;                  // absent: offer-less INVITE, our 200 carries the offer and the ACK the answer
    std::string source = {};  // IP address the request came from
};
/// 1xx to our INVITE.
struct Progress {
    LegId leg;
    int status;
    std::optional<std::string> sdp;
};
/// 2xx to our INVITE. Our ACK leaves with Endpoint::acknowledge, once the dialog is where a crash cannot take
/// it.
struct Answered {
    LegId leg;
    std::optional<std::string> sdp;
    std::string dialog;  // see Endpoint::dialog_of
};
/// The ACK to our 2xx has come (with the answer when our 2xx carried the offer).
struct Confirmed {
    LegId leg;
    std::optional<std::string> sdp;
};
/// A re-INVITE or UPDATE with an offer (hold, moved media), or an offer in the 200 to a re-INVITE of ours
/// that had none (RFC 4028 refresh); must be answered by answer_offer or refuse_offer.
struct Reoffered {
    LegId leg;
    std::optional<std::string> sdp;
};
/// The leg is over, whoever ended it; always the last event of a leg, exactly one. `status` 200: BYE;
/// 487: CANCEL; otherwise the final answer or 408 for silence. `reason`: stable word for the journal
/// ("bye", "cancelled", "busy", "no_ack", "session_timer", "unreachable", "rejected", …).
struct Ended {
    LegId leg;
    bool by_far_end;
    int status;
    std::string reason;
};
/// A registered telephone has come, gone, or said that it is still there. `contacts`: all the user has now,
/// the best first. `why`: of a telephone lost, see LostWhy; else empty.
struct PhoneChanged {
    std::string user;
    std::vector<Contact> contacts;
    std::string why;
};
using Event = std::variant<Invited, Progress, Answered, Confirmed, Reoffered, Ended, PhoneChanged>;

struct Trunk {
    std::string key;
    std::vector<std::string> allow;  // CIDR blocks, IPv4 and IPv6
};

struct Dial {
    std::string uri;  // "sip:agent001@127.0.0.1:7001"
    std::string from_uri;
    std::string from_name;
    std::string sdp;
    std::vector<std::pair<std::string, std::string>> headers;  // extra ones, already clean of CR and LF
    int ring_s = 60;                                           // silence or ringing for longer ends with 408
    std::string through = {};  // our own address to send from, as in Contact::through; empty: by the uri
    std::string route = {};    // Route values; empty: straight
};

struct Options {
    std::vector<std::string> listen;  // "udp:127.0.0.1:5060", "tcp:[::1]:5060"; port 0: any free one
    std::string advertise;            // our name for Contact and Via behind NAT; empty: the bound address
    int session_expires_s = 1800;
    int session_least_s = 90;      // Min-SE: who wants shorter session timers gets 422
    int unknown_source_per_s = 5;  // answers a second to each unknown source, then silence
    int legs_max = 5000;           // more: 503 with Retry-After, and dial ends at once with 503
    int t1_ms = 500;               // RFC 3261 17.1.1.1; all SIP time-outs are 64 times this. Tests shorten it
    int register_least_s = 60;     // shorter registrations get 423
    int register_asks_per_s = 50;  // challenges a second to one address: an office after a power cut
    int ping_s = 30;               // how long a telephone may be silent before it is asked by OPTIONS
};

struct Counters {
    std::uint64_t legs_open = 0;
    std::uint64_t handles_open = 0;
    std::uint64_t refused_unknown_source = 0;
    std::uint64_t dropped_by_rate_limit = 0;
    std::uint64_t registers_refused = 0;  // wrong secret or unknown user
    std::uint64_t phones_registered = 0;
};

class Endpoint {
  public:
    using Listener = std::function<void(Event)>;

    /// Binds all addresses on `root`'s loop (one nua per address). Throws Problem when one cannot be bound.
    Endpoint(su_root_s* root, Options options, IdMaker& ids, Clock const& clock, Listener listener);
    ~Endpoint();

    void set_trunks(std::vector<Trunk> trunks);

    // -- registered telephones
    // --------------------------------------------------------------------------------
    /// Who may register, by user. Who is no longer in it, or has another secret now, is lost at once.
    void set_phones(std::map<std::string, DigestSecret> phones);
    /// What was registered before a restart. Those over UDP count at once and are asked whether they are
    /// there.
    void restore_contacts(std::string const& user, std::vector<Contact> contacts);
    std::vector<Contact> contacts_of(std::string const& user) const;
    /// Rings on all of the user's telephones (`uri` of `dial` is not looked at); the first to answer has it.
    LegId dial_registered(std::string const& user, Dial const& dial);

    // -- a leg that came in
    // -----------------------------------------------------------------------------------
    /// 180 (or 183 with `sdp`); reliably (100rel) when the far end asks for it.
    void ring(LegId leg, std::optional<std::string> const& sdp = {});
    /// 200 with our SDP: the answer, or the offer when the INVITE had none.
    void answer(LegId leg, std::string const& sdp);
    /// Final refusal; `retry_after_s` > 0 adds the header.
    void refuse(LegId leg, int status, std::string_view phrase, int retry_after_s = 0);

    // -- a leg that goes out
    // ----------------------------------------------------------------------------------
    LegId dial(Dial const& dial);
    /// ACK to the 2xx that Answered has told. The far end repeats its 2xx until then, for 64*T1 at most
    /// (RFC 3261 13.3.1.4). hang_up in its place sends ACK and BYE.
    void acknowledge(LegId leg);

    // -- both
    // -------------------------------------------------------------------------------------------------
    /// Ends the leg in whatever state it is: refusal, CANCEL, or ACK and BYE. Ended follows within 32 s.
    void hang_up(LegId leg, std::string_view reason);
    void answer_offer(LegId leg, std::string const& sdp);
    void refuse_offer(LegId leg, int status);

    /// What is needed to send a BYE for this dialog after a crash (opaque text for the journal): Call-ID,
    /// both tags, CSeq, remote target, route set, local and remote address. Known of a leg that came in as
    /// soon as Invited is told, of one that goes out with its 2xx; empty before.
    std::string dialog_of(LegId leg) const;
    /// After a restart: BYE for a dialog of the process before. `done` when answered or given up (≤ 32 s).
    void bye_orphan(std::string const& dialog, std::function<void(bool answered)> done);

    Counters counters() const;
    std::vector<std::string> addresses() const;  // really bound: "udp:127.0.0.1:5060"
    /// Ends all legs and the nuas. Far ends have 4*T1 (2 s) to answer their BYE, then they are left alone:
    /// `done` comes within 4 s however dead they are.
    void shut_down(std::function<void()> done);

    struct Inside;

  private:
    std::unique_ptr<Inside> inside_;
};

}  // namespace rufwerk::sip

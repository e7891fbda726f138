#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// Where registered telephones are: RFC 3261, section 10.3. Pure: no sockets, no clock.
namespace rufwerk::sip {

/// One telephone, registered for a user.
struct Contact {
    std::string uri;       // as it names itself: "sip:anna@10.0.0.7:5060;transport=tcp"
    std::string instance;  // +sip.instance (RFC 5626, 4.1): the same device after a reboot; empty: unknown
    int q_thousandths = 1000;
    std::string path;       // Route values towards it (RFC 3327); empty: straight
    std::string transport;  // "udp" or "tcp"
    std::string host;       // where its REGISTER came from, which behind NAT is not what it says (RFC 3581)
    int port = 0;
    std::string through;  // our own address it registered at: "udp:192.0.2.1:5060"
    std::string agent;    // User-Agent, at most 100 characters
    std::string call_id;  // of its REGISTERs, whose CSeq must grow
    std::uint32_t cseq = 0;
    Instant since{};
    Instant seen{};
    Instant expires{};

    bool operator==(Contact const&) const = default;
};

/// A REGISTER that is known to come from who it says.
struct Registering {
    struct Wish {
        std::string uri;
        std::string instance;
        int q_thousandths = 1000;
        std::optional<std::uint32_t> expires_s;  // of this contact
    };
    std::vector<Wish> wishes;                // empty: only asks what there is
    bool is_star = false;                    // "Contact: *"
    std::optional<std::uint32_t> expires_s;  // of the Expires header
    Contact from;                            // all that is common: call_id, cseq, transport, host, port, …
};

enum class LostWhy : std::uint8_t { expired, unregistered, connection_closed, unanswered, removed };
std::string_view name(LostWhy why);

class Bindings {
  public:
    struct Limits {
        std::uint32_t expires_least_s = 60;  // shorter: 423 with Min-Expires
        std::uint32_t expires_most_s = 3600;
        std::uint32_t expires_s = 600;  // when the telephone asks for nothing
        std::size_t contacts_max = 8;  // of one user; a further one takes the place of the one unseen longest
    };
    Bindings();
    explicit Bindings(Limits limits);

    struct Outcome {
        int status = 200;
        std::string phrase = "OK";
        bool changed = false;  // a contact has come or gone; a refresh alone is none
    };
    /// All or nothing.
    Outcome apply(std::string const& user, Registering const& in, Instant now);

    struct Lost {
        std::string user;
        Contact contact;
        LostWhy why;
    };
    /// Takes away what has run out.
    std::vector<Lost> expire(Instant now);
    std::optional<Contact> remove(std::string const& user, std::string const& uri);
    /// Users who have no telephone here any more; gives what they had.
    std::vector<Lost> keep_only(std::set<std::string, std::less<>> const& users);
    void restore(std::string const& user, Contact contact);
    void touch(std::string const& user, std::string const& uri, Instant now);

    /// Those to ring, the best first: higher q, then the one registered last.
    std::vector<Contact> of(std::string_view user) const;
    std::map<std::string, std::vector<Contact>, std::less<>> const& all() const { return users_; }
    /// A telephone is known at this address and port.
    bool knows(std::string_view host, int port) const;
    Limits const& limits() const { return limits_; }

  private:
    Limits limits_;
    std::map<std::string, std::vector<Contact>, std::less<>> users_;  // none is empty
};

}  // namespace rufwerk::sip

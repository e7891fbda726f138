#pragma once

#include "sip/bindings.hpp"
#include "sip/connection_watch.hpp"
#include "sip/digest.hpp"
#include "sip/endpoint.hpp"
#include "sip/nonce_book.hpp"
#include "sip/registrar_realm.hpp"
#include "sip/sofia.hpp"
#include "sip/source_guard.hpp"

#include <map>
#include <string>
#include <utility>

namespace rufwerk::sip {

/// REGISTER of the house's telephones (RFC 3261, section 10): who may, where they are, and whether they still
/// are. A stranger learns nothing: unknown user and wrong secret have one answer, and too many of either from
/// one address get none.
class Registrar {
  public:
    explicit Registrar(Endpoint::Inside& inside);
    ~Registrar();
    Registrar(Registrar const&) = delete;
    Registrar& operator=(Registrar const&) = delete;

    /// Before the transaction layer sees it. Only for what is no call of ours and comes from no trunk.
    bool lets_in(sip_t const& sip, Address const& source, int port);
    void registered(Listening& at, nua_handle_t* handle, sip_t const& sip);

    void set_phones(std::map<std::string, DigestSecret> phones);
    void restore(std::string const& user, std::vector<Contact> contacts);
    Bindings const& bindings() const { return bindings_; }
    bool knows(Address const& source, int port) const;

  private:
    struct Ping {
        Instant next{};
        bool is_out = false;
    };
    using ContactKey = std::pair<std::string, std::string>;  // user, uri

    void challenge(Listening& at, nua_handle_t* handle, bool stale);
    void respond(Listening& at, nua_handle_t* handle, int status, char const* phrase,
                 std::string const& headers);
    std::optional<DigestCredentials> credentials_of(sip_t const& sip) const;
    DigestSecret const& secret_of(DigestCredentials const& credentials) const;
    void accept(Listening& at, nua_handle_t* handle, sip_t const& sip, std::string const& user);
    void tell(std::string const& user, std::string_view why);
    void tell_lost(Bindings::Lost const& lost);
    void lose(std::string const& user, std::string const& uri, LostWhy why);
    void tick();
    void watch_connections();
    void ping_due(Instant now);
    void ping(std::string const& user, Contact const& contact);

    Endpoint::Inside& inside_;
    Bindings bindings_;
    NonceBook nonces_;
    SourceGuard asks_;   // REGISTER of strangers: challenges a second
    SourceGuard wrong_;  // wrong secrets a second that get an answer
    std::map<std::string, DigestSecret, std::less<>> phones_;
    std::map<ContactKey, Ping> pings_;
    ConnectionWatch connections_;
    su_timer_t* ticker_ = nullptr;
};

/// What to dial for a contact: as it names itself, but at the address it was seen at when that is another one
/// (NAT) or its connection is the only way to it (TCP).
std::string dial_uri(Contact const& contact);

}  // namespace rufwerk::sip

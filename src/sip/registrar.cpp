#include "sip/registrar.hpp"

#include "base/log.hpp"
#include "sip/caller_identity.hpp"
#include "sip/endpoint_inside.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace rufwerk::sip {
namespace {

constexpr std::size_t uri_most = 500;
constexpr std::size_t agent_most = 100;
constexpr su_duration_t kTickMs = 1000;

std::optional<std::uint32_t> seconds_of(char const* text) {
    if (!text) return std::nullopt;
    std::string_view const digits{text};
    std::uint32_t value = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error == std::errc::result_out_of_range) return UINT32_MAX;
    // RFC 3261, 10.2.1.1: what cannot be read counts as 3600.
    if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) return 3600;
    return value;
}

/// "0.7" → 700; RFC 3261, 25.1: qvalue.
int q_of(char const* text) {
    std::string_view const q{text ? text : "1"};
    if (!q.starts_with('0')) return 1000;
    int thousandths = 0;
    for (std::size_t i = 2; i < 5; ++i) {
        bool const is_digit = i < q.size() && q[i] >= '0' && q[i] <= '9';
        thousandths = thousandths * 10 + (is_digit ? q[i] - '0' : 0);
    }
    return thousandths;
}

std::string instance_of(sip_contact_t const& contact) {
    auto const* value = msg_header_find_param(contact.m_common, "+sip.instance");
    std::string instance = value ? value : "";
    std::erase_if(instance, [](char c) { return c == '"' || c == '\r' || c == '\n'; });
    return instance.substr(0, agent_most);
}

std::string path_of(sip_t const& sip) {
    std::string path;
    for (auto const* hop = sip.sip_path; hop; hop = hop->r_next)
        path += (path.empty() ? "<" : ", <") + text_of(hop->r_url) + ">";
    return path;
}

/// Nothing for what no telephone sends.
std::optional<Registering> registering_of(sip_t const& sip) {
    Registering in;
    if (sip.sip_expires) in.expires_s = static_cast<std::uint32_t>(sip.sip_expires->ex_delta);
    for (auto const* contact = sip.sip_contact; contact; contact = contact->m_next) {
        if (contact->m_url->url_type == url_any) {
            in.is_star = true;
            continue;
        }
        bool const is_sip = contact->m_url->url_type == url_sip || contact->m_url->url_type == url_sips;
        auto uri = text_of(contact->m_url);
        if (!is_sip || !contact->m_url->url_host || uri.size() > uri_most) return std::nullopt;
        in.wishes.push_back(
            {std::move(uri), instance_of(*contact), q_of(contact->m_q), seconds_of(contact->m_expires)});
    }
    in.from.path = path_of(sip);
    if (in.from.path.size() > uri_most) return std::nullopt;
    in.from.call_id = sip.sip_call_id->i_id;
    in.from.cseq = sip.sip_cseq->cs_seq;
    if (sip.sip_user_agent && sip.sip_user_agent->g_string)
        in.from.agent = std::string{sip.sip_user_agent->g_string}.substr(0, agent_most);
    return in;
}

std::string contact_header(Contact const& contact, Instant now) {
    auto const left_s = std::chrono::duration_cast<std::chrono::seconds>(contact.expires - now).count();
    auto text = fmt::format("Contact: <{}>;expires={}", contact.uri, left_s);
    if (contact.q_thousandths < 1000) text += fmt::format(";q=0.{:03}", contact.q_thousandths);
    if (!contact.instance.empty()) text += ";+sip.instance=\"" + contact.instance + "\"";
    return text + "\r\n";
}

}  // namespace

Registrar::Registrar(Endpoint::Inside& inside)
    : inside_{inside},
      bindings_{{.expires_least_s = static_cast<std::uint32_t>(inside.options.register_least_s)}},
      nonces_{NonceBook::random_key()},
      asks_{inside.options.register_asks_per_s},
      wrong_{1} {
    ticker_ = su_timer_create(su_root_task(inside_.root), kTickMs);
    su_timer_set_for_ever(
        ticker_,
        [](su_root_magic_t*, su_timer_t*, su_timer_arg_t* magic) {
            reinterpret_cast<Registrar*>(magic)->tick();
        },
        reinterpret_cast<su_timer_arg_t*>(this));
}

Registrar::~Registrar() { su_timer_destroy(ticker_); }

bool Registrar::knows(Address const& source, int port) const {
    return bindings_.knows(text_of(source), port);
}

std::optional<DigestCredentials> Registrar::credentials_of(sip_t const& sip) const {
    for (auto const* header = sip.sip_authorization; header; header = header->au_next) {
        auto credentials = parse_credentials(auth_text(*header));
        if (credentials && credentials->realm == kPhoneRealm) return credentials;
    }
    return std::nullopt;
}

DigestSecret const& Registrar::secret_of(DigestCredentials const& credentials) const {
    static DigestSecret const nobodys;
    auto const phone = phones_.find(credentials.user);
    return phone == phones_.end() ? nobodys : phone->second;
}

bool Registrar::lets_in(sip_t const& sip, Address const& source, int port) {
    auto const method = sip.sip_request->rq_method;
    // A registered telephone gets an answer to what it asks (OPTIONS, or a SUBSCRIBE nobody serves), or it
    // would ask for ever. A call of its own is none of the house's.
    if (method != sip_method_register) return knows(source, port);
    if (phones_.empty()) return false;
    if (auto const credentials = credentials_of(sip)) {
        if (is_right(*credentials, secret_of(*credentials), "REGISTER")) return true;
        return wrong_.may_answer(source, inside_.clock.now());
    }
    return asks_.may_answer(source, inside_.clock.now());
}

void Registrar::respond(Listening& at, nua_handle_t* handle, int status, char const* phrase,
                        std::string const& headers) {
    nua_respond(handle, status, phrase, NUTAG_WITH_THIS(at.nua),
                TAG_IF(!headers.empty(), SIPTAG_HEADER_STR(headers.c_str())), TAG_END());
    inside_.destroy(handle);
}

void Registrar::challenge(Listening& at, nua_handle_t* handle, bool stale) {
    auto const nonce = nonces_.issue(inside_.clock.now());
    std::string headers;
    // RFC 8760, section 2.4: the better one first; who does not know it takes the next.
    for (auto const algorithm : {DigestAlgorithm::sha_256, DigestAlgorithm::md5}) {
        DigestChallenge one;
        one.realm = kPhoneRealm;
        one.nonce = nonce;
        one.algorithm = algorithm;
        one.qop_auth = true;
        one.stale = stale;
        headers += "WWW-Authenticate: " + to_text(one) + "\r\n";
    }
    respond(at, handle, SIP_401_UNAUTHORIZED, headers);
}

void Registrar::registered(Listening& at, nua_handle_t* handle, sip_t const& sip) {
    ++inside_.counters.handles_open;
    auto const credentials = credentials_of(sip);
    if (!credentials) return challenge(at, handle, false);
    auto const user = user_of_uri(text_of(sip.sip_to->a_url));
    bool const right = is_right(*credentials, secret_of(*credentials), "REGISTER");
    if (!right || user != credentials->user) {
        ++inside_.counters.registers_refused;
        auto const* message = nua_current_request(at.nua);
        auto const source = message ? source_of(const_cast<msg_t*>(message)) : std::nullopt;
        log::warning("sip.register_refused", {{"source", source ? text_of(*source) : ""}});
        return respond(at, handle, SIP_403_FORBIDDEN, {});
    }
    auto const verdict = nonces_.use(credentials->nonce, credentials->nc, inside_.clock.now());
    if (verdict != NonceBook::Verdict::good) return challenge(at, handle, true);
    accept(at, handle, sip, user);
}

void Registrar::accept(Listening& at, nua_handle_t* handle, sip_t const& sip, std::string const& user) {
    auto const now = inside_.clock.now();
    auto* message = nua_current_request(at.nua);
    auto const source = message ? source_of(message) : std::nullopt;
    auto in = registering_of(sip);
    if (!in || !source) {
        return respond(at, handle, 400, "Contact Not Usable", {});
    }
    in->from.host = text_of(*source);
    in->from.port = port_of(message);
    in->from.transport = at.address.substr(0, 3);
    in->from.through = at.address;
    auto const outcome = bindings_.apply(user, *in, now);
    if (outcome.status == 423)
        return respond(at, handle, 423, "Interval Too Brief",
                       fmt::format("Min-Expires: {}\r\n", bindings_.limits().expires_least_s));
    if (outcome.status != 200) return respond(at, handle, 400, "Not Understood", {});
    std::string headers;
    for (auto const& contact : bindings_.of(user))
        headers += contact_header(contact, now);
    if (!in->from.path.empty()) headers += "Path: " + in->from.path + "\r\n";
    respond(at, handle, SIP_200_OK, headers);
    if (!in->wishes.empty() || in->is_star)
        tell(user, bindings_.of(user).empty() ? name(LostWhy::unregistered) : std::string_view{});
}

void Registrar::set_phones(std::map<std::string, DigestSecret> phones) {
    std::set<std::string, std::less<>> users;
    // Who has another secret now has to show it: a telephone that was taken away must not ring on.
    for (auto const& [user, secret] : phones) {
        auto const before = phones_.find(user);
        if (before == phones_.end() || before->second == secret) users.insert(user);
    }
    phones_ = {phones.begin(), phones.end()};
    for (auto const& lost : bindings_.keep_only(users))
        tell_lost(lost);
}

void Registrar::restore(std::string const& user, std::vector<Contact> contacts) {
    auto const now = inside_.clock.now();
    if (!phones_.contains(user)) return;
    for (auto& contact : contacts) {
        // A connection does not survive the process, and an address we no longer listen on reaches nobody.
        bool const listens = std::ranges::any_of(
            inside_.listenings, [&](auto const& at) { return at->address == contact.through; });
        if (contact.transport != "udp" || contact.expires <= now || !listens) continue;
        pings_[{user, contact.uri}] = {now, false};  // is it still there?
        bindings_.restore(user, std::move(contact));
    }
    if (!bindings_.of(user).empty()) tell(user, {});
}

void Registrar::tell(std::string const& user, std::string_view why) {
    inside_.listener(PhoneChanged{user, bindings_.of(user), std::string{why}});
}

void Registrar::tell_lost(Bindings::Lost const& lost) {
    log::info("sip.phone_lost", {{"user", lost.user}, {"why", std::string{name(lost.why)}}});
    pings_.erase({lost.user, lost.contact.uri});
    tell(lost.user, name(lost.why));
}

void Registrar::lose(std::string const& user, std::string const& uri, LostWhy why) {
    if (auto const contact = bindings_.remove(user, uri)) tell_lost({user, *contact, why});
}

void Registrar::tick() {
    if (inside_.is_shutting_down) return;
    auto const now = inside_.clock.now();
    for (auto const& lost : bindings_.expire(now))
        tell_lost(lost);
    watch_connections();
    ping_due(now);
}

void Registrar::watch_connections() {
    std::vector<ContactKey> gone;
    for (auto const& [user, contacts] : bindings_.all())
        for (auto const& contact : contacts)
            if (contact.transport == "tcp" && !connections_.is_open(contact.host, contact.port))
                gone.emplace_back(user, contact.uri);
    for (auto const& [user, uri] : gone)
        lose(user, uri, LostWhy::connection_closed);
}

void Registrar::ping_due(Instant now) {
    std::erase_if(pings_, [&](auto const& entry) {
        auto const contacts = bindings_.all().find(entry.first.first);
        return contacts == bindings_.all().end() ||
               std::ranges::find(contacts->second, entry.first.second, &Contact::uri) ==
                   contacts->second.end();
    });
    for (auto const& [user, contacts] : bindings_.all()) {
        for (auto const& contact : contacts) {
            auto& ping =
                pings_
                    .try_emplace({user, contact.uri},
                                 Ping{contact.seen + std::chrono::seconds{inside_.options.ping_s}, false})
                    .first->second;
            if (ping.is_out || now < ping.next) continue;
            ping.is_out = true;
            this->ping(user, contact);
        }
    }
}

void Registrar::ping(std::string const& user, Contact const& contact) {
    auto const asked = inside_.clock.now();
    inside_.request(
        {.method = "OPTIONS", .uri = dial_uri(contact), .route = contact.path, .through = contact.through},
        [this, user, uri = contact.uri, asked](int, sip_t const* answer) {
            auto const now = inside_.clock.now();
            if (answer) bindings_.touch(user, uri, now);
            auto const ping = pings_.find({user, uri});
            if (ping == pings_.end()) return;
            ping->second = {now + std::chrono::seconds{inside_.options.ping_s}, false};
            if (answer || inside_.is_shutting_down) return;
            // It may have registered anew while the question was on its way.
            for (auto const& one : bindings_.of(user))
                if (one.uri == uri && one.seen < asked + Duration{1})
                    return lose(user, uri, LostWhy::unanswered);
        });
}

std::string dial_uri(Contact const& contact) {
    if (!contact.path.empty()) return contact.uri;
    auto const scheme_end = contact.uri.find(':');
    auto const at = contact.uri.find('@');
    auto const host_begin = at == std::string::npos ? scheme_end + 1 : at + 1;
    auto host_end = contact.uri.find_first_of(";?>", host_begin);
    if (host_end == std::string::npos) host_end = contact.uri.size();
    auto const address = contact.uri.substr(host_begin, host_end - host_begin);
    bool const is_v6 = contact.host.find(':') != std::string::npos;
    auto const host = is_v6 ? "[" + contact.host + "]" : contact.host;
    bool const says_so = address == host || address.starts_with(host + ":");
    if (contact.transport == "udp" && says_so) return contact.uri;
    auto const user =
        at == std::string::npos ? std::string{} : contact.uri.substr(scheme_end + 1, at - scheme_end);
    auto const uri = fmt::format("sip:{}{}:{}", user, host, contact.port);
    return contact.transport == "tcp" ? uri + ";transport=tcp" : uri;
}

}  // namespace rufwerk::sip

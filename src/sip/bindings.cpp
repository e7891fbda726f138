#include "sip/bindings.hpp"

#include <algorithm>

namespace rufwerk::sip {
namespace {

using Contacts = std::vector<Contact>;

bool is_same(Contact const& contact, Registering::Wish const& wish) {
    return contact.uri == wish.uri || (!wish.instance.empty() && contact.instance == wish.instance);
}

/// RFC 3261, 10.3, step 7: an update that was overtaken by a later one of the same telephone.
bool is_overtaken(Contact const& contact, Contact const& from) {
    return contact.call_id == from.call_id && from.cseq <= contact.cseq;
}

std::uint32_t expires_of(Registering const& in, Registering::Wish const& wish,
                         Bindings::Limits const& limits) {
    auto const asked = wish.expires_s ? wish.expires_s : in.expires_s;
    return std::min(asked.value_or(limits.expires_s), limits.expires_most_s);
}

Contact contact_of(Registering const& in, Registering::Wish const& wish, Instant now,
                   std::uint32_t expires_s) {
    auto contact = in.from;
    contact.uri = wish.uri;
    contact.instance = wish.instance;
    contact.q_thousandths = wish.q_thousandths;
    contact.since = contact.seen = now;
    contact.expires = now + std::chrono::seconds{expires_s};
    return contact;
}

bool is_better(Contact const& a, Contact const& b) {
    if (a.q_thousandths != b.q_thousandths) return a.q_thousandths > b.q_thousandths;
    return a.since > b.since;
}

}  // namespace

std::string_view name(LostWhy why) {
    switch (why) {
        case LostWhy::expired: return "expired";
        case LostWhy::unregistered: return "unregistered";
        case LostWhy::connection_closed: return "connection_closed";
        case LostWhy::unanswered: return "unanswered";
        case LostWhy::removed: return "removed";
    }
    return {};
}

Bindings::Bindings() : Bindings{Limits{}} {}
Bindings::Bindings(Limits limits) : limits_{limits} {}

Bindings::Outcome Bindings::apply(std::string const& user, Registering const& in, Instant now) {
    auto contacts = of(user);
    if (in.is_star && (in.expires_s != 0 || !in.wishes.empty())) return {400, "Star Needs Expires 0"};
    for (auto const& contact : contacts) {
        bool const meant = in.is_star || std::ranges::any_of(in.wishes, [&](auto const& wish) {
                               return is_same(contact, wish);
                           });
        if (meant && is_overtaken(contact, in.from)) return {400, "CSeq Too Low"};
    }
    Outcome outcome{.changed = in.is_star && !contacts.empty()};
    if (in.is_star) contacts.clear();
    for (auto const& wish : in.wishes) {
        auto const expires_s = expires_of(in, wish, limits_);
        if (expires_s > 0 && expires_s < limits_.expires_least_s) return {423, "Interval Too Brief"};
        auto const known =
            std::ranges::find_if(contacts, [&](auto const& one) { return is_same(one, wish); });
        if (expires_s == 0) {
            outcome.changed |= known != contacts.end();
            if (known != contacts.end()) contacts.erase(known);
            continue;
        }
        auto contact = contact_of(in, wish, now, expires_s);
        outcome.changed |= known == contacts.end() || known->uri != contact.uri ||
                           known->host != contact.host || known->port != contact.port;
        if (known != contacts.end()) {
            contact.since = known->since;
            *known = std::move(contact);
            continue;
        }
        if (contacts.size() >= limits_.contacts_max)
            contacts.erase(std::ranges::min_element(contacts, {}, &Contact::seen));
        contacts.push_back(std::move(contact));
    }
    if (contacts.empty())
        users_.erase(user);
    else
        users_[user] = std::move(contacts);
    return outcome;
}

std::vector<Bindings::Lost> Bindings::expire(Instant now) {
    std::vector<Lost> lost;
    for (auto user = users_.begin(); user != users_.end();) {
        auto& contacts = user->second;
        for (auto const& contact : contacts)
            if (contact.expires <= now) lost.push_back({user->first, contact, LostWhy::expired});
        std::erase_if(contacts, [&](auto const& contact) { return contact.expires <= now; });
        user = contacts.empty() ? users_.erase(user) : std::next(user);
    }
    return lost;
}

std::optional<Contact> Bindings::remove(std::string const& user, std::string const& uri) {
    auto const found = users_.find(user);
    if (found == users_.end()) return std::nullopt;
    auto& contacts = found->second;
    auto const at = std::ranges::find(contacts, uri, &Contact::uri);
    if (at == contacts.end()) return std::nullopt;
    auto contact = std::move(*at);
    contacts.erase(at);
    if (contacts.empty()) users_.erase(found);
    return contact;
}

std::vector<Bindings::Lost> Bindings::keep_only(std::set<std::string, std::less<>> const& users) {
    std::vector<Lost> lost;
    for (auto user = users_.begin(); user != users_.end();) {
        if (users.contains(user->first)) {
            ++user;
            continue;
        }
        for (auto const& contact : user->second)
            lost.push_back({user->first, contact, LostWhy::removed});
        user = users_.erase(user);
    }
    return lost;
}

void Bindings::restore(std::string const& user, Contact contact) {
    users_[user].push_back(std::move(contact));
}

void Bindings::touch(std::string const& user, std::string const& uri, Instant now) {
    auto const found = users_.find(user);
    if (found == users_.end()) return;
    for (auto& contact : found->second)
        if (contact.uri == uri) contact.seen = now;
}

Contacts Bindings::of(std::string_view user) const {
    auto const found = users_.find(user);
    if (found == users_.end()) return {};
    auto contacts = found->second;
    std::ranges::stable_sort(contacts, is_better);
    return contacts;
}

bool Bindings::knows(std::string_view host, int port) const {
    return std::ranges::any_of(users_, [&](auto const& user) {
        return std::ranges::any_of(
            user.second, [&](auto const& contact) { return contact.port == port && contact.host == host; });
    });
}

}  // namespace rufwerk::sip

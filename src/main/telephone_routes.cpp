#include "main/telephone_routes.hpp"

#include "call/phone_secret.hpp"
#include "people/me.hpp"
#include "wire/note.hpp"

#include <fmt/format.h>

namespace rufwerk {
namespace {

struct TelephoneContact {
    std::string contact;
    std::string address;
    std::string transport;
    std::string device;
    Instant since{}, seen{}, expires{};
};
WIRE_STRUCT(TelephoneContact, contact, address, transport, device, since, seen, expires)
WIRE_NOTES(TelephoneContact,
           {"contact", "As the telephone names itself.", R"("sip:agent001@192.168.1.20:5060")"},
           {"address", "Where it was seen; behind NAT another one.", R"("203.0.113.9:51234")"},
           {"transport", "udp or tcp.", R"("udp")"},
           {"device", "What it says it is.", R"("Yealink SIP-T46U 108.86.0.20")"},
           {"since", "Since when it is registered."}, {"seen", "When something came from it last."},
           {"expires", "When the registration ends unless it is renewed."})

struct Telephone {
    std::string login, name;
    bool has_secret = false;
    std::optional<std::string> lost;
    std::vector<TelephoneContact> contacts;
};
WIRE_STRUCT(Telephone, login, name, has_secret, lost, contacts)
WIRE_NOTES(Telephone, {"login", "Whose telephone.", R"("agent001")"},
           {"name", "As people read it.", R"("Lena Brandt")"},
           {"has_secret", "Whether it can register at all: without a secret it cannot."},
           {"lost", "Why it is gone: expired, unregistered, connection_closed, unanswered, removed.", "null"},
           {"contacts", "What is registered, in the order in which it rings; all ring at once."})

struct Telephones {
    std::vector<Telephone> items;
};
WIRE_STRUCT(Telephones, items)
WIRE_NOTES(Telephones, {"items", "Every active agent whose telephone registers, by login."})

std::string address_of(sip::Contact const& contact) {
    bool const is_v6 = contact.host.find(':') != std::string::npos;
    return is_v6 ? fmt::format("[{}]:{}", contact.host, contact.port)
                 : fmt::format("{}:{}", contact.host, contact.port);
}

Telephones to_wire(std::vector<Switch::Telephone> const& telephones) {
    Telephones out;
    for (auto const& one : telephones) {
        Telephone telephone{one.login, one.name, one.has_secret, {}, {}};
        if (one.agent && !one.agent->phone_lost.empty()) telephone.lost = one.agent->phone_lost;
        for (auto const& contact : one.contacts)
            telephone.contacts.push_back({contact.uri, address_of(contact), contact.transport, contact.agent,
                                          contact.since, contact.seen, contact.expires});
        out.items.push_back(std::move(telephone));
    }
    return out;
}

}  // namespace

void add_telephone_routes(people::Api& api, SwitchThread& switch_thread) {
    api.live<people::Nothing, Telephones>(
        "GET", "/api/telephones", people::Permission::see_users, "Desk telephones and where they are",
        [&switch_thread](people::Actor const&, people::Nothing const&,
                         people::Reply<Telephones> const& reply) {
            bool const posted = switch_thread.post([reply](Switch& on) { reply(to_wire(on.telephones())); });
            if (!posted) reply.refuse(switch_busy());
        },
        {switch_busy()});
    api.write<call::renew_phone_secret>(
        "POST", "/api/telephones/{login}/secret", people::Permission::manage_centre,
        "A new secret for a desk telephone", {call::unknown_user(), call::phone_not_registering()});
}

}  // namespace rufwerk

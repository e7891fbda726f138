#include "base/log.hpp"
#include "call/phone_secret.hpp"
#include "main/switch.hpp"

/// Desk telephones that register.
namespace rufwerk {

void Switch::set_registering_phones() {
    std::map<std::string, sip::DigestSecret> phones;
    for (auto const& [login, agent] : centre_->agents)
        if (agent.active && agent.phone == call::kRegisters && !agent.phone_secret.empty())
            phones.emplace(login, agent.phone_secret);
    sip_->set_phones(std::move(phones));
}

void Switch::on(sip::PhoneChanged const& event) {
    bool const was_there = registered_.contains(event.user);
    bool const is_there = !event.contacts.empty();
    if (parts_.keep_contacts) parts_.keep_contacts(event.user, event.contacts);
    if (was_there == is_there) return;
    log::info(is_there ? "phone.registered" : "phone.lost", {{"user", event.user}, {"why", event.why}});
    if (is_there) {
        registered_.insert(event.user);
        return feed(call::PhoneAttached{event.user});
    }
    registered_.erase(event.user);
    feed(call::PhoneLost{event.user, event.why});
}

std::vector<Switch::Telephone> Switch::telephones() const {
    std::vector<Telephone> telephones;
    for (auto const& [login, agent] : centre_->agents)
        if (agent.active && agent.phone == call::kRegisters)
            telephones.push_back({login, agent.name, !agent.phone_secret.empty(), sip_->contacts_of(login),
                                  switchboard_.agent_view(login)});
    return telephones;
}

}  // namespace rufwerk

#include "sip/forks.hpp"

#include "sip/endpoint_inside.hpp"
#include "sip/registrar.hpp"

#include <algorithm>
#include <utility>

namespace rufwerk::sip {
namespace {

/// RFC 3261, 16.7, step 6: a 6xx speaks for the user; else what a person said before what a machine did.
int weight(int status) {
    if (status >= 600) return 4;
    if (status == 486 || status == 480) return 3;
    if (status == 408 || status == 503) return 1;
    return 2;
}

}  // namespace

void Forks::open(LegId leg, std::vector<LegId> branches) {
    for (auto const branch : branches)
        leg_of_[branch] = leg;
    forks_[leg].branches = std::move(branches);
}

bool Forks::take(Event& event) {
    return std::visit([this](auto& one) { return on(one); }, event);
}

bool Forks::on(Progress& event) {
    auto const found = leg_of_.find(event.leg);
    if (found == leg_of_.end()) return true;
    if (!found->second) return false;
    event.leg = found->second;
    event.sdp.reset();  // of several that ring nobody can say whose sound it is
    return true;
}

bool Forks::on(Answered& event) {
    auto const found = leg_of_.find(event.leg);
    if (found == leg_of_.end()) return true;
    auto const leg = found->second;
    auto fork = forks_.extract(leg).mapped();
    std::erase(fork.branches, event.leg);
    for (auto const branch : fork.branches)
        leg_of_[branch] = LegId{};
    leg_of_.erase(found);
    auto row = inside_.legs.extract(event.leg);
    row.key() = leg;
    row.mapped()->id = leg;
    inside_.legs.insert(std::move(row));
    event.leg = leg;
    cancel(fork.branches, "answered_elsewhere");
    return true;
}

bool Forks::on(Ended& event) {
    auto const found = leg_of_.find(event.leg);
    if (found == leg_of_.end()) return true;
    auto const leg = found->second;
    auto const branch = found->first;
    leg_of_.erase(found);
    auto const fork = forks_.find(leg);
    if (fork == forks_.end()) return false;
    std::erase(fork->second.branches, branch);
    event.leg = leg;
    if (!fork->second.worst.leg || weight(event.status) > weight(fork->second.worst.status))
        fork->second.worst = event;
    if (fork->second.branches.empty()) {
        event = fork->second.worst;
        forks_.erase(fork);
        return true;
    }
    if (event.by_far_end && event.status >= 600) cancel(fork->second.branches, "declined");
    return false;
}

bool Forks::hang_up(LegId leg, std::string_view reason) {
    auto const fork = forks_.find(leg);
    if (fork == forks_.end()) return false;
    cancel(fork->second.branches, reason);
    return true;
}

/// By value in effect: ends may be told while this walks.
void Forks::cancel(std::vector<LegId> const& branches, std::string_view reason) {
    for (auto const branch : std::vector{branches})
        if (auto* const row = inside_.find(branch)) inside_.hang_up(*row, reason);
}

LegId Endpoint::Inside::dial_registered(std::string const& user, Dial dial) {
    auto const contacts = registrar->bindings().of(user);
    auto const ring = [&](Contact const& contact) {
        dial.uri = dial_uri(contact);
        dial.through = contact.through;
        dial.route = contact.path;
        return this->dial(dial);
    };
    if (contacts.size() == 1) return ring(contacts.front());
    auto const leg = ids.make_as<LegId>(clock.now());
    if (contacts.empty()) {
        later([this, leg] { listener(Ended{leg, false, 480, "unavailable"}); });
        return leg;
    }
    std::vector<LegId> branches;
    for (auto const& contact : contacts)
        branches.push_back(ring(contact));
    forks.open(leg, std::move(branches));
    return leg;
}

}  // namespace rufwerk::sip

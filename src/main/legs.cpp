#include "main/legs.hpp"

namespace rufwerk {
namespace {

template <class Map, class Key>
std::optional<call::Leg> found_in(Map const& map, Key const& key) {
    auto const found = map.find(key);
    if (found == map.end()) return std::nullopt;
    return found->second;
}

}  // namespace

LegState& LegTable::add(call::Leg leg, LegState state) {
    if (state.sip) by_sip_[state.sip] = leg;
    if (state.media) by_media_[state.media] = leg;
    if (state.link) by_button_[state.link->socket] = leg;
    return legs_[leg] = std::move(state);
}

LegState* LegTable::find(call::Leg leg) {
    auto const found = legs_.find(leg);
    return found == legs_.end() ? nullptr : &found->second;
}

std::optional<call::Leg> LegTable::of_sip(sip::LegId id) const { return found_in(by_sip_, id); }
std::optional<call::Leg> LegTable::of_media(media::LegId id) const { return found_in(by_media_, id); }
std::optional<call::Leg> LegTable::of_button(std::uint64_t socket) const {
    return found_in(by_button_, socket);
}

void LegTable::remove(call::Leg leg) {
    auto const found = legs_.find(leg);
    if (found == legs_.end()) return;
    forget_media(found->second);
    by_sip_.erase(found->second.sip);
    if (found->second.link) by_button_.erase(found->second.link->socket);
    legs_.erase(found);
}

void LegTable::forget_media(LegState& state) {
    by_media_.erase(state.media);
    state.media = {};
}

BrowserPhone* LegTable::phone(std::string const& login) {
    auto const found = phones_.find(login);
    return found == phones_.end() ? nullptr : &found->second;
}

std::optional<std::string> LegTable::phone_of_media(media::LegId id) const {
    for (auto const& [login, phone] : phones_)
        if (phone.media == id) return login;
    return std::nullopt;
}

}  // namespace rufwerk

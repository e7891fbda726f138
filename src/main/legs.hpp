#pragma once

#include "call/event.hpp"
#include "media/engine.hpp"
#include "sip/endpoint.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace rufwerk {

/// A page's WebSocket as the switch sees it: its number, and a way to send it a message.
struct BrowserLink {
    std::uint64_t socket = 0;
    std::function<void(std::string const& json)> send;
    std::function<void()> close;
};

/// What a leg of a call is made of outside: a SIP dialog or a page's call button, and its media.
struct LegState {
    sip::LegId sip;      // 0 for a call button
    media::LegId media;  // 0 when it has none (any more)
    std::string our_sdp;
    std::string dialog;               // as the journal has it
    std::optional<BrowserLink> link;  // of a call button
    bool on_hold = false;             // by the far end: silence is then no fault
    bool answered = false;            // our 200 has left, or theirs has come
};

/// An agent's telephone in the browser, standing open outside any call.
struct BrowserPhone {
    BrowserLink link;
    media::LegId media;
    bool connected = false;
};

/// Finds legs from either side: from the Switchboard's names, SIP's, media's and the sockets'.
class LegTable {
  public:
    LegState& add(call::Leg leg, LegState state);
    LegState* find(call::Leg leg);
    std::optional<call::Leg> of_sip(sip::LegId id) const;
    std::optional<call::Leg> of_media(media::LegId id) const;
    std::optional<call::Leg> of_button(std::uint64_t socket) const;
    void remove(call::Leg leg);
    /// The leg has no media any more.
    void forget_media(LegState& state);
    std::size_t size() const { return legs_.size(); }
    std::map<call::Leg, LegState> const& all() const { return legs_; }

    BrowserPhone* phone(std::string const& login);
    std::map<std::string, BrowserPhone>& phones() { return phones_; }
    std::map<std::string, BrowserPhone> const& phones() const { return phones_; }
    std::optional<std::string> phone_of_media(media::LegId id) const;

  private:
    std::map<call::Leg, LegState> legs_;
    std::map<sip::LegId, call::Leg> by_sip_;
    std::map<media::LegId, call::Leg> by_media_;
    std::map<std::uint64_t, call::Leg> by_button_;
    std::map<std::string, BrowserPhone> phones_;
};

}  // namespace rufwerk

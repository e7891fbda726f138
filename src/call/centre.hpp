#pragma once

#include "base/clock.hpp"
#include "sip/digest.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// What the switch must know of the centre: a value, read from the business database at start and again after
/// every change, handed to the switch as a whole. Keyed by the stable keys people write in centre.toml.
namespace rufwerk::call {

struct Client {
    std::string key;
    std::string name;
    std::string greeting;  // "Stadtwerke Nordheim, guten Tag, mein Name ist {agent}."
    std::string color;     // "#1d55c4"

    bool operator==(Client const&) const = default;
};

struct Queue {
    std::string key;
    std::string name;
    std::string client;
    std::vector<std::string> skills;  // an agent must have all of them
    int priority = 0;                 // higher first, then waiting time
    int ring_s = 15;
    int wrap_up_s = 30;  // 0: ready again at once
    int service_level_within_s = 20;
    int service_level_percent = 80;
    std::string music_audio;  // file; empty: the house's music

    bool operator==(Queue const&) const = default;
};

enum class AnswerWhen { at_once, agent };

struct Number {
    std::string number;  // E.164: "+495551448000"
    std::string client;
    std::string queue;
    AnswerWhen answer = AnswerWhen::at_once;
    std::string greeting_audio;  // file; empty: none is played
    std::string call_button;     // key of a website call button that leads here; empty: none

    bool operator==(Number const&) const = default;
};

struct Trunk {
    std::string key;
    std::vector<std::string> allow;  // CIDR

    bool operator==(Trunk const&) const = default;
};

struct Agent {
    std::string login;
    std::string name;
    std::map<std::string, int> skills;    // key → level 1..10
    std::vector<std::string> clients;     // may serve; empty: all
    std::string phone = "browser";        // or "register" or a SIP URI
    sip::DigestSecret phone_secret = {};  // of a telephone that registers; empty: it cannot yet
    bool active = true;

    bool operator==(Agent const&) const = default;
};

struct PauseReason {
    std::string key;
    std::string name_de;
    std::string name_en;

    bool operator==(PauseReason const&) const = default;
};

struct Centre {
    std::int64_t version = 0;
    std::map<std::string, Client> clients;
    std::map<std::string, Queue> queues;
    std::map<std::string, Number> numbers;
    std::map<std::string, Trunk> trunks;
    std::map<std::string, Agent> agents;  // users with the role agent, by login
    std::map<std::string, PauseReason> pause_reasons;
};

}  // namespace rufwerk::call

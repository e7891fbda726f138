#pragma once

#include "call/call_list.hpp"
#include "people/actor.hpp"
#include "store/database.hpp"
#include "wire/note.hpp"

#include <optional>
#include <string>
#include <vector>

/// What filters and choices of the pages offer: short lists, within the wall, in the order people expect.
namespace rufwerk::call {

struct ClientChoice {
    std::string key, name, color;
};
BOOST_DESCRIBE_STRUCT(ClientChoice, (), (key, name, color))
constexpr std::string_view wire_name(ClientChoice const*) { return "ClientName"; }
WIRE_NOTES(ClientChoice, {"key", "Of the client.", R"("nordheim")"},
           {"name", "As people read it.", R"("Stadtwerke Nordheim")"},
           {"color", "Its color, or empty.", R"("#1d55c4")"})

struct QueueChoice {
    std::string key, name, client;
};
BOOST_DESCRIBE_STRUCT(QueueChoice, (), (key, name, client))
constexpr std::string_view wire_name(QueueChoice const*) { return "QueueName"; }
WIRE_NOTES(QueueChoice, {"key", "Of the queue.", R"("tarif")"},
           {"name", "As people read it.", R"("Tarifberatung")"},
           {"client", "Key of its client.", R"("nordheim")"})

struct NumberChoice {
    std::string number, client, queue;
};
BOOST_DESCRIBE_STRUCT(NumberChoice, (), (number, client, queue))
constexpr std::string_view wire_name(NumberChoice const*) { return "NumberName"; }
WIRE_NOTES(NumberChoice, {"number", "E.164.", R"("+495551448000")"},
           {"client", "Key of its client.", R"("nordheim")"},
           {"queue", "Key of the queue its calls come to.", R"("tarif")"})

struct NamedChoice {
    std::string key, name_de, name_en;
};
WIRE_STRUCT(NamedChoice, key, name_de, name_en)
WIRE_NOTES(NamedChoice, {"key", "What other routes take.", R"("advice")"},
           {"name_de", "For people, in German.", R"("Beratung")"},
           {"name_en", "For people, in English.", R"("Advice")"})

struct ButtonChoice {
    std::string key, client, name, color;
};
BOOST_DESCRIBE_STRUCT(ButtonChoice, (), (key, client, name, color))
constexpr std::string_view wire_name(ButtonChoice const*) { return "DemoButton"; }
WIRE_NOTES(ButtonChoice, {"key", "What the call button's socket takes.", R"("nordheim")"},
           {"client", "Key of the client.", R"("nordheim")"},
           {"name", "The client's name.", R"("Stadtwerke Nordheim")"},
           {"color", "The client's color, or empty.", R"("#1d55c4")"})

struct ClientChoices {
    std::vector<ClientChoice> items;
};
WIRE_STRUCT(ClientChoices, items)
WIRE_NOTES(ClientChoices, {"items", "All clients, in the order people expect."})

struct QueueChoices {
    std::vector<QueueChoice> items;
};
WIRE_STRUCT(QueueChoices, items)
WIRE_NOTES(QueueChoices, {"items", "All queues, in the order people expect."})

struct NumberChoices {
    std::vector<NumberChoice> items;
};
WIRE_STRUCT(NumberChoices, items)
WIRE_NOTES(NumberChoices, {"items", "All numbers, in the order people expect."})

struct NamedChoices {
    std::vector<NamedChoice> items;
};
WIRE_STRUCT(NamedChoices, items)
WIRE_NOTES(NamedChoices, {"items", "All choices, in the order people expect."})

struct ButtonChoices {
    std::vector<ButtonChoice> items;
};
WIRE_STRUCT(ButtonChoices, items)
WIRE_NOTES(ButtonChoices, {"items", "All buttons, in the order people expect."})

struct OfClient {
    std::string client;
};
WIRE_STRUCT(OfClient, client)
WIRE_NOTES(OfClient, {"client", "Key of the client.", R"("nordheim")"})

ClientChoices list_clients(store::Transaction& transaction, people::Actor const& actor,
                           people::Nothing const& in);
QueueChoices list_queues(store::Transaction& transaction, people::Actor const& actor,
                         people::Nothing const& in);
NumberChoices list_numbers(store::Transaction& transaction, people::Actor const& actor,
                           people::Nothing const& in);
/// The results of a client; throws not_found "client.unknown" also for one behind the wall.
NamedChoices list_results(store::Transaction& transaction, people::Actor const& actor, OfClient const& in);
NamedChoices list_pause_reasons(store::Transaction& transaction, people::Actor const& actor,
                                people::Nothing const& in);
/// Public: the call buttons that numbers name, for the demo pages.
ButtonChoices list_call_buttons(store::Transaction& transaction, people::Actor const& actor,
                                people::Nothing const& in);

}  // namespace rufwerk::call

#pragma once

#include "call/call_list.hpp"
#include "people/actor.hpp"
#include "store/database.hpp"
#include "wire/wire.hpp"

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

struct QueueChoice {
    std::string key, name, client;
};
BOOST_DESCRIBE_STRUCT(QueueChoice, (), (key, name, client))
constexpr std::string_view wire_name(QueueChoice const*) { return "QueueName"; }

struct NumberChoice {
    std::string number, client, queue;
};
BOOST_DESCRIBE_STRUCT(NumberChoice, (), (number, client, queue))
constexpr std::string_view wire_name(NumberChoice const*) { return "NumberName"; }

struct NamedChoice {
    std::string key, name_de, name_en;
};
WIRE_STRUCT(NamedChoice, key, name_de, name_en)

struct ButtonChoice {
    std::string key, client, name, color;
};
BOOST_DESCRIBE_STRUCT(ButtonChoice, (), (key, client, name, color))
constexpr std::string_view wire_name(ButtonChoice const*) { return "DemoButton"; }

struct ClientChoices {
    std::vector<ClientChoice> items;
};
WIRE_STRUCT(ClientChoices, items)

struct QueueChoices {
    std::vector<QueueChoice> items;
};
WIRE_STRUCT(QueueChoices, items)

struct NumberChoices {
    std::vector<NumberChoice> items;
};
WIRE_STRUCT(NumberChoices, items)

struct NamedChoices {
    std::vector<NamedChoice> items;
};
WIRE_STRUCT(NamedChoices, items)

struct ButtonChoices {
    std::vector<ButtonChoice> items;
};
WIRE_STRUCT(ButtonChoices, items)

struct OfClient {
    std::string client;
};
WIRE_STRUCT(OfClient, client)

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

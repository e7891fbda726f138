#pragma once

#include "call/call_list.hpp"
#include "people/actor.hpp"
#include "store/database.hpp"

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <vector>

/// What filters and choices of the pages offer: short lists, within the wall, in the order people expect.
namespace rufwerk::call {

struct ClientChoice {
    static constexpr char type_name[] = "Client";
    std::string key, name, color;
};
BOOST_DESCRIBE_STRUCT(ClientChoice, (), (key, name, color))

struct QueueChoice {
    static constexpr char type_name[] = "QueueChoice";
    std::string key, name, client;
};
BOOST_DESCRIBE_STRUCT(QueueChoice, (), (key, name, client))

struct NumberChoice {
    static constexpr char type_name[] = "Number";
    std::string number, client, queue;
};
BOOST_DESCRIBE_STRUCT(NumberChoice, (), (number, client, queue))

struct NamedChoice {
    static constexpr char type_name[] = "NamedChoice";
    std::string key, name_de, name_en;
};
BOOST_DESCRIBE_STRUCT(NamedChoice, (), (key, name_de, name_en))

struct ButtonChoice {
    static constexpr char type_name[] = "CallButton";
    std::string key, client, name, color;
};
BOOST_DESCRIBE_STRUCT(ButtonChoice, (), (key, client, name, color))

struct ClientChoices {
    static constexpr char type_name[] = "Clients";
    std::vector<ClientChoice> items;
};
BOOST_DESCRIBE_STRUCT(ClientChoices, (), (items))

struct QueueChoices {
    static constexpr char type_name[] = "Queues";
    std::vector<QueueChoice> items;
};
BOOST_DESCRIBE_STRUCT(QueueChoices, (), (items))

struct NumberChoices {
    static constexpr char type_name[] = "Numbers";
    std::vector<NumberChoice> items;
};
BOOST_DESCRIBE_STRUCT(NumberChoices, (), (items))

struct NamedChoices {
    static constexpr char type_name[] = "NamedChoices";
    std::vector<NamedChoice> items;
};
BOOST_DESCRIBE_STRUCT(NamedChoices, (), (items))

struct ButtonChoices {
    static constexpr char type_name[] = "CallButtons";
    std::vector<ButtonChoice> items;
};
BOOST_DESCRIBE_STRUCT(ButtonChoices, (), (items))

struct OfClient {
    static constexpr char type_name[] = "OfClient";
    std::string client;
};
BOOST_DESCRIBE_STRUCT(OfClient, (), (client))

ClientChoices list_clients(store::Transaction& transaction, people::Actor const& actor, Everything const& in);
QueueChoices list_queues(store::Transaction& transaction, people::Actor const& actor, Everything const& in);
NumberChoices list_numbers(store::Transaction& transaction, people::Actor const& actor, Everything const& in);
/// The results of a client; throws not_found "client.unknown" also for one behind the wall.
NamedChoices list_results(store::Transaction& transaction, people::Actor const& actor, OfClient const& in);
NamedChoices list_pause_reasons(store::Transaction& transaction, people::Actor const& actor,
                                Everything const& in);
/// Public: the call buttons that numbers name, for the demo pages.
ButtonChoices list_call_buttons(store::Transaction& transaction, people::Actor const& actor,
                                Everything const& in);

}  // namespace rufwerk::call

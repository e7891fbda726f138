#include "call/call_routes.hpp"

#include "call/call_list.hpp"
#include "call/call_list_catalogue.hpp"
#include "call/file_result.hpp"

namespace rufwerk::call {

void add_call_routes(people::Api& api) {
    using people::Permission;
    api.read<list_calls>("/api/calls", Permission::see_calls, "Calls, the newest first");
    api.read<show_call>("/api/calls/{id}", Permission::see_calls, "One call with its journal");
    api.write<file_result>("PUT", "/api/calls/{id}/result", Permission::file_result,
                           "Result and note of a call");
    api.read<list_to_complete>("/api/me/to-complete", Permission::take_calls, "My calls without a result");
    api.read<list_clients>("/api/clients", Permission::see_catalogue, "Clients I may see");
    api.read<list_queues>("/api/queues", Permission::see_catalogue, "Queues I may see");
    api.read<list_numbers>("/api/numbers", Permission::see_catalogue, "Numbers I may see");
    api.read<list_results>("/api/results", Permission::see_catalogue, "The results of a client");
    api.read<list_pause_reasons>("/api/pause-reasons", Permission::see_catalogue, "Reasons for a pause");
    api.read<list_call_buttons>("/api/demo/buttons", Permission::anyone, "Call buttons of the demo pages");
}

}  // namespace rufwerk::call

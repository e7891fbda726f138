#include "call/call_routes.hpp"

#include "base/problem.hpp"
#include "call/call_list.hpp"
#include "call/call_list_catalogue.hpp"
#include "call/file_result.hpp"

namespace rufwerk::call {

void add_call_routes(people::Api& api) {
    using people::Permission;
    Problem const unknown_call{Refusal::not_found, "call.unknown", "There is no call 71."};
    Problem const not_your_call{Refusal::forbidden, "call.not_yours",
                                "Only the agent who had this call, or a supervisor, may give it a result."};
    Problem const unknown_client{Refusal::not_found, "client.unknown", "There is no client \"nordheim\"."};
    api.read<list_calls>("/api/calls", Permission::see_calls, "Calls, the newest first");
    api.read<show_call>("/api/calls/{id}", Permission::see_calls, "One call with its journal",
                        {unknown_call});
    api.write<file_result>("PUT", "/api/calls/{id}/result", Permission::file_result,
                           "Result and note of a call", {unknown_call, not_your_call});
    api.read<list_to_complete>("/api/me/to-complete", Permission::take_calls, "My calls without a result");
    api.read<list_clients>("/api/clients", Permission::see_catalogue, "Clients I may see");
    api.read<list_queues>("/api/queues", Permission::see_catalogue, "Queues I may see");
    api.read<list_numbers>("/api/numbers", Permission::see_catalogue, "Numbers I may see");
    api.read<list_results>("/api/results", Permission::see_catalogue, "The results of a client",
                           {unknown_client});
    api.read<list_pause_reasons>("/api/pause-reasons", Permission::see_catalogue, "Reasons for a pause");
    api.read<list_call_buttons>("/api/demo/buttons", Permission::anyone, "Call buttons of the demo pages");
}

}  // namespace rufwerk::call

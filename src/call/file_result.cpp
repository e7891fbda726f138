#include "call/file_result.hpp"

#include "base/problem.hpp"
#include "base/text.hpp"
#include "people/audit.hpp"

#include <fmt/format.h>

namespace rufwerk::call {
namespace {

std::string as_json(std::string const& result, std::string const& note) {
    return fmt::format(R"({{"result":{},"note":{}}})", json_string(result), json_string(note));
}

void check_note(std::string const& note) {
    if (note.size() > note_bytes_max)
        throw invalid_field("note", "length",
                            fmt::format("has {} bytes, at most {} are kept", note.size(), note_bytes_max));
}

void check_result(store::Transaction& transaction, ListedCall const& call, std::string const& result) {
    if (transaction.query_one("SELECT 1 FROM result WHERE client = $1 AND key = $2", {call.client, result}))
        return;
    throw invalid_field("result", "unknown",
                        fmt::format("\"{}\" is not a result of {}: see /api/results?client={}", result,
                                    call.client_name, call.client));
}

}  // namespace

ListedCall file_result(store::Transaction& transaction, people::Actor const& actor,
                       FileResultOfCall const& in) {
    actor.require(people::Permission::file_result);
    ListedCall call = show_call(transaction, actor, {in.id});
    if (call.agent != actor.login && !actor.may(people::Permission::correct_result))
        throw Problem{Refusal::forbidden, "call.not_yours",
                      "Only the agent who had this call, or a supervisor, may give it a result."};
    auto const note_before = call.note.value_or("");
    auto const note = in.note.value_or(note_before);
    check_note(note);
    check_result(transaction, call, in.result);
    if (call.result == in.result && note_before == note) return call;
    transaction.execute("UPDATE call SET result = $1, note = $2, filed_by = $3, filed_ms = $4 WHERE id = $5",
                        {in.result, note, actor.login, to_ms(transaction.now()), in.id.value});
    if (call.result)
        people::write_audit(transaction, actor,
                            {"call.result_changed", "call", to_string(in.id), call.client,
                             as_json(*call.result, note_before), as_json(in.result, note)});
    transaction.emit("call.filed",
                     fmt::format(R"({{"call":"{}","client":{},"agent":{},"by":{},"result":{}}})", in.id.value,
                                 json_string(call.client), json_string(call.agent.value_or("")),
                                 json_string(actor.login), json_string(in.result)));
    call.result = in.result;
    call.note = note.empty() ? std::nullopt : std::optional{note};
    return call;
}

}  // namespace rufwerk::call

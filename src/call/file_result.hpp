#pragma once

#include "call/call_list.hpp"
#include "wire/note.hpp"

#include <string>

namespace rufwerk::call {

constexpr std::size_t note_bytes_max = 10'000;

struct FileResultOfCall {
    CallId id;
    std::string result;
    std::optional<std::string> note;
};
WIRE_STRUCT(FileResultOfCall, id, result, note)
WIRE_NOTES(FileResultOfCall, {"id", "The call."},
           {"result", "Key of a result of the call's client (/api/results).", R"("advice")"},
           {"note", "At most 10,000 bytes; left out or null: as it was.", R"("Sends the contract.")"})

/// Result and note of a call: by the agent who had it, or by a supervisor. The same again changes nothing;
/// another one than before is kept in the audit log with both. Emits `call.filed`. Throws Problem: not_found
/// "call.unknown", forbidden "call.not_yours", invalid `result` or `note`.
ListedCall file_result(store::Transaction& transaction, people::Actor const& actor,
                       FileResultOfCall const& in);

}  // namespace rufwerk::call

#pragma once

#include "call/centre.hpp"
#include "call/centre_file.hpp"
#include "people/actor.hpp"
#include "store/database.hpp"
#include "wire/wire.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// `rufwerk apply`: makes the centre as the file says. All or nothing, and a second time nothing changes.
namespace rufwerk::call {

struct KindCount {
    std::string kind;  // "client", "queue", …
    std::int64_t created = 0;
    std::int64_t changed = 0;
    std::int64_t unchanged = 0;

    bool operator==(KindCount const&) const = default;
};
WIRE_STRUCT(KindCount, kind, created, changed, unchanged)

struct Applied {
    std::vector<KindCount> kinds;  // only kinds that the file or a default touches

    bool changed() const;
    /// "2 clients created, 1 queue changed, 14 unchanged" for the command line.
    std::string sentence() const;
};
WIRE_STRUCT(Applied, kinds)

struct ProvisionCentre {
    CentreFile file;
    std::map<std::string, std::string> password_hashes;  // by login; used where the login is new
};

/// The use case: checks, writes what differs, one audit row per thing, and emits `centre.changed` when
/// anything has. Throws Problem invalid "centre.faults": every fault as "centre.toml:14: queue.skills[1]:
/// message", one per line of the detail and one per field.
Applied provision_centre(store::Transaction& transaction, people::Actor const& actor,
                         ProvisionCentre const& in);

/// Reads the file, hashes the passwords of new users in parallel and runs the use case. For the command line
/// and the control socket; waits.
Applied apply_centre(store::Database& database, people::Actor const& actor, std::string const& file);
/// The same for a text that is already read; audio files are relative to `folder`.
Applied apply_centre_text(store::Database& database, people::Actor const& actor, std::string_view toml,
                          std::string const& file_name, std::string const& folder);

/// What the switch works with. `version` grows with every change.
Centre load_centre(store::Transaction& transaction);

}  // namespace rufwerk::call

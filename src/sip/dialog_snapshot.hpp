#pragma once

#include <optional>
#include <string>
#include <string_view>

/// What outlives a crash of a dialog: enough to send its BYE.
namespace rufwerk::sip {

struct DialogSnapshot {
    std::string call_id;
    std::string local;    // our From, with tag: "<sip:…>;tag=…"
    std::string remote;   // their To, with tag
    std::string target;   // their Contact URI
    std::string routes;   // Route header value in sending order; empty: none
    std::string address;  // ours: "udp:127.0.0.1:5060"

    bool operator==(DialogSnapshot const&) const = default;
};

/// One line per field. No CSeq is kept: a BYE may leap (RFC 3261 12.2.2), so one number above all others
/// serves.
std::string to_text(DialogSnapshot const& dialog);
/// Nothing when `text` is not of our making.
std::optional<DialogSnapshot> parse_dialog(std::string_view text);

}  // namespace rufwerk::sip

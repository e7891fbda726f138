#include "sip/dialog_snapshot.hpp"

namespace rufwerk::sip {
namespace {
constexpr std::string_view kMark = "dialog1\n";
}

std::string to_text(DialogSnapshot const& dialog) {
    std::string text{kMark};
    for (auto const* field :
         {&dialog.call_id, &dialog.local, &dialog.remote, &dialog.target, &dialog.routes, &dialog.address}) {
        text += *field + '\n';
    }
    return text;
}

std::optional<DialogSnapshot> parse_dialog(std::string_view text) {
    if (!text.starts_with(kMark)) return std::nullopt;
    text.remove_prefix(kMark.size());
    DialogSnapshot dialog;
    for (auto* field :
         {&dialog.call_id, &dialog.local, &dialog.remote, &dialog.target, &dialog.routes, &dialog.address}) {
        auto const end = text.find('\n');
        if (end == std::string_view::npos) return std::nullopt;
        *field = text.substr(0, end);
        if (field->find_first_of(std::string_view{"\r\0", 2}) != std::string::npos) return std::nullopt;
        text.remove_prefix(end + 1);
    }
    bool const whole = !dialog.call_id.empty() && !dialog.local.empty() && !dialog.remote.empty() &&
                       !dialog.target.empty() && text.empty();
    return whole ? std::optional{dialog} : std::nullopt;
}

}  // namespace rufwerk::sip

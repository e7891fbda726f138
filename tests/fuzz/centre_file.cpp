// A foreign centre.toml: parsing never throws, every fault has a line of the file, and so has every word
// taken from it.
#include "call/centre_file.hpp"

#include "call/provision_value.hpp"

#include <algorithm>
#include <cstdint>

namespace {

using namespace rufwerk::call;

void demand(bool holds) {
    if (!holds) __builtin_trap();
}

struct Lines {
    int last;

    void check(Word const& word) const {
        demand(word.line >= 1 && word.line <= last && !word.path.empty());
        // What provisioning asks of single values, on any text.
        static_cast<void>(key_fault(word.text));
        static_cast<void>(login_fault(word.text));
        static_cast<void>(number_fault(word.text));
        static_cast<void>(network_fault(word.text));
        static_cast<void>(phone_fault(word.text));
        static_cast<void>(color_fault(word.text));
    }
    void check(std::optional<Word> const& word) const {
        if (word) check(*word);
    }
    void check(std::optional<Words> const& words) const {
        if (!words) return;
        for (auto const& word : *words)
            check(word);
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text{reinterpret_cast<char const*>(data), size};
    auto const file = parse_centre_file(text, "centre.toml", "");
    // A line ends with LF or CR LF; toml++ also counts the vertical tab and the form feed.
    Lines const lines{2 + static_cast<int>(std::ranges::count_if(text, [](char c) {
                          return c == '\n' || c == '\r' || c == '\v' || c == '\f';
                      }))};
    for (auto const& fault : file.faults)
        demand(fault.line >= 1 && fault.line <= lines.last && !fault.path.empty() && !fault.message.empty());
    for (auto const& client : file.clients)
        lines.check(client.key);
    for (auto const& queue : file.queues) {
        lines.check(queue.client);
        lines.check(queue.skills);
        lines.check(queue.music_audio);
    }
    for (auto const& trunk : file.trunks)
        lines.check(trunk.allow);
    for (auto const& number : file.numbers) {
        lines.check(number.number);
        lines.check(number.answer);
    }
    for (auto const& user : file.users) {
        lines.check(user.login);
        lines.check(user.roles);
        lines.check(user.phone);
        if (!user.skills) continue;
        for (auto const& [skill, level] : *user.skills)
            lines.check(skill);
    }
    return 0;
}

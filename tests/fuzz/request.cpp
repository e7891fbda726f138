// A foreign request line and a foreign body, one after the other, into the input of a route: taken, or
// refused with every fault named, and never anything else.
#include "wire/request.hpp"

#include "http/target.hpp"

#include <cstdint>

namespace fuzz {

struct Find {
    rufwerk::Id<struct FuzzTag> id;
    std::optional<std::int64_t> limit;
    std::optional<std::uint64_t> seq;
    std::optional<std::uint8_t> level;
    std::optional<double> least;
    std::optional<bool> open;
    std::optional<std::string> search;
    std::optional<rufwerk::Instant> from;
};
WIRE_STRUCT(Find, id, limit, seq, level, least, open, search, from)

void decode(rufwerk::wire::Request const& request) {
    try {
        static_cast<void>(rufwerk::wire::encode(rufwerk::wire::decode_request<Find>(request)));
    } catch (rufwerk::Problem const& problem) {
        if (problem.fields().empty()) __builtin_trap();
        for (auto const& fault : problem.fields())
            if (fault.field.empty() || fault.code.empty() || fault.message.empty()) __builtin_trap();
    }
}

}  // namespace fuzz

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text{reinterpret_cast<char const*>(data), size};
    auto const end = std::min(text.find('\n'), text.size());
    auto const target = rufwerk::http::parse_target(text.substr(0, end));
    if (!target) return 0;
    auto const body = text.substr(std::min(end + 1, text.size()));
    fuzz::decode({{{"id", target->path}}, target->query, body, false});
    fuzz::decode({{{"id", "7"}}, target->query, "", false});
    fuzz::decode({{{"id", "7"}}, {}, body, true});
    return 0;
}

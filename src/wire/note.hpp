#pragma once

#include "wire/wire.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

/// What the document says about a member beyond its type; written below the WIRE_STRUCT, in the same
/// namespace:
///
///     WIRE_NOTES(NewNote, {"text", "What is to be remembered.", R"("Call back on Monday")"},
///                         {"remind_at", "When; null: never."})
#define WIRE_NOTES(Type, ...)                                           \
    inline constexpr ::rufwerk::wire::Note Type##_notes[]{__VA_ARGS__}; \
    constexpr std::span<::rufwerk::wire::Note const> wire_notes(Type const*) { return Type##_notes; }

namespace rufwerk::wire {

struct Note {
    std::string_view member;
    std::string_view text{};     // one or two sentences
    std::string_view example{};  // JSON; left out: made from the type
    std::optional<std::int64_t> least{}, most{};
};

template <class T>
constexpr std::span<Note const> notes_of() {
    if constexpr (requires { wire_notes(static_cast<T const*>(nullptr)); })
        return wire_notes(static_cast<T const*>(nullptr));
    else
        return {};
}

/// The note on a member of T or of a base of T.
template <class T>
Note const* note_on(std::string_view member) {
    for (auto const& note : notes_of<T>())
        if (note.member == member) return &note;
    Note const* found = nullptr;
    mp::mp_for_each<boost::describe::describe_bases<T, boost::describe::mod_public>>([&](auto base) {
        if (!found) found = note_on<typename decltype(base)::type>(member);
    });
    return found;
}

/// A note on a member that does not exist is a slip of the pen.
template <class T>
constexpr bool notes_name_members() {
    for (auto const& note : notes_of<T>()) {
        bool found = false;
        mp::mp_for_each<Members<T>>([&](auto member) { found = found || note.member == member.name; });
        if (!found) return false;
    }
    return true;
}

}  // namespace rufwerk::wire

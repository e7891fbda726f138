#pragma once

namespace rufwerk {
[[noreturn]] void invariant_broken(char const* condition, char const* file, int line) noexcept;
}

/// What must always hold. Kept in release builds: a process in an impossible state stops, is started again
/// and recovers from the journal, which is safer than going on with wrong data.
#define INVARIANT(condition) \
    ((condition) ? static_cast<void>(0) : ::rufwerk::invariant_broken(#condition, __FILE__, __LINE__))

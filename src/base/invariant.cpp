#include "base/invariant.hpp"

#include "base/log.hpp"

#include <cstdlib>

namespace rufwerk {

void invariant_broken(char const* condition, char const* file, int line) noexcept {
    log::critical("invariant.broken", {{"condition", condition}, {"at", fmt::format("{}:{}", file, line)}});
    log::flush();
    std::abort();
}

}  // namespace rufwerk

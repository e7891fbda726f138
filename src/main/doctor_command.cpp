#include "main/commands.hpp"
#include "main/doctor.hpp"

#include <algorithm>
#include <cstdio>

namespace rufwerk {

int doctor(Config const& config) {
    auto const findings = examine(config, SystemClock{});
    for (auto const& finding : findings) {
        char const* const mark = finding.level == Finding::Level::good      ? "ok  "
                                 : finding.level == Finding::Level::warning ? "warn"
                                                                            : "FAIL";
        std::printf("%s  %s: %s\n", mark, finding.check.c_str(), finding.detail.c_str());
        if (!finding.remedy.empty()) std::printf("      %s\n", finding.remedy.c_str());
    }
    bool const faulty = std::any_of(findings.begin(), findings.end(),
                                    [](auto const& f) { return f.level == Finding::Level::fault; });
    return faulty ? 1 : 0;
}

}  // namespace rufwerk

#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <unistd.h>

/// What benchmarks in C++ share: options, foreign CPU, the result file.
namespace rufwerk::bench {

/// The value behind `--name`, or `otherwise`.
inline std::string option(int argc, char** argv, std::string_view name, std::string otherwise) {
    for (int i = 1; i + 1 < argc; ++i)
        if (std::string_view{argv[i]} == name) return argv[i + 1];
    return otherwise;
}

/// The share of the whole machine that other processes used since construction: a figure above a few percent
/// says that the measurement was disturbed.
class ForeignCpu {
  public:
    ForeignCpu() : before_{now()} {}

    double share() const {
        auto const after = now();
        auto const all = after.all_s - before_.all_s;
        auto const foreign = (after.busy_s - before_.busy_s) - (after.own_s - before_.own_s);
        return all <= 0 ? 0 : std::clamp(foreign / all, 0.0, 1.0);
    }

  private:
    struct Seconds {
        double busy_s = 0;
        double all_s = 0;
        double own_s = 0;
    };

    static Seconds now() {
        // proc(5): user nice system idle iowait irq softirq steal, in ticks, summed over the CPUs.
        std::ifstream stat{"/proc/stat"};
        std::string cpu;
        double ticks[8] = {};
        stat >> cpu;
        for (auto& value : ticks)
            stat >> value;
        auto const idle = ticks[3] + ticks[4];
        double sum = 0;
        for (auto const value : ticks)
            sum += value;
        auto const per_second = static_cast<double>(::sysconf(_SC_CLK_TCK));
        ::rusage used{};
        ::getrusage(RUSAGE_SELF, &used);
        auto const seconds = [](::timeval const& t) {
            return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
        };
        return {(sum - idle) / per_second, sum / per_second, seconds(used.ru_utime) + seconds(used.ru_stime)};
    }

    Seconds before_;
};

/// Writes `json` to the file named by `--out`; without one nothing is written. False when the file cannot be
/// written.
inline bool write_result(int argc, char** argv, std::string const& json) {
    auto const file = option(argc, argv, "--out", "");
    if (file.empty()) return true;
    auto const folder = std::filesystem::path{file}.parent_path();
    if (!folder.empty()) std::filesystem::create_directories(folder);
    std::ofstream out{file};
    out << json << '\n';
    return out.flush().good();
}

}  // namespace rufwerk::bench

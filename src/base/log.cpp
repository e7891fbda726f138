#include "base/log.hpp"

#include "base/text.hpp"

#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>

namespace rufwerk::log {
namespace {

spdlog::logger& logger() {
    static auto const instance = [] {
        auto made = spdlog::stderr_logger_mt("rufwerk");
        made->set_pattern("%v");
        made->flush_on(spdlog::level::warn);
        spdlog::flush_every(std::chrono::seconds{1});
        return made;
    }();
    return *instance;
}

spdlog::level::level_enum to_spdlog(Level level) {
    switch (level) {
        case Level::debug: return spdlog::level::debug;
        case Level::info: return spdlog::level::info;
        case Level::warning: return spdlog::level::warn;
        case Level::error: return spdlog::level::err;
        case Level::critical: return spdlog::level::critical;
    }
    return spdlog::level::info;
}

std::string_view name_of(Level level) {
    switch (level) {
        case Level::debug: return "debug";
        case Level::info: return "info";
        case Level::warning: return "warning";
        case Level::error: return "error";
        case Level::critical: return "critical";
    }
    return "info";
}

}  // namespace

Field::Field(std::string_view name, std::string_view text) : name_{name}, json_{json_string(text)} {}

void set_level(Level lowest) { logger().set_level(to_spdlog(lowest)); }

void write(Level level, std::string_view event, Fields fields) {
    if (!logger().should_log(to_spdlog(level))) return;
    auto const now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    auto line = fmt::format(R"({{"at":"{}","level":"{}","event":{})", rfc3339(now.time_since_epoch().count()),
                            name_of(level), json_string(event));
    for (auto const& field : fields)
        line += fmt::format(",{}:{}", json_string(field.name()), field.json());
    line += '}';
    logger().log(to_spdlog(level), "{}", line);
}

void flush() { logger().flush(); }

}  // namespace rufwerk::log

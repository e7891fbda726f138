#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

/// JSON lines on standard error, one event a line: {"at":"2026-11-23T20:54:32.123Z","level":"info",
/// "event":"call.offered","call":"71…","agent":"agent001"}. The event name is dotted and stable; the call id
/// goes into the field `call`. Secrets never go in: not a password, token, SDP crypto line or cookie.
/// Thread-safe; never called per packet.
namespace rufwerk::log {

enum class Level { debug, info, warning, error, critical };

/// A named value. Numbers and bools stay what they are, everything else is a JSON string.
class Field {
  public:
    Field(std::string_view name, std::string_view text);
    Field(std::string_view name, char const* text) : Field{name, std::string_view{text}} {}
    Field(std::string_view name, std::string const& text) : Field{name, std::string_view{text}} {}
    Field(std::string_view name, bool value) : name_{name}, json_{value ? "true" : "false"} {}
    Field(std::string_view name, double value) : name_{name}, json_{fmt::format("{}", value)} {}
    template <class Integer>
        requires std::is_integral_v<Integer>
    Field(std::string_view name, Integer value) : name_{name}, json_{fmt::format("{}", value)} {}

    std::string_view name() const { return name_; }
    std::string const& json() const { return json_; }

  private:
    std::string_view name_;
    std::string json_;
};

using Fields = std::initializer_list<Field>;

void set_level(Level lowest);
void write(Level level, std::string_view event, Fields fields);
/// Blocks until every line so far is written.
void flush();

inline void debug(std::string_view event, Fields fields = {}) { write(Level::debug, event, fields); }
inline void info(std::string_view event, Fields fields = {}) { write(Level::info, event, fields); }
inline void warning(std::string_view event, Fields fields = {}) { write(Level::warning, event, fields); }
inline void error(std::string_view event, Fields fields = {}) { write(Level::error, event, fields); }
inline void critical(std::string_view event, Fields fields = {}) { write(Level::critical, event, fields); }

}  // namespace rufwerk::log

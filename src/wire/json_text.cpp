#include "wire/wire.hpp"

#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

/// JSON as text. Numbers are exact in both directions: the text is read as the double nearest to it, and a
/// double is written as the shortest text that reads as itself. Boost.JSON 1.81 does neither.
namespace rufwerk::wire {
namespace {

constexpr std::size_t depth_limit = 32;

/// Boost's own handler, but for real numbers and for names that an object has twice, of which Boost takes the
/// last and another reader the first (RFC 8259 4).
struct Handler {
    static constexpr std::size_t max_object_size = json::object::max_size();
    static constexpr std::size_t max_array_size = json::array::max_size();
    static constexpr std::size_t max_key_size = json::string::max_size();
    static constexpr std::size_t max_string_size = json::string::max_size();
    using Error = json::error_code;
    using Text = json::string_view;

    json::value_stack stack;
    std::vector<std::vector<std::string>> names;  // of the objects that are open
    std::string name;                             // as far as it has been read
    std::optional<std::string> doubled;

    bool on_document_begin(Error&) { return true; }
    bool on_document_end(Error&) { return true; }
    bool on_object_begin(Error&) { return names.emplace_back(), true; }
    bool on_object_end(std::size_t count, Error& error) {
        auto& own = names.back();
        std::ranges::sort(own);
        if (auto const twice = std::ranges::adjacent_find(own); twice != own.end()) {
            doubled = *twice;
            error = json::error::syntax;
            return false;
        }
        names.pop_back();
        return stack.push_object(count), true;
    }
    bool on_array_begin(Error&) { return true; }
    bool on_array_end(std::size_t count, Error&) { return stack.push_array(count), true; }
    bool on_key_part(Text part, std::size_t, Error&) {
        name += std::string_view{part};
        return stack.push_chars(part), true;
    }
    bool on_key(Text part, std::size_t, Error&) {
        names.back().push_back(std::exchange(name, {}) += std::string_view{part});
        return stack.push_key(part), true;
    }
    bool on_string_part(Text part, std::size_t, Error&) { return stack.push_chars(part), true; }
    bool on_string(Text part, std::size_t, Error&) { return stack.push_string(part), true; }
    bool on_number_part(Text, Error&) { return true; }
    bool on_int64(std::int64_t number, Text, Error&) { return stack.push_int64(number), true; }
    bool on_uint64(std::uint64_t number, Text, Error&) { return stack.push_uint64(number), true; }
    /// `rough` is some last places off. `text` is the whole number, since the input is given in one piece.
    bool on_double(double rough, Text text, Error&) {
        double exact = 0;
        auto const read = std::from_chars(text.data(), text.data() + text.size(), exact);
        // Out of range is too large or too small alike, and leaves `exact` alone.
        if (read.ec != std::errc{}) exact = std::copysign(std::abs(rough) < 1 ? 0.0 : HUGE_VAL, rough);
        return stack.push_double(exact), true;
    }
    bool on_bool(bool flag, Error&) { return stack.push_bool(flag), true; }
    bool on_null(Error&) { return stack.push_null(), true; }
    bool on_comment_part(Text, Error&) { return true; }
    bool on_comment(Text, Error&) { return true; }
};

void append_text(std::string& out, json::string_view text) {
    out += '"';
    for (char const c : text) {
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            default:
                if (static_cast<unsigned char>(c) < 0x20)
                    fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
                else
                    out += c;
        }
    }
    out += '"';
}

void append_double(std::string& out, double number) {
    // RFC 8259 6: there is no NaN and no infinity in JSON.
    if (!std::isfinite(number)) {
        out += "null";
    } else if (number == 0 && std::signbit(number)) {
        out += "-0.0";  // as -0 it would be read as a whole number, which has no sign
    } else {
        std::array<char, 32> digits{};
        auto const [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
        out.append(digits.data(), end);
    }
}

void append(std::string& out, json::value const& value) {
    switch (value.kind()) {
        case json::kind::null: out += "null"; break;
        case json::kind::bool_: out += value.get_bool() ? "true" : "false"; break;
        case json::kind::int64: out += fmt::format_int{value.get_int64()}.c_str(); break;
        case json::kind::uint64: out += fmt::format_int{value.get_uint64()}.c_str(); break;
        case json::kind::double_: append_double(out, value.get_double()); break;
        case json::kind::string: append_text(out, value.get_string()); break;
        case json::kind::array: {
            out += '[';
            for (auto const& element : value.get_array()) {
                append(out, element);
                out += ',';
            }
            if (out.back() == ',') out.pop_back();
            out += ']';
            break;
        }
        case json::kind::object: {
            out += '{';
            for (auto const& [key, member] : value.get_object()) {
                append_text(out, key);
                out += ':';
                append(out, member);
                out += ',';
            }
            if (out.back() == ',') out.pop_back();
            out += '}';
            break;
        }
    }
}

}  // namespace

std::optional<json::value> parse(std::string_view text, Faults& faults) {
    json::parse_options options;
    options.max_depth = depth_limit;
    json::basic_parser<Handler> parser{options};
    json::error_code error;
    auto const used = parser.write_some(false, text.data(), text.size(), error);
    if (!error && used < text.size()) error = json::error::extra_data;
    if (!error) return parser.handler().stack.release();
    if (auto const& doubled = parser.handler().doubled)
        faults.add("(body)", "doubled",
                   "has " + shown(json::value(*doubled)) + " twice in one object: give it once");
    else
        faults.add("(body)", "json",
                   fmt::format("is not valid JSON at byte {}: {}", used + 1, error.message()));
    return std::nullopt;
}

std::string print(json::value const& value) {
    std::string out;
    append(out, value);
    return out;
}

}  // namespace rufwerk::wire

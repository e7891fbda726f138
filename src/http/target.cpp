#include "http/target.hpp"

#include "base/text.hpp"

namespace rufwerk::http {
namespace {

constexpr std::size_t query_limit = 100;
constexpr std::size_t cookie_limit = 50;

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            int const high = hex_digit(text[i + 1]);
            int const low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        if (c == '\0') return std::nullopt;
        out += c;
    }
    if (!is_utf8(out)) return std::nullopt;
    return out;
}

}  // namespace

std::optional<Target> parse_target(std::string_view target) {
    if (!target.starts_with('/')) return std::nullopt;
    auto const question = target.find('?');
    auto path = decode(target.substr(0, question), false);
    if (!path) return std::nullopt;
    Target parsed{std::move(*path), {}};
    if (question == std::string_view::npos) return parsed;
    auto rest = target.substr(question + 1);
    while (!rest.empty() && parsed.query.size() < query_limit) {
        auto const end = rest.find('&');
        auto const pair = rest.substr(0, end);
        auto const equals = pair.find('=');
        auto name = decode(pair.substr(0, equals), true);
        auto value = equals == std::string_view::npos ? std::string{} : decode(pair.substr(equals + 1), true);
        if (!name || !value) return std::nullopt;
        if (!pair.empty()) parsed.query.emplace_back(std::move(*name), std::move(*value));
        if (end == std::string_view::npos) break;
        rest.remove_prefix(end + 1);
    }
    return parsed;
}

std::map<std::string, std::string, std::less<>> parse_cookies(std::string_view header) {
    std::map<std::string, std::string, std::less<>> cookies;
    while (!header.empty() && cookies.size() < cookie_limit) {
        auto const end = header.find(';');
        auto const pair = trim(header.substr(0, end));
        auto const equals = pair.find('=');
        if (equals != std::string_view::npos && equals > 0)
            cookies.try_emplace(std::string{pair.substr(0, equals)}, pair.substr(equals + 1));
        if (end == std::string_view::npos) break;
        header.remove_prefix(end + 1);
    }
    return cookies;
}

}  // namespace rufwerk::http

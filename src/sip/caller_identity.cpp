#include "sip/caller_identity.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <optional>

namespace rufwerk::sip {
namespace {

constexpr std::size_t kNameMax = 100;
constexpr std::string_view kWithheld = "anonymous";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool same_word(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// Where the first list element ends: the first comma outside quotes and angle brackets.
std::size_t end_of_element(std::string_view text) {
    bool quoted = false;
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (quoted && c == '\\') {
            ++i;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && c == '<') {
            ++depth;
        } else if (!quoted && c == '>') {
            --depth;
        } else if (!quoted && depth <= 0 && c == ',') {
            return i;
        }
    }
    return text.size();
}

/// Position behind the quoted string at the start of `text`, its content without escapes into `name`.
std::size_t read_quoted(std::string_view text, std::string& name) {
    std::size_t i = 1;
    for (; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) ++i;
        name += text[i];
    }
    return std::min(i + 1, text.size());
}

std::string clean_name(std::string name) {
    std::erase_if(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    if (name.size() > kNameMax || !is_utf8(name)) return {};
    return name;
}

struct NameAddress {
    std::string name;
    std::string user;
};

NameAddress read_name_address(std::string_view text) {
    NameAddress result;
    text = trim(text);
    std::size_t rest = 0;
    if (!text.empty() && text.front() == '"') rest = read_quoted(text, result.name);
    auto const open = text.find('<', rest);
    std::string_view uri;
    if (open == std::string_view::npos) {
        uri = text.substr(rest);
        uri = uri.substr(0, uri.find(';'));
    } else {
        if (rest == 0) result.name = trim(text.substr(0, open));
        uri = text.substr(open + 1);
        uri = uri.substr(0, uri.find('>'));
    }
    result.name = clean_name(std::move(result.name));
    result.user = user_of_uri(trim(uri));
    return result;
}

/// RFC 3325 9.1 allows one sip and one tel URI; the first that has a user part is taken.
std::optional<NameAddress> first_asserted(std::string_view text) {
    for (int i = 0; i < 4 && !trim(text).empty(); ++i) {
        auto const end = end_of_element(text);
        auto found = read_name_address(text.substr(0, end));
        if (!found.user.empty()) return found;
        text = end < text.size() ? text.substr(end + 1) : std::string_view{};
    }
    return std::nullopt;
}

bool withholds(std::string_view privacy) {
    bool withheld = false;
    while (!privacy.empty()) {
        auto const end = privacy.find_first_of(";,");
        auto const word = trim(privacy.substr(0, end));
        if (same_word(word, "none")) return false;
        withheld |= same_word(word, "id") || same_word(word, "user") || same_word(word, "header");
        privacy = end == std::string_view::npos ? std::string_view{} : privacy.substr(end + 1);
    }
    return withheld;
}

}  // namespace

std::string unescaped(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
            hex_value(text[i + 2]) >= 0) {
            result += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else {
            result += text[i];
        }
    }
    return result;
}

std::string user_of_uri(std::string_view uri) {
    auto const colon = uri.find(':');
    if (colon == std::string_view::npos) return {};
    auto const scheme = uri.substr(0, colon);
    auto rest = uri.substr(colon + 1);
    if (same_word(scheme, "tel")) {
        rest = rest.substr(0, rest.find_first_of(";?"));
    } else if (same_word(scheme, "sip") || same_word(scheme, "sips")) {
        auto const at = rest.find('@');
        if (at == std::string_view::npos) return {};
        rest = rest.substr(0, at);
        rest = rest.substr(0, rest.find_first_of(":;"));
    } else {
        return {};
    }
    auto user = unescaped(rest);
    std::erase_if(user, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; });
    return is_utf8(user) && user.size() <= kNameMax ? user : std::string{};
}

CallerIdentity caller_identity(std::string_view from, std::string_view asserted, std::string_view privacy) {
    if (withholds(privacy)) return {std::string{kWithheld}, {}};
    auto found = first_asserted(asserted);
    if (!found) found = read_name_address(from);
    if (found->user.empty() || same_word(found->user, kWithheld)) return {std::string{kWithheld}, {}};
    return {std::move(found->user), std::move(found->name)};
}

}  // namespace rufwerk::sip

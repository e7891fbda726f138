#include "call/provision_value.hpp"

#include "call/phone_secret.hpp"
#include "people/user.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <optional>

namespace rufwerk::call {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::optional<int> small_number(std::string_view text, int most) {
    int value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty() || value < 0 || value > most)
        return std::nullopt;
    return value;
}

/// The 4 or 16 bytes of an address; the size tells which.
std::string address_bytes(std::string const& text) {
    std::array<char, 16> bytes{};
    if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) return {bytes.data(), 4};
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) return {bytes.data(), 16};
    return {};
}

bool only_prefix_bits(std::string const& bytes, int prefix) {
    for (int bit = prefix; bit < static_cast<int>(bytes.size()) * 8; ++bit)
        if ((static_cast<unsigned char>(bytes[static_cast<std::size_t>(bit / 8)]) >> (7 - bit % 8)) & 1)
            return false;
    return true;
}

bool is_host(std::string_view host) {
    if (host.starts_with('[') && host.ends_with(']'))
        return address_bytes(std::string{host.substr(1, host.size() - 2)}).size() == 16;
    return !host.empty() && host.size() <= 253 && is_alphanumeric(host.front()) &&
           is_alphanumeric(host.back()) && host.find("..") == std::string_view::npos &&
           std::ranges::all_of(host, [](char c) { return is_alphanumeric(c) || c == '.' || c == '-'; });
}

bool is_host_and_port(std::string_view text) {
    auto const colon = text.rfind(':');
    auto const in_brackets = text.rfind(']');
    bool const has_port =
        colon != std::string_view::npos && (in_brackets == std::string_view::npos || colon > in_brackets);
    if (!has_port) return is_host(text);
    auto const port = small_number(text.substr(colon + 1), 65535);
    return port && *port > 0 && is_host(text.substr(0, colon));
}

}  // namespace

std::string key_fault(std::string_view key) {
    if (people::is_key(key)) return {};
    return fmt::format("\"{}\" is not a key: use a-z, 0-9, _ and -, at most {} characters", key,
                       people::login_characters_max);
}

std::string login_fault(std::string_view login) {
    if (people::is_login(login)) return {};
    return fmt::format("\"{}\" is not a login: use a-z, 0-9, . _ @ and -, at most {} characters", login,
                       people::login_characters_max);
}

std::string number_fault(std::string_view number) {
    bool const good = number.size() >= 6 && number.size() <= 16 && number[0] == '+' && number[1] != '0' &&
                      std::ranges::all_of(number.substr(1), is_digit);
    if (good) return {};
    return fmt::format("\"{}\" is not in E.164: write it like +495551448000, without spaces", number);
}

std::string network_fault(std::string_view network) {
    auto const slash = network.find('/');
    auto const bytes = address_bytes(std::string{network.substr(0, slash)});
    if (bytes.empty())
        return fmt::format("\"{}\" is not an address or network: write it like 192.0.2.0/24 or 2001:db8::/32",
                           network);
    if (slash == std::string_view::npos) return {};
    auto const bits = static_cast<int>(bytes.size()) * 8;
    auto const prefix = small_number(network.substr(slash + 1), bits);
    if (!prefix) return fmt::format("\"{}\" must end in a prefix from /0 to /{}", network, bits);
    if (!only_prefix_bits(bytes, *prefix))
        return fmt::format("\"{}\" has bits set beyond its prefix: give the first address of the network",
                           network);
    return {};
}

std::string phone_fault(std::string_view phone) {
    if (phone == "browser" || phone == kRegisters) return {};
    auto const wrong = fmt::format(
        "\"{}\" is neither \"browser\" nor \"register\" nor a SIP URI like sip:agent001@192.0.2.7:5060",
        phone);
    auto const scheme_end = phone.find(':');
    if (scheme_end == std::string_view::npos || phone.size() > 255) return wrong;
    auto const scheme = phone.substr(0, scheme_end);
    if (scheme != "sip" && scheme != "sips") return wrong;
    auto rest = phone.substr(scheme_end + 1);
    auto const at_sign = rest.find('@');
    if (at_sign == std::string_view::npos || at_sign == 0) return wrong;
    auto const user = rest.substr(0, at_sign);
    if (!std::ranges::all_of(user, [](char c) {
            return is_alphanumeric(c) ||
                   std::string_view{"-_.!~*'()&=+$,;?/%#"}.find(c) != std::string_view::npos;
        }))
        return wrong;
    rest = rest.substr(at_sign + 1);
    auto const parameters = rest.find(';');
    if (!std::ranges::all_of(rest,
                             [](char c) { return c > ' ' && c < 0x7F && c != '?' && c != '<' && c != '>'; }))
        return wrong;
    return is_host_and_port(rest.substr(0, parameters)) ? std::string{} : wrong;
}

std::string color_fault(std::string_view color) {
    bool const good =
        color.size() == 7 && color[0] == '#' && std::ranges::all_of(color.substr(1), [](char c) {
            return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        });
    return good ? std::string{} : fmt::format("\"{}\" is not a colour: write it like #1d55c4", color);
}

std::string audio_fault(std::string const& file) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error))
        return fmt::format(
            "there is no readable file {}; paths are relative to the folder of the centre file", file);
    std::ifstream in{file, std::ios::binary};
    std::array<char, 12> start{};
    in.read(start.data(), start.size());
    std::string_view const begin{start.data(), start.size()};
    if (!in || begin.substr(0, 4) != "RIFF" || begin.substr(8) != "WAVE")
        return fmt::format("{} cannot be read as a WAV file", file);
    return {};
}

}  // namespace rufwerk::call

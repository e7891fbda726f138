#include "sip/source_guard.hpp"

#include "base/problem.hpp"
#include "sip/endpoint.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>

namespace rufwerk::sip {
namespace {

constexpr int kMappedBits = 96;  // ::ffff:0:0/96

Network masked(Network const& network) {
    Network result = network;
    for (int bit = network.prefix; bit < 128; ++bit) {
        auto const keep = static_cast<std::uint8_t>(~(0x80U >> (bit % 8)));
        result.address.bytes[static_cast<std::size_t>(bit / 8)] &= keep;
    }
    return result;
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
    if (text.size() > INET6_ADDRSTRLEN) return std::nullopt;
    std::string const zero_ended{text};
    if (zero_ended.size() != text.size() || zero_ended.find('\0') != std::string::npos) return std::nullopt;
    Address address;
    if (inet_pton(AF_INET6, zero_ended.c_str(), address.bytes.data()) == 1) return address;
    address = {};
    address.bytes[10] = address.bytes[11] = 0xff;
    if (inet_pton(AF_INET, zero_ended.c_str(), address.bytes.data() + 12) == 1) return address;
    return std::nullopt;
}

std::string text_of(Address const& address) {
    auto const& bytes = address.bytes;
    bool const is_v4 = contains({*parse_address("::ffff:0.0.0.0"), kMappedBits}, address);
    char text[INET6_ADDRSTRLEN] = "";
    inet_ntop(is_v4 ? AF_INET : AF_INET6, bytes.data() + (is_v4 ? 12 : 0), text, sizeof text);
    return text;
}

std::optional<Network> parse_network(std::string_view text) {
    auto const slash = text.find('/');
    auto const address = parse_address(text.substr(0, slash));
    if (!address) return std::nullopt;
    Network network{*address, 128};
    if (slash == std::string_view::npos) return network;
    auto const digits = text.substr(slash + 1);
    int prefix = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
    if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    bool const is_v4 = text.substr(0, slash).find(':') == std::string_view::npos;
    if (prefix < 0 || prefix > (is_v4 ? 32 : 128)) return std::nullopt;
    network.prefix = prefix + (is_v4 ? kMappedBits : 0);
    if (masked(network).address != network.address) return std::nullopt;
    return network;
}

bool contains(Network const& network, Address const& address) {
    return masked({address, network.prefix}).address == network.address;
}

SourceGuard::SourceGuard(int answers_per_s, std::size_t strangers_max)
    : answers_per_s_{answers_per_s}, strangers_max_{strangers_max} {}

void SourceGuard::set_trunks(std::vector<Trunk> const& trunks) {
    std::vector<Block> blocks;
    for (auto const& trunk : trunks) {
        for (auto const& text : trunk.allow) {
            auto const network = parse_network(text);
            if (!network) {
                throw invalid_field("trunk." + trunk.key + ".allow", "not_a_network",
                                    "'" + text +
                                        "' is no CIDR block; write it as 192.0.2.0/24 or 2001:db8::/32, "
                                        "with no bits set behind the prefix.");
            }
            blocks.push_back({*network, trunk.key});
        }
    }
    std::stable_sort(blocks.begin(), blocks.end(),
                     [](Block const& a, Block const& b) { return a.network.prefix > b.network.prefix; });
    blocks_ = std::move(blocks);
}

std::string const* SourceGuard::trunk_of(Address const& source) const {
    for (auto const& block : blocks_) {
        if (contains(block.network, source)) return &block.trunk;
    }
    return nullptr;
}

bool SourceGuard::may_answer(Address const& stranger, Instant now) {
    auto const second = to_ms(now) / 1000;
    if (second != second_) {
        second_ = second;
        answers_.clear();
    }
    auto const known = answers_.find(stranger);
    if (known != answers_.end()) return ++known->second <= answers_per_s_;
    if (answers_.size() >= strangers_max_) return false;
    answers_.emplace(stranger, 1);
    return answers_per_s_ >= 1;
}

}  // namespace rufwerk::sip

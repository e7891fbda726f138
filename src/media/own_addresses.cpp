#include "media/own_addresses.hpp"

#include "base/problem.hpp"

#include <algorithm>

namespace rufwerk::media {
namespace {

std::optional<SocketAddress> numeric(std::string const& text) {
    if (text.size() > 2 && text.front() == '[' && text.back() == ']')
        return SocketAddress::parse(text.substr(1, text.size() - 2), 0);
    return SocketAddress::parse(text, 0);
}

SocketAddress required(char const* field, std::string const& text) {
    auto const address = numeric(text);
    if (!address) throw invalid_field(field, "not_an_address", "'" + text + "' is no IP address.");
    return *address;
}

}  // namespace

OwnAddresses::OwnAddresses(std::vector<std::string> const& addresses, std::string const& advertise) {
    for (auto const& text : addresses)
        addresses_.push_back(required("media.address", text));
    if (addresses_.empty() || addresses_.size() > addresses_max)
        throw invalid_field("media.address", "count", "Name 1 to 8 local addresses.");
    if (!advertise.empty()) advertise_ = required("media.advertise", advertise);
}

std::optional<SocketAddress> OwnAddresses::toward(std::string const& far_text) const {
    auto const far = numeric(far_text);
    if (!far) return addresses_.front();
    auto const route = local_address_toward(*far);
    for (auto const& address : addresses_)
        if (route && address.same_ip(*route)) return address;
    for (auto const& address : addresses_)
        if (address.family() == far->family()) return address;
    return std::nullopt;
}

bool OwnAddresses::advertised_for(SocketAddress const& bound) const {
    return advertise_ && advertise_->family() == bound.family() && !bound.loopback();
}

std::string OwnAddresses::spoken(SocketAddress const& bound, std::string const& far_text) const {
    auto const far = numeric(far_text);
    // Whoever is on this machine reaches the address itself, not what the router outside makes of it.
    if (advertised_for(bound) && !(far && far->loopback())) return advertise_->ip();
    if (!bound.wildcard()) return bound.ip();
    auto const route = far && far->family() == bound.family() ? local_address_toward(*far) : std::nullopt;
    if (route) return route->ip();
    return reachable(bound).front();
}

std::vector<SocketAddress> OwnAddresses::ordered_for(std::string const& host) const {
    auto ordered = addresses_;
    auto const page = numeric(host);
    std::ranges::stable_partition(ordered, [&](auto const& one) { return page && one.same_ip(*page); });
    return ordered;
}

std::vector<std::string> OwnAddresses::reachable(SocketAddress const& bound) const {
    std::vector<std::string> all;
    if (advertised_for(bound)) all.push_back(advertise_->ip());
    if (!bound.wildcard()) {
        all.push_back(bound.ip());
    } else {
        for (auto const& address : interface_addresses(bound.family(), addresses_max))
            all.push_back(address.ip());
    }
    if (all.empty()) all.emplace_back(bound.family() == AF_INET ? "127.0.0.1" : "::1");
    if (all.size() > 1 && all[0] == all[1]) all.erase(all.begin());
    return all;
}

}  // namespace rufwerk::media

#include "sip/ingress.hpp"

#include <sofia-sip/sip_parser.h>

#include <cstring>

namespace rufwerk::sip {

/// sofia hands the hook only the message, and from the message its class; what stands behind the class is
/// ours.
struct Ingress::Classed {
    msg_mclass_t message_class;
    Ingress* ingress;
};

Ingress::Ingress(Judge judge) : judge_{std::move(judge)}, classed_{std::make_unique<Classed>()} {
    std::memcpy(&classed_->message_class, sip_default_mclass(), sizeof(msg_mclass_t));
    classed_->message_class.mc_extract_body = &Ingress::extract_body;
    classed_->ingress = this;
}

Ingress::~Ingress() = default;

msg_mclass_t const* Ingress::message_class() const { return &classed_->message_class; }

issize_t Ingress::extract_body(msg_t* message, msg_pub_t* content, char bytes[], isize_t size, int end) {
    auto* sip = reinterpret_cast<sip_t*>(content);
    auto const* classed = reinterpret_cast<Classed const*>(msg_mclass(message));
    auto const source = source_of(message);
    if (source && (sip->sip_request || sip->sip_status) &&
        !classed->ingress->judge_(*sip, *source, port_of(message))) {
        // Without a first line the transaction layer takes it for noise and answers nothing.
        sip->sip_request = nullptr;
        sip->sip_status = nullptr;
    }
    return sip_extract_body(message, sip, bytes, size, end);
}

int port_of(msg_t* message) {
    auto const* info = msg_addrinfo(message);
    if (!info || !info->ai_addr) return 0;
    // Both families have the port at the same place.
    return ntohs(reinterpret_cast<sockaddr_in const*>(info->ai_addr)->sin_port);
}

std::optional<Address> source_of(msg_t* message) {
    auto const* info = msg_addrinfo(message);
    if (!info || !info->ai_addr) return std::nullopt;
    Address address;
    if (info->ai_addr->sa_family == AF_INET) {
        auto const* v4 = reinterpret_cast<sockaddr_in const*>(info->ai_addr);
        address.bytes[10] = address.bytes[11] = 0xff;
        std::memcpy(address.bytes.data() + 12, &v4->sin_addr, 4);
        return address;
    }
    if (info->ai_addr->sa_family == AF_INET6) {
        auto const* v6 = reinterpret_cast<sockaddr_in6 const*>(info->ai_addr);
        std::memcpy(address.bytes.data(), &v6->sin6_addr, 16);
        return address;
    }
    return std::nullopt;
}

}  // namespace rufwerk::sip

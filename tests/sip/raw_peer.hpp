#pragma once

#include "base/clock.hpp"
#include "sip/endpoint.hpp"
#include "sip/sofia.hpp"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

/// Real UDP on loopback for tests of the endpoint: a peer that sends and reads plain text, so that every
/// order of messages can be made, and the loop that turns in between.
namespace rufwerk::sip::test {

inline std::string const kSdp =
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n";

/// Value of the first header `name` of a SIP message, or of the request/status line for an empty name.
inline std::string header(std::string const& message, std::string const& name) {
    if (name.empty()) return message.substr(0, message.find("\r\n"));
    auto const at = message.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    auto const start = at + 4 + name.size();
    return message.substr(start, message.find("\r\n", start) - start);
}

inline int status(std::string const& message) {
    return message.starts_with("SIP/2.0 ") ? std::stoi(message.substr(8, 3)) : 0;
}

class RawPeer {
  public:
    RawPeer(su_root_t* root, std::string const& own_ip, std::string const& to)
        : root_{root}, fd_{socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)}, ip_{own_ip} {
        sockaddr_in own{};
        own.sin_family = AF_INET;
        inet_pton(AF_INET, own_ip.c_str(), &own.sin_addr);
        EXPECT_EQ(0, bind(fd_, reinterpret_cast<sockaddr*>(&own), sizeof own));
        socklen_t size = sizeof own;
        getsockname(fd_, reinterpret_cast<sockaddr*>(&own), &size);
        port_ = ntohs(own.sin_port);
        to_.sin_family = AF_INET;
        auto const colon = to.rfind(':');
        inet_pton(AF_INET, to.substr(4, colon - 4).c_str(), &to_.sin_addr);
        to_.sin_port = htons(static_cast<std::uint16_t>(std::stoi(to.substr(colon + 1))));
    }
    ~RawPeer() { close(fd_); }
    RawPeer(RawPeer const&) = delete;
    RawPeer& operator=(RawPeer const&) = delete;

    std::string address() const { return ip_ + ":" + std::to_string(port_); }

    void send(std::string const& text) {
        sendto(fd_, text.data(), text.size(), 0, reinterpret_cast<sockaddr const*>(&to_), sizeof to_);
    }

    /// The next datagram for which `wanted` holds; others are dropped. Empty after `limit_ms`.
    std::string receive(std::function<bool(std::string const&)> const& wanted, int limit_ms = 3000) {
        auto const end = std::chrono::steady_clock::now() + std::chrono::milliseconds{limit_ms};
        while (std::chrono::steady_clock::now() < end) {
            char buffer[65536];
            auto const size = recv(fd_, buffer, sizeof buffer, 0);
            if (size >= 0) {
                std::string text{buffer, static_cast<std::size_t>(size)};
                seen.push_back(text);
                if (wanted(text)) return text;
                continue;
            }
            su_root_step(root_, 5);
        }
        return {};
    }
    std::string receive_status(int wanted, int limit_ms = 3000) {
        return receive([&](std::string const& text) { return status(text) == wanted; }, limit_ms);
    }
    std::string receive_final(int limit_ms = 3000) {
        return receive([&](std::string const& text) { return status(text) >= 200; }, limit_ms);
    }
    std::string receive_request(std::string const& method, int limit_ms = 3000) {
        return receive([&](std::string const& text) { return text.starts_with(method + " "); }, limit_ms);
    }

    std::vector<std::string> seen;

  private:
    su_root_t* root_;
    int fd_;
    std::string ip_;
    int port_ = 0;
    sockaddr_in to_{};
};

/// What a request has beyond the usual.
struct Parts {
    std::string headers = {};  // each with CRLF
    std::string body = {};
    std::string content_type = "application/sdp";
    std::string uri = {};
    int sequence = 0;
    std::string branch = {};
};

/// One call as the caller's side of it writes it.
struct RawCall {
    RawPeer& peer;
    std::string id;
    std::string target;  // host:port of the endpoint
    std::string to_tag = {};
    std::string remote_target = {};
    int sequence = 1;

    std::string request(std::string const& method, Parts parts = {}) const {
        auto const number = std::to_string(parts.sequence ? parts.sequence : sequence);
        auto const branch = parts.branch.empty() ? "z9hG4bK" + id + method + number : parts.branch;
        auto const uri = !parts.uri.empty()      ? parts.uri
                         : remote_target.empty() ? "sip:0555@" + target
                                                 : remote_target;
        auto text = method + " " + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP " + peer.address() +
                    ";branch=" + branch + "\r\nMax-Forwards: 70\r\nFrom: <sip:+49171@carrier.example>;tag=f" +
                    id + "\r\nTo: <sip:0555@" + target + ">" + (to_tag.empty() ? "" : ";tag=" + to_tag) +
                    "\r\nCall-ID: " + id + "\r\nCSeq: " + number + " " + method +
                    "\r\nContact: <sip:carrier@" + peer.address() + ">\r\n" + parts.headers;
        if (!parts.body.empty() && !parts.content_type.empty())
            text += "Content-Type: " + parts.content_type + "\r\n";
        return text + "Content-Length: " + std::to_string(parts.body.size()) + "\r\n\r\n" + parts.body;
    }
    std::string invite_branch() const { return "z9hG4bK" + id + "INVITE" + std::to_string(sequence); }
    /// Learns the dialog from a 1xx or 2xx.
    void join(std::string const& response) {
        auto const to = header(response, "To");
        auto const tag = to.find(";tag=");
        if (tag != std::string::npos) to_tag = to.substr(tag + 5);
        auto const contact = header(response, "Contact");
        auto const open = contact.find('<');
        if (open != std::string::npos) remote_target = contact.substr(open + 1, contact.find('>') - open - 1);
    }
};

/// The answer to a request that the endpoint sent.
inline std::string response_to(std::string const& request, std::string const& line, std::string const& to_tag,
                               std::string const& contact, std::string const& body = {},
                               std::string const& headers = {}) {
    std::string text = "SIP/2.0 " + line + "\r\n";
    std::string rest = request.substr(request.find("\r\n") + 2);
    while (!rest.starts_with("\r\n")) {
        auto const end = rest.find("\r\n");
        auto line_text = rest.substr(0, end);
        rest = rest.substr(end + 2);
        bool const kept = line_text.starts_with("Via:") || line_text.starts_with("From:") ||
                          line_text.starts_with("To:") || line_text.starts_with("Call-ID:") ||
                          line_text.starts_with("CSeq:") || line_text.starts_with("Record-Route:");
        if (!kept) continue;
        if (line_text.starts_with("To:") && !to_tag.empty() && line_text.find(";tag=") == std::string::npos) {
            line_text += ";tag=" + to_tag;
        }
        text += line_text + "\r\n";
    }
    if (!contact.empty()) text += "Contact: <sip:phone@" + contact + ">\r\n";
    text += headers;
    if (!body.empty()) text += "Content-Type: application/sdp\r\n";
    return text + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace rufwerk::sip::test

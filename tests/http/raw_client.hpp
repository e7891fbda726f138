#pragma once

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <chrono>
#include <cstdint>
#include <optional>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>

/// A browser without manners, on a real TCP connection: sends what it likes, as slowly as it likes, and reads
/// when it likes.
namespace rufwerk::http::testing {

/// Whatever is waited for comes long before; it only ends a test that would hang.
inline constexpr int patience_ms = 20'000;

class RawClient {
  public:
    /// `url` as `Server::addresses` gives it. A small window makes our side's reading felt at once.
    explicit RawClient(std::string const& url, int receive_buffer = 0)
        : fd_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
        auto const colon = url.rfind(':');
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(url.substr(colon + 1))));
        auto const slashes = url.find("//") + 2;
        ::inet_pton(AF_INET, url.substr(slashes, colon - slashes).c_str(), &to.sin_addr);
        if (receive_buffer > 0)
            ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
        connected_ = ::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
    }
    ~RawClient() { ::close(fd_); }
    RawClient(RawClient const&) = delete;
    RawClient& operator=(RawClient const&) = delete;

    bool connected() const { return connected_; }
    /// False when the other side has closed.
    bool send(std::string_view text) const {
        while (!text.empty()) {
            auto const sent = ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    /// Reads on until `mark` has come; all that was read and not taken yet up to and with it. Nothing when
    /// the connection ended before.
    std::optional<std::string> read_to(std::string_view mark) {
        for (;;) {
            if (auto const at = read_.find(mark); at != std::string::npos) return take(at + mark.size());
            if (!read_some()) return std::nullopt;
        }
    }
    std::optional<std::string> read_bytes(std::size_t count) {
        while (read_.size() < count)
            if (!read_some()) return std::nullopt;
        return take(count);
    }
    /// All until the other side closes; `was_reset` says how it did.
    std::string read_to_end() {
        while (read_some()) {
        }
        return take(read_.size());
    }
    bool was_reset() const { return reset_; }

    /// One answer: header and body by its Content-Length. Empty when the connection was closed instead.
    std::string answer() {
        auto const header = read_to("\r\n\r\n");
        if (!header) return {};
        auto const length = header_of(*header, "Content-Length");
        auto const body = read_bytes(length.empty() ? 0 : std::stoul(length));
        return body ? *header + *body : std::string{};
    }
    std::string ask(std::string const& target) {
        return send("GET " + target + " HTTP/1.1\r\nHost: here\r\n\r\n") ? answer() : std::string{};
    }

    static std::string header_of(std::string const& answer, std::string const& name) {
        auto const at = answer.find("\r\n" + name + ": ");
        if (at == std::string::npos) return {};
        auto const begin = at + name.size() + 4;
        return answer.substr(begin, answer.find("\r\n", begin) - begin);
    }

    // RFC 6455 by hand.

    bool upgrade(std::string const& target) {
        send("GET " + target +
             " HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
             "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        auto const header = read_to("\r\n\r\n");
        return header && header->starts_with("HTTP/1.1 101");
    }
    /// A masked frame, the mask being zero (5.2); `size` at most 65,535.
    bool send_frame(int opcode, std::string const& payload) const {
        std::string frame{static_cast<char>(0x80 | opcode)};
        if (payload.size() < 126) {
            frame += static_cast<char>(0x80 | payload.size());
        } else {
            frame += static_cast<char>(0x80 | 126);
            frame += static_cast<char>(payload.size() >> 8U);
            frame += static_cast<char>(payload.size() & 0xFFU);
        }
        return send(frame + std::string(4, '\0') + payload);
    }
    struct Frame {
        int opcode = 0;  // 1 text, 8 close, 9 ping
        std::string payload;
        int close_code() const {
            if (opcode != 8 || payload.size() < 2) return 0;
            return static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]);
        }
    };
    std::optional<Frame> frame() {
        auto const head = read_bytes(2);
        if (!head) return std::nullopt;
        auto length = static_cast<std::size_t>(static_cast<unsigned char>((*head)[1]) & 0x7FU);
        if (length >= 126) {
            auto const more = read_bytes(length == 126 ? 2 : 8);
            if (!more) return std::nullopt;
            length = 0;
            for (char const byte : *more)
                length = length << 8U | static_cast<unsigned char>(byte);
        }
        auto payload = read_bytes(length);
        if (!payload) return std::nullopt;
        return Frame{(*head)[0] & 0x0F, std::move(*payload)};
    }

  private:
    std::string take(std::size_t count) {
        auto taken = read_.substr(0, count);
        read_.erase(0, count);
        return taken;
    }
    bool read_some() {
        pollfd wait{fd_, POLLIN, 0};
        if (::poll(&wait, 1, patience_ms) <= 0) {
            ADD_FAILURE() << "nothing came, and the connection was not closed either";
            return false;
        }
        char bytes[16'384];
        auto const count = ::recv(fd_, bytes, sizeof bytes, 0);
        reset_ = count < 0;
        if (count <= 0) return false;
        read_.append(bytes, static_cast<std::size_t>(count));
        return true;
    }

    int fd_;
    bool connected_ = false;
    bool reset_ = false;
    std::string read_;
};

}  // namespace rufwerk::http::testing

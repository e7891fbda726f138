#include "main/control_socket.hpp"

#include "base/problem.hpp"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace rufwerk {
namespace {

constexpr std::size_t request_limit_bytes = 4U << 20;
/// A client that stops in the middle must not block the next one.
constexpr int patience_s = 10;

sockaddr_un address_of(std::filesystem::path const& file) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    auto const text = file.string();
    if (text.size() >= sizeof address.sun_path)
        throw Problem{
            Refusal::invalid, "data.dir.too_long",
            fmt::format(
                "the path {} is longer than a Unix socket may have (107 bytes); choose a shorter data.dir",
                text)};
    std::memcpy(address.sun_path, text.c_str(), text.size() + 1);
    return address;
}

/// A connected socket, or -1 when nobody listens.
int connect_to(std::filesystem::path const& file) {
    auto const address = address_of(file);
    int const fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    if (::connect(fd, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0) return fd;
    ::close(fd);
    return -1;
}

void set_patience(int fd) {
    timeval const limit{.tv_sec = patience_s, .tv_usec = 0};
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

std::optional<std::string> read_all(int fd, std::size_t limit) {
    std::string text;
    std::array<char, 16384> part{};
    for (;;) {
        auto const got = ::recv(fd, part.data(), part.size(), 0);
        if (got == 0) return text;
        if (got < 0 || text.size() + static_cast<std::size_t>(got) > limit) return std::nullopt;
        text.append(part.data(), static_cast<std::size_t>(got));
    }
}

bool write_all(int fd, std::string_view text) {
    while (!text.empty()) {
        auto const sent = ::send(fd, text.data(), text.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

}  // namespace

ControlSocket::ControlSocket(std::filesystem::path file, Handler handler)
    : file_{std::move(file)}, handler_{std::move(handler)} {
    auto const address = address_of(file_);
    if (int const other = connect_to(file_); other >= 0) {
        ::close(other);
        throw Problem{
            Refusal::conflict, "data.dir.in_use",
            fmt::format("another server is running on {}; stop it or give this one a data.dir of its own",
                        file_.parent_path().string())};
    }
    ::unlink(file_.c_str());
    listening_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto const mask = ::umask(0177);  // 0600 from the first moment on
    bool const bound = listening_ >= 0 &&
                       ::bind(listening_, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0 &&
                       ::listen(listening_, 8) == 0;
    int const error = errno;
    ::umask(mask);
    if (!bound) {
        if (listening_ >= 0) ::close(listening_);
        throw Problem{Refusal::unavailable, "data.dir.not_writable",
                      fmt::format("cannot make {}: {}; the data folder must belong to the server's user",
                                  file_.string(), std::strerror(error))};
    }
    stopping_ = ::eventfd(0, EFD_CLOEXEC);
    thread_ = std::thread{[this] { serve(); }};
}

ControlSocket::~ControlSocket() {
    std::uint64_t const one = 1;
    [[maybe_unused]] auto const written = ::write(stopping_, &one, sizeof one);
    thread_.join();
    ::close(listening_);
    ::close(stopping_);
    ::unlink(file_.c_str());
}

void ControlSocket::serve() {
    for (;;) {
        std::array<pollfd, 2> waiting{pollfd{listening_, POLLIN, 0}, pollfd{stopping_, POLLIN, 0}};
        if (::poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) return;
        if (waiting[1].revents != 0) return;
        if (waiting[0].revents == 0) continue;
        int const fd = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0) continue;
        set_patience(fd);
        if (auto const request = read_all(fd, request_limit_bytes)) write_all(fd, handler_(*request));
        ::close(fd);
    }
}

std::optional<std::string> ask_running_server(std::filesystem::path const& file, std::string const& request) {
    int const fd = connect_to(file);
    if (fd < 0) return std::nullopt;
    std::optional<std::string> answer;
    if (write_all(fd, request)) {
        ::shutdown(fd, SHUT_WR);
        answer = read_all(fd, request_limit_bytes);
    }
    ::close(fd);
    if (!answer)
        throw Problem{
            Refusal::unavailable, "server.silent",
            "the running server took the request but did not answer; look at its log and try again"};
    return answer;
}

}  // namespace rufwerk

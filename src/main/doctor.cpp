#include "main/doctor.hpp"

#include "base/clock.hpp"
#include "base/problem.hpp"
#include "main/control_socket.hpp"
#include "store/database.hpp"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <fstream>
#include <memory>
#include <netdb.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timex.h>
#include <unistd.h>

namespace rufwerk {
namespace {

using Level = Finding::Level;
using Findings = std::vector<Finding>;

struct Resolved {
    std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> list{nullptr, &::freeaddrinfo};
    std::string error;
};

/// `address` is "127.0.0.1:8080" or "[::1]:8080".
Resolved resolve(std::string address, int kind) {
    auto const colon = address.rfind(':');
    auto host = address.substr(0, colon);
    auto const port = address.substr(colon + 1);
    if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
    addrinfo hints{};
    hints.ai_socktype = kind;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    Resolved resolved;
    if (int const error = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &found); error != 0)
        resolved.error = ::gai_strerror(error);
    resolved.list.reset(found);
    return resolved;
}

Finding examine_address(std::string const& setting, std::string const& address, int kind, bool server_runs) {
    auto const check = setting + " " + address;
    auto const resolved = resolve(address, kind);
    if (!resolved.list)
        return {Level::fault, check, resolved.error,
                "write a numeric local address with a port, as in the manual"};
    int const fd = ::socket(resolved.list->ai_family, kind | SOCK_CLOEXEC, 0);
    int const yes = 1;
    if (kind == SOCK_STREAM) ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    bool const bound = ::bind(fd, resolved.list->ai_addr, resolved.list->ai_addrlen) == 0;
    int const error = errno;
    ::close(fd);
    if (bound) return {Level::good, check, "free", ""};
    if (error == EADDRINUSE && server_runs) return {Level::good, check, "used by the running server", ""};
    if (error == EADDRINUSE)
        return {Level::fault, check, "another program has this port",
                "end that program (ss -lpn shows it) or choose another port"};
    if (error == EADDRNOTAVAIL)
        return {Level::fault, check, "this machine does not have this address",
                "ip addr lists the addresses it has"};
    if (error == EACCES)
        return {
            Level::fault, check, "not allowed",
            "ports below 1024 need CAP_NET_BIND_SERVICE; the systemd unit in docs/operations.md grants it"};
    return {Level::fault, check, std::strerror(error), "see the system's log"};
}

void examine_data_folder(Config const& config, Findings& findings) {
    std::error_code error;
    std::filesystem::create_directories(config.data_dir, error);
    auto const probe = std::filesystem::path{config.data_dir} / fmt::format(".doctor-{}", ::getpid());
    bool const writable = static_cast<bool>(std::ofstream{probe} << "x");
    std::filesystem::remove(probe, error);
    auto const check = "data.dir " + config.data_dir;
    if (!writable) {
        findings.push_back({Level::fault, check, "cannot be written",
                            "give the folder to the server's user (chown) or set data.dir"});
        return;
    }
    auto const space = std::filesystem::space(config.data_dir, error);
    auto const free_mb = space.available >> 20U;
    if (free_mb < 100)
        findings.push_back({Level::fault, check, fmt::format("{} MB free", free_mb),
                            "free at least 1 GB: without room no call is admitted"});
    else if (free_mb < 1024)
        findings.push_back(
            {Level::warning, check, fmt::format("{} MB free", free_mb), "free at least 1 GB soon"});
    else
        findings.push_back({Level::good, check, fmt::format("writable, {} MB free", free_mb), ""});
}

void examine_clock(Findings& findings) {
    timex state{};
    bool const synchronised = ::adjtimex(&state) != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
    if (std::time(nullptr) < 1'767'225'600)
        findings.push_back({Level::fault, "clock", "stands before 2026",
                            "set the clock: call times and contact hours depend on it"});
    else if (!synchronised)
        findings.push_back({Level::warning, "clock", "not synchronised by NTP as far as the kernel knows",
                            "run systemd-timesyncd or chrony: call times and contact hours depend on it"});
    else
        findings.push_back({Level::good, "clock", "synchronised", ""});
}

void examine_certificate(Config const& config, Findings& findings) {
    if (config.http_certificate.empty() != config.http_key.empty()) {
        findings.push_back({Level::fault, "http.certificate", "certificate and key must be given together",
                            "set both http.certificate and http.key"});
        return;
    }
    for (auto const& file : {config.http_certificate, config.http_key}) {
        if (file.empty()) continue;
        if (std::ifstream{file})
            findings.push_back({Level::good, "certificate " + file, "readable", ""});
        else
            findings.push_back({Level::fault, "certificate " + file, "cannot be read",
                                "check the path and that the server's user may read it"});
    }
}

void examine_database(Config const& config, Findings& findings) {
    SystemClock const clock;
    // The password of the URL is never shown.
    auto const shown = config.database_url.substr(0, config.database_url.find("://")) +
                       (config.database_url.starts_with("sqlite:") ? "" : " server");
    try {
        auto const database = store::open_database(config.database_url, clock);
        database->read_and_wait([](store::Transaction& transaction) { transaction.query("SELECT 1"); });
        findings.push_back({Level::good, "database " + shown, "answers", ""});
    } catch (Problem const& problem) {
        findings.push_back(
            {Level::fault, "database " + shown, problem.detail(), "see database.url in docs/operations.md"});
    }
}

void examine_limits(Findings& findings) {
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    if (files.rlim_max < 16'384)
        findings.push_back({Level::warning, "open files", fmt::format("at most {}", files.rlim_max),
                            "a call needs four; raise LimitNOFILE to 65536 in the systemd unit"});
    else
        findings.push_back({Level::good, "open files", fmt::format("at most {}", files.rlim_max), ""});
    std::size_t receive_buffer = 0;
    std::ifstream{"/proc/sys/net/core/rmem_max"} >> receive_buffer;
    if (receive_buffer < 1U << 20U)
        findings.push_back({Level::warning, "net.core.rmem_max", fmt::format("{} bytes", receive_buffer),
                            "sysctl -w net.core.rmem_max=4194304 lets SIP ride out bursts"});
    else
        findings.push_back({Level::good, "net.core.rmem_max", fmt::format("{} bytes", receive_buffer), ""});
}

}  // namespace

std::vector<Finding> examine(Config const& config) {
    Findings findings;
    auto const socket = std::filesystem::path{config.data_dir} / "control.sock";
    bool const server_runs = ask_running_server(socket, R"({"command":"ping"})").has_value();
    for (auto const& address : config.http_listen)
        findings.push_back(examine_address("http.listen", address, SOCK_STREAM, server_runs));
    for (auto const& address : config.sip_listen)
        findings.push_back(examine_address("sip.listen", address.substr(4), SOCK_DGRAM, server_runs));
    for (auto const& address : config.media_address) {
        auto const host = address.find(':') == std::string::npos ? address : "[" + address + "]";
        findings.push_back(examine_address("media.address", host + ":0", SOCK_DGRAM, server_runs));
    }
    examine_data_folder(config, findings);
    examine_clock(findings);
    examine_certificate(config, findings);
    examine_database(config, findings);
    examine_limits(findings);
    return findings;
}

}  // namespace rufwerk

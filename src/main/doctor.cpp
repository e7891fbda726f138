#include "main/doctor.hpp"

#include "base/clock.hpp"
#include "base/problem.hpp"
#include "http/certificate.hpp"
#include "main/control_socket.hpp"
#include "store/migrate.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <cstring>
#include <fcntl.h>
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

constexpr std::chrono::days expiry_warning{21};

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

/// What writing a byte there says; empty when it went well.
std::string try_to_write(std::filesystem::path const& folder) {
    auto const probe = folder / fmt::format(".doctor-{}", ::getpid());
    int const fd = ::open(probe.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0) return std::strerror(errno);
    bool const written = ::write(fd, "x", 1) == 1 && ::fsync(fd) == 0;
    std::string const fault = written ? "" : std::strerror(errno);
    ::close(fd);
    ::unlink(probe.c_str());
    return fault;
}

void examine_data_folder(Config const& config, Findings& findings) {
    std::error_code error;
    auto const check = "data.dir " + config.data_dir;
    // The folder may be made by the first start: then its nearest parent is what must be writable.
    auto folder = std::filesystem::absolute(config.data_dir, error);
    while (!std::filesystem::exists(folder, error) && folder.has_relative_path())
        folder = folder.parent_path();
    if (auto const fault = try_to_write(folder); !fault.empty()) {
        findings.push_back({Level::fault, check, fmt::format("cannot be written: {}", fault),
                            "free room on that disk, give the folder to the server's user (chown), or set "
                            "data.dir"});
        return;
    }
    auto const space = std::filesystem::space(folder, error);
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

void examine_certificate(Config const& config, Instant now, Findings& findings) {
    if (config.http_certificate.empty() != config.http_key.empty()) {
        findings.push_back({Level::fault, "http.certificate", "certificate and key must be given together",
                            "set both http.certificate and http.key"});
        return;
    }
    if (config.http_certificate.empty()) return;
    auto const facts = http::read_certificate(config.http_certificate, config.http_key);
    auto const check = "certificate " + config.http_certificate;
    if (!facts.fault.empty()) {
        findings.push_back({Level::fault, check, facts.wrong.string() + " " + facts.fault,
                            "give the PEM files of one certificate and its key, readable for the server's "
                            "user"});
        return;
    }
    auto const left = facts.until - now;
    auto const until =
        fmt::format("{:%Y-%m-%d %H:%M} UTC", std::chrono::floor<std::chrono::minutes>(facts.until));
    if (left <= Duration{0})
        findings.push_back({Level::fault, check, "expired on " + until,
                            "renew it and restart the server: browsers refuse the pages"});
    else if (facts.from > now)
        findings.push_back({Level::fault, check, "is not valid yet",
                            "set the clock, or wait until it is: browsers refuse the pages"});
    else if (left < expiry_warning)
        findings.push_back(
            {Level::warning, check, "expires on " + until, "renew it and restart the server before that"});
    else
        findings.push_back({Level::good, check, "valid until " + until, ""});
}

/// Remedies of what the store says; where its own words name the remedy already, where to look.
char const* remedy_of(Problem const& problem, bool sqlite) {
    if (problem.code().starts_with("store.migration"))
        return "the program must be the one this database is of";
    if (sqlite) return "restore the file from the backup, or point database.url at the right one";
    return "start PostgreSQL, make the database (createdb), or mend host, user, password and name in "
           "database.url";
}

void examine_database(Config const& config, Clock const& clock, Findings& findings) {
    bool const sqlite = config.database_url.starts_with("sqlite:");
    // The password of the URL is never shown.
    auto const check = sqlite ? "database " + config.database_url : std::string{"database postgresql server"};
    std::error_code error;
    if (sqlite && !std::filesystem::exists(config.database_url.substr(7), error)) {
        findings.push_back({Level::good, check, "does not exist yet; the first apply or start makes it", ""});
        return;
    }
    try {
        auto const database = store::open_database(config.database_url, clock);
        auto const missing = store::missing_steps(*database, store::all_migrations());
        findings.push_back({Level::good, check,
                            missing == 0 ? std::string{"answers, its schema is this program's"}
                                         : fmt::format("answers; the next start brings its schema up to date "
                                                       "({} steps)",
                                                       missing),
                            ""});
    } catch (Problem const& problem) {
        findings.push_back({Level::fault, check, problem.detail(), remedy_of(problem, sqlite)});
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

std::vector<Finding> examine(Config const& config, Clock const& clock) {
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
    examine_certificate(config, clock.now(), findings);
    examine_database(config, clock, findings);
    examine_limits(findings);
    return findings;
}

}  // namespace rufwerk

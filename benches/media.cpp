// Bridged G.711 calls through the media engine with one thread, against a plain relay (epoll, recvfrom,
// sendto) with one thread: packets forwarded per CPU second of the thread that relays. The telephones are the
// same for both and their CPU does not count. Rounds alternate, the median counts.
//   bench_media [--calls N] [--seconds N] [--rounds N] [--out FILE]
#include "base/log.hpp"
#include "media/engine.hpp"
#include "media/port_range.hpp"
#include "media/rtp_packet.hpp"
#include "report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <future>
#include <memory>
#include <string>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <thread>
#include <vector>

namespace {

using namespace rufwerk;
using media::SocketAddress;
using media::UdpSocket;

constexpr std::size_t packet_size = 172;  // 20 ms of G.711
constexpr std::int64_t frame_us = 20'000;
constexpr std::int64_t slot_us = 1'000;  // the telephones are spread over a frame in slots of this length
constexpr double loss_max = 0.01;

double thread_cpu_s() {
    ::timespec used{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

UdpSocket bound_socket() {
    auto socket = UdpSocket::bind(*SocketAddress::parse("127.0.0.1", 0));
    if (socket.fd() >= 0) return socket;
    std::perror("no socket; raise the limit of open files (ulimit -n)");
    std::exit(1);
}

SocketAddress address_of(UdpSocket const& socket) {
    SocketAddress address;
    auto room = SocketAddress::room();
    ::getsockname(socket.fd(), address.data(), &room);
    return address;
}

/// Two for each call: every one sends a packet each 20 ms and counts what comes.
class Telephones {
  public:
    explicit Telephones(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i)
            sockets_.push_back(bound_socket());
        targets_.resize(count);
    }
    std::size_t count() const { return sockets_.size(); }
    SocketAddress address(std::size_t index) const { return address_of(sockets_[index]); }
    void aim(std::size_t index, SocketAddress const& target) { targets_[index] = target; }

    struct Seen {
        std::uint64_t offered = 0;
        std::uint64_t returned = 0;
    };
    Seen talk(double seconds) {
        seen_ = {};
        auto const slots_in_frame = static_cast<std::size_t>(frame_us / slot_us);
        auto const slots = static_cast<std::size_t>(seconds * 1e6) / static_cast<std::size_t>(slot_us);
        auto const begin = std::chrono::steady_clock::now();
        for (std::size_t slot = 0; slot < slots; ++slot) {
            std::this_thread::sleep_until(
                begin + std::chrono::microseconds{static_cast<std::int64_t>(slot) * slot_us});
            if (slot % slots_in_frame == 0) ++sequence_;
            for (auto i = slot % slots_in_frame; i < sockets_.size(); i += slots_in_frame) {
                hear(i);
                speak(i);
            }
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{200});  // what is still on its way
        for (std::size_t i = 0; i < sockets_.size(); ++i)
            hear(i);
        return seen_;
    }

  private:
    void speak(std::size_t index) {
        media::RtpPacket packet;
        packet.payload_type = 8;
        packet.sequence = sequence_;
        packet.timestamp = sequence_ * 160U;
        packet.ssrc = static_cast<std::uint32_t>(index + 1);
        std::array<std::uint8_t, packet_size> bytes;
        bytes.fill(0xD5);
        packet.write_header(bytes.data());
        auto const& target = targets_[index];
        if (::sendto(sockets_[index].fd(), bytes.data(), bytes.size(), 0, target.data(), target.size()) > 0)
            ++seen_.offered;
    }
    void hear(std::size_t index) {
        std::array<std::uint8_t, 256> bytes;
        for (;;) {
            auto const got = ::recv(sockets_[index].fd(), bytes.data(), bytes.size(), 0);
            if (got < 0) return;
            // Not the engine's sender reports.
            if (got == packet_size && (bytes[1] & 0x7F) == 8) ++seen_.returned;
        }
    }

    std::vector<UdpSocket> sockets_;
    std::vector<SocketAddress> targets_;
    std::uint16_t sequence_ = 0;
    Seen seen_;
};

/// The least a relay can do with one socket for each leg: nothing is parsed, rewritten or checked.
class PlainRelay {
  public:
    explicit PlainRelay(Telephones& telephones)
        : epoll_{::epoll_create1(0)}, bell_{::eventfd(0, EFD_NONBLOCK)} {
        legs_.resize(telephones.count());
        for (std::size_t i = 0; i < legs_.size(); ++i) {
            legs_[i].socket = bound_socket();
            legs_[i].partner = &legs_[i ^ 1];
            legs_[i].telephone = telephones.address(i);
            telephones.aim(i, address_of(legs_[i].socket));
            watch(legs_[i].socket.fd(), &legs_[i]);
        }
        watch(bell_, nullptr);
        thread_ = std::thread{[this] { run(); }};
    }
    ~PlainRelay() {
        stopping_ = true;
        ring();
        thread_.join();
        ::close(bell_);
        ::close(epoll_);
    }
    double cpu_s() {
        std::promise<double> asked;
        asked_ = &asked;
        ring();
        return asked.get_future().get();
    }

  private:
    struct Leg {
        UdpSocket socket;
        Leg* partner = nullptr;
        SocketAddress telephone;
    };

    void watch(int fd, Leg* leg) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = leg;
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event);
    }
    void ring() {
        std::uint64_t const one = 1;
        [[maybe_unused]] auto const rung = ::write(bell_, &one, sizeof one);
    }
    void run() {
        std::array<epoll_event, 128> events;
        while (!stopping_) {
            auto const count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), -1);
            for (auto i = 0; i < count; ++i) {
                auto* const leg = static_cast<Leg*>(events[static_cast<std::size_t>(i)].data.ptr);
                leg != nullptr ? relay(*leg) : answer();
            }
        }
    }
    static void relay(Leg& leg) {
        std::array<std::uint8_t, 1500> bytes;
        SocketAddress source;
        auto room = SocketAddress::room();
        auto const got = ::recvfrom(leg.socket.fd(), bytes.data(), bytes.size(), 0, source.data(), &room);
        if (got <= 0) return;
        auto const& to = leg.partner->telephone;
        ::sendto(leg.partner->socket.fd(), bytes.data(), static_cast<std::size_t>(got), MSG_DONTWAIT,
                 to.data(), to.size());
    }
    void answer() {
        std::uint64_t rings = 0;
        [[maybe_unused]] auto const heard = ::read(bell_, &rings, sizeof rings);
        if (auto* const asked = asked_.exchange(nullptr)) asked->set_value(thread_cpu_s());
    }

    int epoll_;
    int bell_;
    std::vector<Leg> legs_;
    std::atomic<bool> stopping_{false};
    std::atomic<std::promise<double>*> asked_{nullptr};
    std::thread thread_;
};

/// The calls as the switch makes them: offers of SIP telephones, answered, bridged two by two.
class EngineRelay {
  public:
    explicit EngineRelay(Telephones& telephones) : engine_{options(), [](media::Event const&) {}} {
        for (std::size_t i = 0; i < telephones.count(); ++i) {
            auto const opened = engine_.open_rtp(offer_of(telephones.address(i)), "127.0.0.1");
            telephones.aim(i, *SocketAddress::parse("127.0.0.1", port_in(opened.sdp)));
            legs_.push_back(opened.leg);
            if (i % 2 == 1) engine_.bridge(legs_[i - 1], legs_[i]);
        }
    }
    /// Reports are made on the media thread, so its own clock can be read there.
    double cpu_s() {
        std::promise<double> asked;
        engine_.report(legs_.front(), [&](media::LegReport const&) { asked.set_value(thread_cpu_s()); });
        return asked.get_future().get();
    }

  private:
    static media::Options options() {
        media::Options given;
        given.addresses = {"127.0.0.1"};
        given.port_first = 40'000;
        given.port_last = 59'999;
        given.threads = 1;
        given.silence_limit_s = 3'600;  // it pauses while the other is measured
        return given;
    }
    static std::string offer_of(SocketAddress const& telephone) {
        return fmt::format(
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            "m=audio {} RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\n",
            telephone.port());
    }
    static int port_in(std::string const& sdp) { return std::stoi(sdp.substr(sdp.find("m=audio ") + 8)); }

    media::Engine engine_;
    std::vector<media::LegId> legs_;
};

struct Measured {
    std::vector<double> per_cpu_s;  // packets forwarded, for each round
    std::uint64_t offered = 0;
    std::uint64_t returned = 0;

    double median() const {
        auto sorted = per_cpu_s;
        std::sort(sorted.begin(), sorted.end());
        return sorted[sorted.size() / 2];
    }
    double lost() const {
        return offered == 0 ? 1 : 1 - static_cast<double>(returned) / static_cast<double>(offered);
    }
    std::string rounds() const {
        std::string text;
        for (auto const value : per_cpu_s)
            text += fmt::format("{}{:.0f}", text.empty() ? "" : ", ", value);
        return "[" + text + "]";
    }
};

template <class Relay>
void measure(Relay& relay, Telephones& telephones, double seconds, Measured& into) {
    auto const before = relay.cpu_s();
    auto const seen = telephones.talk(seconds);
    auto const used = relay.cpu_s() - before;
    into.per_cpu_s.push_back(static_cast<double>(seen.returned) / used);
    into.offered += seen.offered;
    into.returned += seen.returned;
}

void raise_file_limit() {
    ::rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

int main(int argc, char** argv) {
    log::set_level(log::Level::warning);
    raise_file_limit();
    auto const calls = std::stoul(bench::option(argc, argv, "--calls", "500"));
    auto const seconds = std::stod(bench::option(argc, argv, "--seconds", "3"));
    auto const rounds = std::stoi(bench::option(argc, argv, "--rounds", "5"));
    Telephones for_plain{2 * calls};
    Telephones for_ours{2 * calls};
    PlainRelay plain{for_plain};
    EngineRelay ours{for_ours};
    for_plain.talk(0.2);  // every leg has heard its telephone, every page is touched
    for_ours.talk(0.2);
    Measured reference;
    Measured engine;
    bench::ForeignCpu const foreign;
    for (auto round = 0; round < rounds; ++round) {
        measure(plain, for_plain, seconds, reference);
        measure(ours, for_ours, seconds, engine);
    }
    auto const ratio = engine.median() / reference.median();
    auto const share = foreign.share();
    auto const valid = reference.lost() <= loss_max && engine.lost() <= loss_max;
    fmt::print("plain relay   {:>9.0f} packets per CPU second, {:.3f} % lost\n", reference.median(),
               reference.lost() * 100);
    fmt::print("media engine  {:>9.0f} packets per CPU second, {:.3f} % lost\n", engine.median(),
               engine.lost() * 100);
    fmt::print("ratio         {:>9.2f}\n", ratio);
    fmt::print("foreign CPU   {:>9.1f} %\n", share * 100);
    if (!valid)
        fmt::print("NOT VALID: more than 1 % was lost; offer fewer calls (--calls) or free the machine\n");
    auto const json = fmt::format(
        R"({{"bench": "media", "calls": {}, "seconds": {}, "plain_per_cpu_s": {:.0f}, "plain_rounds": {}, )"
        R"("plain_lost": {:.5f}, "engine_per_cpu_s": {:.0f}, "engine_rounds": {}, "engine_lost": {:.5f}, )"
        R"("valid": {}, "ratio": {:.3f}, "foreign_cpu": {:.4f}}})",
        calls, seconds, reference.median(), reference.rounds(), reference.lost(), engine.median(),
        engine.rounds(), engine.lost(), valid, ratio, share);
    return bench::write_result(argc, argv, json) && valid ? 0 : 1;
}

#pragma once

#include "media/engine.hpp"
#include "media/port_range.hpp"
#include "media/rtp_packet.hpp"
#include "media/telephone_event.hpp"
#include "sdp/sdp.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <future>
#include <mutex>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <vector>

/// What the tests of the engine share: telephones on real sockets, an engine whose events are kept.
namespace rufwerk::media {

inline SocketAddress own_address(UdpSocket const& socket) {
    SocketAddress address;
    auto room = SocketAddress::room();
    ::getsockname(socket.fd(), address.data(), &room);
    return address;
}

/// A telephone on loopback: one real socket.
class Phone {
  public:
    explicit Phone(std::string const& ip = "127.0.0.1")
        : socket_{UdpSocket::bind(*SocketAddress::parse(ip, 0))}, own_{own_address(socket_)} {}

    std::string sdp(int payload_type, std::string const& direction = "sendrecv") const {
        auto const where = std::string{own_.family() == AF_INET ? "IN IP4 " : "IN IP6 "} + own_.ip();
        return "v=0\r\no=- 1 1 " + where + "\r\ns=-\r\nc=" + where + "\r\nt=0 0\r\nm=audio " +
               std::to_string(own_.port()) + " RTP/AVP " + std::to_string(payload_type) +
               " 101\r\na=rtpmap:101 telephone-event/8000\r\na=" + direction + "\r\n";
    }
    void answered(std::string const& text) {
        auto const parsed = sdp::parse(text);
        ASSERT_TRUE(parsed.session) << parsed.fault;
        auto const& media = parsed.session->media.front();
        ours_ = *SocketAddress::parse(media.address, media.port);
    }
    void send(int payload_type, std::uint16_t sequence, std::uint8_t code) {
        std::array<std::uint8_t, 172> bytes;
        bytes.fill(code);
        RtpPacket packet;
        packet.payload_type = static_cast<std::uint8_t>(payload_type);
        packet.sequence = sequence;
        packet.timestamp = sequence * 160U;
        packet.ssrc = 77;
        packet.write_header(bytes.data());
        ::sendto(socket_.fd(), bytes.data(), bytes.size(), 0, ours_.data(), ours_.size());
    }
    /// A packet of the digit that began at `timestamp`.
    void send_event(std::uint16_t sequence, std::uint32_t timestamp, TelephoneEvent const& event) {
        std::array<std::uint8_t, RtpPacket::header_size + TelephoneEvent::size> bytes;
        RtpPacket packet;
        packet.payload_type = 101;
        packet.sequence = sequence;
        packet.timestamp = timestamp;
        packet.ssrc = 77;
        packet.write_header(bytes.data());
        std::ranges::copy(event.write(), bytes.begin() + RtpPacket::header_size);
        ::sendto(socket_.fd(), bytes.data(), bytes.size(), 0, ours_.data(), ours_.size());
    }
    std::optional<RtpPacket> receive(int wait_ms = 5000) {
        pollfd ready{socket_.fd(), POLLIN, 0};
        if (::poll(&ready, 1, wait_ms) != 1) return std::nullopt;
        auto const got = ::recv(socket_.fd(), buffer_.data(), buffer_.size(), 0);
        if (got <= 0) return std::nullopt;
        return RtpPacket::parse({buffer_.data(), static_cast<std::size_t>(got)});
    }
    void aim_at(Phone const& other) { ours_ = other.ours_; }
    SocketAddress const& target() const { return ours_; }

  private:
    UdpSocket socket_;
    SocketAddress own_;
    SocketAddress ours_;
    std::array<std::uint8_t, 1500> buffer_{};
};

class MediaEngine : public ::testing::Test {
  protected:
    static Options options(int threads) {
        Options given;
        given.addresses = {"127.0.0.1", "::1"};
        given.port_first = 21'000;
        given.port_last = 23'999;
        given.threads = threads;
        return given;
    }
    void use(int threads) { use(options(threads)); }
    void use(Options const& given) {
        engine_ = std::make_unique<Engine>(given, [this](Event const& event) {
            std::lock_guard const lock{mutex_};
            events_.push_back(event);
            changed_.notify_all();
        });
    }
    LegId open(Phone& phone, int payload_type) {
        auto opened = engine_->open_rtp(phone.sdp(payload_type), "");
        phone.answered(opened.sdp);
        return opened.leg;
    }
    /// Waits for the next event of `leg`; nothing within 10 s fails the test.
    Event next_event(LegId leg) {
        std::unique_lock lock{mutex_};
        auto const of_leg = [&] { return std::ranges::find(events_, leg, &Event::leg); };
        if (!changed_.wait_for(lock, std::chrono::seconds{10}, [&] { return of_leg() != events_.end(); })) {
            ADD_FAILURE() << "no event of leg " << to_string(leg);
            return {Event::Kind::failed, leg, "none came"};
        }
        auto const event = *of_leg();
        events_.erase(of_leg());
        return event;
    }
    LegReport report(LegId leg) {
        std::promise<LegReport> seen;
        engine_->report(leg, [&](LegReport report) { seen.set_value(report); });
        return seen.get_future().get();
    }
    void until_received(LegId leg, std::uint64_t packets) {
        for (auto i = 0; report(leg).packets_received < packets; ++i) {
            ASSERT_LT(i, 5000) << "packets did not arrive";
            ::poll(nullptr, 0, 1);
        }
    }
    void close(LegId leg) {
        std::promise<void> done;
        engine_->close(leg, [&](LegReport) { done.set_value(); });
        done.get_future().get();
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Event> events_;
    std::unique_ptr<Engine> engine_;  // last: its threads use what stands above
};

}  // namespace rufwerk::media

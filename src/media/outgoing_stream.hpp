#pragma once

#include "media/rtp_packet.hpp"

namespace rufwerk::media {

/// One stream to the receiver for the whole leg, whatever it is made of: one SSRC, sequence numbers without
/// jumps, a timestamp that goes on by the time that has passed, the marker where music and talk join (RFC
/// 3551 4.1).
class OutgoingStream {
  public:
    struct Header {
        bool marker = false;
        std::uint16_t sequence = 0;
        std::uint32_t timestamp = 0;
    };

    OutgoingStream(std::uint32_t ssrc, std::uint16_t first_sequence, std::uint32_t first_timestamp)
        : ssrc_{ssrc}, last_sequence_{first_sequence}, last_timestamp_{first_timestamp} {}

    std::uint32_t ssrc() const { return ssrc_; }
    std::uint32_t timestamp() const { return last_timestamp_; }

    /// For 20 ms of our own; `now` in units of 8 kHz.
    Header own_frame(std::uint32_t now) {
        bool const join = source_ != Source::own;
        source_ = Source::own;
        last_timestamp_ += join ? since_last(now) : 160;
        last_sent_ = now;
        return {join, ++last_sequence_, last_timestamp_};
    }

    /// For a packet of the other leg: its gaps and its loss stay as they are.
    Header relayed(RtpPacket const& in, std::uint32_t now) {
        bool const join = source_ != Source::relay || in.ssrc != their_ssrc_;
        if (join) {
            source_ = Source::relay;
            their_ssrc_ = in.ssrc;
            timestamp_offset_ = last_timestamp_ + since_last(now) - in.timestamp;
            sequence_offset_ = static_cast<std::uint16_t>(last_sequence_ + 1 - in.sequence);
        }
        Header header{join || in.marker, static_cast<std::uint16_t>(in.sequence + sequence_offset_),
                      in.timestamp + timestamp_offset_};
        if (static_cast<std::int16_t>(header.sequence - last_sequence_) > 0) last_sequence_ = header.sequence;
        if (static_cast<std::int32_t>(header.timestamp - last_timestamp_) > 0)
            last_timestamp_ = header.timestamp;
        last_sent_ = now;
        return header;
    }

    /// What plays next begins with a marker.
    void pause() { source_ = Source::none; }

  private:
    enum class Source : std::uint8_t { none, own, relay };
    std::uint32_t since_last(std::uint32_t now) const {
        auto const passed = static_cast<std::int32_t>(now - last_sent_);
        return last_sent_ == 0 || passed < 160 ? 160U : static_cast<std::uint32_t>(passed);
    }

    std::uint32_t ssrc_;
    std::uint16_t last_sequence_;
    std::uint32_t last_timestamp_;
    std::uint32_t last_sent_ = 0;
    Source source_ = Source::none;
    std::uint32_t their_ssrc_ = 0;
    std::uint32_t timestamp_offset_ = 0;
    std::uint16_t sequence_offset_ = 0;
};

}  // namespace rufwerk::media

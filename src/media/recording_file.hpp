#pragma once

#include <sodium.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// A call's recording on disk: stereo A-law at 8 kHz, customer left and agent side right, in chunks that are
/// each encrypted and authenticated (libsodium secretstream, XChaCha20-Poly1305). What was written before a
/// crash stays readable; a recording that was ended properly says so by the FINAL tag, one without was cut.
/// A file is `RWREC` 1 0 0, the 24 bytes of the stream's header, then chunks: length of the cipher text (32
/// bits, big endian) and the cipher text. A chunk's first byte says what it is: 'a' audio (left and right in
/// turn), 's' silence on both sides (samples as 32 bits, big endian; then the reason), 'e' end.
namespace rufwerk::media {

using RecordingKey = std::array<std::uint8_t, crypto_secretstream_xchacha20poly1305_KEYBYTES>;

/// Writes one recording, chunk by chunk; of one thread. All report by the text of a fault, empty when it went
/// well. After a fault the file stands as before the chunk, so that the next may be tried: a full disk costs
/// a piece, not the recording.
class RecordingWriter {
  public:
    static constexpr std::size_t chunk_frames_max = 8'000;  // of both sides: one second
    static constexpr std::size_t reason_max = 200;          // bytes

    struct Created {
        std::unique_ptr<RecordingWriter> writer;
        std::string fault;
    };
    /// The file must not exist; only its owner may read it.
    static Created create(std::string const& path, RecordingKey const& key);
    ~RecordingWriter();
    RecordingWriter(RecordingWriter const&) = delete;
    RecordingWriter& operator=(RecordingWriter const&) = delete;

    /// Left and right in turn, at most one second.
    std::string audio(std::span<std::uint8_t const> interleaved);
    /// Silence in place of what must not be kept (card data: PCI DSS 3.3.1) or was not said.
    std::string silence(std::uint32_t samples, std::string const& reason);
    /// What was written survives a power cut afterwards.
    std::string sync();
    std::string finish();
    /// Consent was withdrawn (Art. 7 (3) GDPR, § 201 StGB): deletes what was kept.
    std::string discard();

  private:
    RecordingWriter(int fd, std::string path) : fd_{fd}, path_{std::move(path)} {}
    std::string write(std::vector<std::uint8_t> const& plain, std::uint8_t tag);
    std::string append(std::span<std::uint8_t const> bytes);

    int fd_;
    std::string path_;
    crypto_secretstream_xchacha20poly1305_state state_{};
    std::int64_t size_ = 0;
};

struct Recording {
    struct Silence {
        std::uint64_t first_sample;
        std::uint32_t samples;
        std::string reason;
    };
    std::vector<std::uint8_t> left;  // A-law, 8 kHz
    std::vector<std::uint8_t> right;
    std::vector<Silence> silences;
    bool ended = false;  // properly; false: cut
};

/// The recording up to the last whole chunk, or what is wrong as the end of a sentence ("is no recording").
struct RecordingRead {
    std::optional<Recording> recording;
    std::string fault;
};
/// At most 12 hours. Never throws for what the file holds.
RecordingRead read_recording(std::string const& path, RecordingKey const& key);

/// A stereo A-law WAV of `samples` from `first_sample` on, as far as there are any.
std::vector<std::uint8_t> wav_of(Recording const& recording, std::uint64_t first_sample,
                                 std::uint64_t samples);

/// For a waveform: the loudest sample (0 to 32,767) of each of `count` equal parts; `count` is 1 to 10,000.
struct Peaks {
    std::vector<std::int16_t> left;
    std::vector<std::int16_t> right;
};
Peaks peaks_of(Recording const& recording, std::size_t count);

}  // namespace rufwerk::media

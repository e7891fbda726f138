#include "media/recording_file.hpp"

#include "base/invariant.hpp"
#include "media/byte_order.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace rufwerk::media {
namespace {
constexpr std::array<std::uint8_t, 8> magic = {'R', 'W', 'R', 'E', 'C', 1, 0, 0};
constexpr auto header_size = std::size_t{crypto_secretstream_xchacha20poly1305_HEADERBYTES};
constexpr auto chunk_overhead = std::size_t{crypto_secretstream_xchacha20poly1305_ABYTES};
constexpr auto tag_message = std::uint8_t{crypto_secretstream_xchacha20poly1305_TAG_MESSAGE};
constexpr std::size_t plain_max = 1 + 2 * RecordingWriter::chunk_frames_max;
constexpr std::size_t samples_max = std::size_t{12} * 3600 * 8000;
constexpr std::uint8_t alaw_silence = 0xD5;

std::string failed(std::string const& path, char const* what) {
    return "recording " + path + " cannot be " + what + ": " + std::strerror(errno);
}

struct File {
    explicit File(std::string const& path) : fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC)} {}
    ~File() {
        if (fd >= 0) ::close(fd);
    }
    File(File const&) = delete;
    File& operator=(File const&) = delete;
    /// False at the end of the file, also in mid-piece.
    bool read(std::span<std::uint8_t> into) const {
        while (!into.empty()) {
            auto const got = ::read(fd, into.data(), into.size());
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) return false;
            into = into.subspan(static_cast<std::size_t>(got));
        }
        return true;
    }
    int fd;
};

/// False for a chunk that this version does not know or that says too much.
bool take(std::span<std::uint8_t const> plain, Recording& recording) {
    if (plain.empty()) return false;
    auto const body = plain.subspan(1);
    auto const at = recording.left.size();
    if (plain[0] == 'a') {
        if (body.size() % 2 != 0 || at + body.size() / 2 > samples_max) return false;
        for (std::size_t i = 0; i < body.size(); i += 2) {
            recording.left.push_back(body[i]);
            recording.right.push_back(body[i + 1]);
        }
        return true;
    }
    if (plain[0] != 's' || body.size() < 4) return plain[0] == 'e';
    auto const samples = read_u32(body.data());
    if (at + samples > samples_max) return false;
    recording.left.resize(at + samples, alaw_silence);
    recording.right.resize(at + samples, alaw_silence);
    recording.silences.push_back({at, samples, std::string(body.begin() + 4, body.end())});
    return true;
}
}  // namespace

RecordingWriter::Created RecordingWriter::create(std::string const& path, RecordingKey const& key) {
    if (sodium_init() < 0) return {nullptr, "libsodium cannot be started"};
    auto const fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return {nullptr, failed(path, "created")};
    std::unique_ptr<RecordingWriter> writer{new RecordingWriter{fd, path}};
    std::array<std::uint8_t, magic.size() + header_size> start;
    std::ranges::copy(magic, start.begin());
    crypto_secretstream_xchacha20poly1305_init_push(&writer->state_, start.data() + magic.size(), key.data());
    auto fault = writer->append(start);
    if (!fault.empty()) {
        ::unlink(path.c_str());
        writer.reset();
    }
    return {std::move(writer), std::move(fault)};
}

RecordingWriter::~RecordingWriter() {
    sodium_memzero(&state_, sizeof state_);
    if (fd_ >= 0) ::close(fd_);
}

std::string RecordingWriter::append(std::span<std::uint8_t const> bytes) {
    auto rest = bytes;
    while (!rest.empty()) {
        auto const put = ::write(fd_, rest.data(), rest.size());
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) {
            auto fault = failed(path_, "written");
            // Half a chunk would make all after it unreadable.
            if (::ftruncate(fd_, size_) != 0 || ::lseek(fd_, size_, SEEK_SET) != size_)
                fault += "; " + failed(path_, "set back");
            return fault;
        }
        rest = rest.subspan(static_cast<std::size_t>(put));
    }
    size_ += static_cast<std::int64_t>(bytes.size());
    return {};
}

std::string RecordingWriter::write(std::vector<std::uint8_t> const& plain, std::uint8_t tag) {
    std::vector<std::uint8_t> chunk(4 + plain.size() + chunk_overhead);
    write_u32(chunk.data(), static_cast<std::uint32_t>(plain.size() + chunk_overhead));
    auto const before = state_;
    crypto_secretstream_xchacha20poly1305_push(&state_, chunk.data() + 4, nullptr, plain.data(), plain.size(),
                                               magic.data(), magic.size(), tag);
    auto fault = append(chunk);
    if (!fault.empty()) state_ = before;
    return fault;
}

std::string RecordingWriter::audio(std::span<std::uint8_t const> interleaved) {
    INVARIANT(interleaved.size() % 2 == 0 && interleaved.size() <= 2 * chunk_frames_max);
    std::vector<std::uint8_t> plain{'a'};
    plain.insert(plain.end(), interleaved.begin(), interleaved.end());
    return write(plain, tag_message);
}

std::string RecordingWriter::silence(std::uint32_t samples, std::string const& reason) {
    INVARIANT(reason.size() <= reason_max);
    std::vector<std::uint8_t> plain(5);
    plain[0] = 's';
    write_u32(&plain[1], samples);
    plain.insert(plain.end(), reason.begin(), reason.end());
    return write(plain, tag_message);
}

std::string RecordingWriter::sync() { return ::fdatasync(fd_) == 0 ? "" : failed(path_, "synced"); }

std::string RecordingWriter::finish() {
    auto fault = write({'e'}, crypto_secretstream_xchacha20poly1305_TAG_FINAL);
    return fault.empty() ? sync() : fault;
}

std::string RecordingWriter::discard() {
    return ::unlink(path_.c_str()) == 0 ? "" : failed(path_, "deleted");
}

RecordingRead read_recording(std::string const& path, RecordingKey const& key) {
    if (sodium_init() < 0) return {std::nullopt, "cannot be read: libsodium cannot be started"};
    File const file{path};
    if (file.fd < 0) return {std::nullopt, "cannot be opened"};
    std::array<std::uint8_t, magic.size() + header_size> start;
    if (!file.read(start) || !std::equal(magic.begin(), magic.end(), start.begin()))
        return {std::nullopt, "is no recording"};
    crypto_secretstream_xchacha20poly1305_state state;
    crypto_secretstream_xchacha20poly1305_init_pull(&state, start.data() + magic.size(), key.data());
    Recording recording;
    std::array<std::uint8_t, 4> length;
    std::vector<std::uint8_t> cipher;
    std::vector<std::uint8_t> plain;
    for (auto first = true; !recording.ended && file.read(length); first = false) {
        auto const size = std::size_t{read_u32(length.data())};
        if (size < chunk_overhead || size > plain_max + chunk_overhead) break;
        cipher.resize(size);
        if (!file.read(cipher)) break;
        plain.resize(size - chunk_overhead);
        std::uint8_t tag = 0;
        if (crypto_secretstream_xchacha20poly1305_pull(&state, plain.data(), nullptr, &tag, cipher.data(),
                                                       size, magic.data(), magic.size()) != 0) {
            if (first) return {std::nullopt, "cannot be decrypted: the key is another or it is damaged"};
            break;  // a crash can leave a last chunk that was never whole; nothing after it is trusted
        }
        if (!take(plain, recording)) break;
        recording.ended = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    }
    sodium_memzero(&state, sizeof state);
    return {std::move(recording), {}};
}

}  // namespace rufwerk::media

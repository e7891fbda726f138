#include "media/recording_file.hpp"

#include "media/g711.hpp"
#include "media/wav.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace rufwerk::media {
namespace {

class RecordingFile : public ::testing::Test {
  protected:
    void SetUp() override {
        folder_ =
            std::filesystem::temp_directory_path() / ("rufwerk-recording-" + std::to_string(::getpid()));
        std::filesystem::create_directories(folder_);
        path_ = folder_ / "call.rec";
        key_.fill(7);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::unique_ptr<RecordingWriter> create() {
        auto created = RecordingWriter::create(path_, key_);
        EXPECT_EQ(created.fault, "");
        return std::move(created.writer);
    }
    static std::vector<std::uint8_t> second(std::int16_t left, std::int16_t right) {
        std::vector<std::uint8_t> frames;
        for (auto i = 0; i < 8'000; ++i) {
            frames.push_back(g711::encode_alaw(left));
            frames.push_back(g711::encode_alaw(right));
        }
        return frames;
    }
    Recording read() {
        auto read = read_recording(path_, key_);
        EXPECT_EQ(read.fault, "");
        return read.recording ? std::move(*read.recording) : Recording{};
    }

    std::filesystem::path folder_;
    std::string path_;
    RecordingKey key_;
};

TEST_F(RecordingFile, is_read_back_with_both_sides_and_the_reason_of_each_silence) {
    auto const writer = create();
    EXPECT_EQ(writer->audio(second(8000, -500)), "");
    EXPECT_EQ(writer->silence(16'000, "card data"), "");
    EXPECT_EQ(writer->audio(second(100, 4000)), "");
    EXPECT_EQ(writer->finish(), "");
    auto const recording = read();
    EXPECT_TRUE(recording.ended);
    ASSERT_EQ(recording.left.size(), 32'000U);
    EXPECT_NEAR(g711::decode_alaw(recording.left[7'999]), 8000, 300);
    EXPECT_NEAR(g711::decode_alaw(recording.right[0]), -500, 20);
    EXPECT_NEAR(g711::decode_alaw(recording.right[8'000]), 0, 8);
    EXPECT_NEAR(g711::decode_alaw(recording.right[24'000]), 4000, 150);
    ASSERT_EQ(recording.silences.size(), 1U);
    EXPECT_EQ(recording.silences[0].first_sample, 8'000U);
    EXPECT_EQ(recording.silences[0].samples, 16'000U);
    EXPECT_EQ(recording.silences[0].reason, "card data");
    auto const peaks = peaks_of(recording, 4);
    EXPECT_NEAR(peaks.left[0], 8000, 300);
    EXPECT_LE(peaks.left[1], 8);
    EXPECT_NEAR(peaks.right[3], 4000, 150);
    struct stat status{};
    ASSERT_EQ(::stat(path_.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(RecordingFile, a_piece_of_it_is_a_wav_that_players_read) {
    auto const writer = create();
    writer->audio(second(1000, 1000));
    writer->audio(second(8000, 8000));
    auto const recording = read();
    auto const whole = read_wav(wav_of(recording, 0, 1'000'000), 60);
    ASSERT_TRUE(whole.wav) << whole.fault;
    EXPECT_EQ(whole.wav->samples.size(), 16'000U);
    auto const piece = read_wav(wav_of(recording, 7'999, 10), 60);
    ASSERT_TRUE(piece.wav) << piece.fault;
    ASSERT_EQ(piece.wav->samples.size(), 10U);
    EXPECT_NEAR(piece.wav->samples[0] * 32768, 1000, 50);
    EXPECT_NEAR(piece.wav->samples[1] * 32768, 8000, 300);
}

TEST_F(RecordingFile, cut_anywhere_or_damaged_it_plays_up_to_the_last_whole_chunk) {
    auto const writer = create();
    for (auto i = 0; i < 3; ++i)
        writer->audio(second(1000, 1000));
    writer->finish();
    auto const size = std::filesystem::file_size(path_);
    auto const chunk = 4 + 17 + 1 + 16'000;
    for (auto const& [left, samples] : {std::pair{size - 1, 24'000U},
                                        {32U + 2 * chunk, 16'000U},
                                        {32U + 2 * chunk - 1, 8'000U},
                                        {32U + 3, 0U}}) {
        std::filesystem::resize_file(path_, left);
        auto const recording = read();
        EXPECT_EQ(recording.left.size(), samples) << left;
        EXPECT_FALSE(recording.ended);
    }
    std::filesystem::resize_file(path_, 20);
    EXPECT_EQ(read_recording(path_, key_).fault, "is no recording");
}

TEST_F(RecordingFile, with_another_key_or_changed_bytes_nothing_is_played) {
    auto const writer = create();
    writer->audio(second(1000, 1000));
    writer->audio(second(2000, 2000));
    auto other = key_;
    other[31] ^= 1;
    EXPECT_FALSE(read_recording(path_, other).recording);
    std::fstream file{path_, std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(32 + 16'022 + 5'000);
    file.put('x');
    file.close();
    EXPECT_EQ(read().left.size(), 8'000U);
}

TEST_F(RecordingFile, a_full_disk_is_told_and_costs_only_what_did_not_fit) {
    auto const writer = create();
    EXPECT_EQ(writer->audio(second(1000, 1000)), "");
    // A real refusal of the kernel in the middle of a chunk: the limit of a file's size.
    auto const before = std::signal(SIGXFSZ, SIG_IGN);
    ::rlimit limit{};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    auto small = limit;
    small.rlim_cur = 20'000;
    ::setrlimit(RLIMIT_FSIZE, &small);
    EXPECT_NE(writer->audio(second(2000, 2000)).find("cannot be written"), std::string::npos);
    ::setrlimit(RLIMIT_FSIZE, &limit);
    std::signal(SIGXFSZ, before);
    EXPECT_EQ(writer->silence(8'000, "disk full"), "");
    EXPECT_EQ(writer->audio(second(4000, 4000)), "");
    EXPECT_EQ(writer->finish(), "");
    auto const recording = read();
    EXPECT_TRUE(recording.ended);
    ASSERT_EQ(recording.left.size(), 24'000U);
    EXPECT_NEAR(g711::decode_alaw(recording.left[16'000]), 4000, 150);
}

TEST_F(RecordingFile, after_kill_9_all_that_was_written_plays) {
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    auto const child = ::fork();
    if (child == 0) {
        auto const writer = create();
        for (auto i = 0; i < 3; ++i)
            writer->audio(second(1000, 1000));
        writer->sync();
        [[maybe_unused]] auto const told = ::write(pipe[1], "x", 1);
        for (;;)
            ::pause();
    }
    char ready = 0;
    ASSERT_EQ(::read(pipe[0], &ready, 1), 1);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(pipe[0]);
    ::close(pipe[1]);
    auto const recording = read();
    EXPECT_EQ(recording.left.size(), 24'000U);
    EXPECT_FALSE(recording.ended);
}

TEST_F(RecordingFile, discarded_it_is_gone_and_an_existing_file_is_not_overwritten) {
    auto const writer = create();
    writer->audio(second(1000, 1000));
    EXPECT_FALSE(RecordingWriter::create(path_, key_).writer);
    EXPECT_EQ(writer->discard(), "");
    EXPECT_FALSE(std::filesystem::exists(path_));
}

}  // namespace
}  // namespace rufwerk::media

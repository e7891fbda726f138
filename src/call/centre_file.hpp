#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// `centre.toml`: what a person writes to say how the centre is to be. What is left out stays as it is, or
/// takes its default when the thing is new.
namespace rufwerk::call {

/// One fault, to be shown as "centre.toml:14: queue.skills[1]: message".
struct CentreFault {
    int line = 0;
    std::string path;
    std::string message;
};

/// A value that refers to something, with the place to point at when that something does not exist.
struct Word {
    std::string text;
    int line = 0;
    std::string path;
};
using Words = std::vector<Word>;

struct FileClient {
    Word key;
    std::optional<std::string> name, greeting, color;
};

struct FileTeam {
    Word key;
    std::optional<std::string> name;
};

/// Only needed to give a skill a name: a queue that asks for a skill makes it known.
struct FileSkill {
    Word key;
    std::optional<std::string> name;
};

struct FileQueue {
    Word key, client;
    std::optional<std::string> name;
    std::optional<Words> skills;
    std::optional<std::int64_t> ring_s, wrap_up_s, priority, service_level_within_s, service_level_percent;
    std::optional<Word> music_audio;
};

struct FileTrunk {
    Word key;
    std::optional<Words> allow;
};

struct FileNumber {
    Word number, client, queue;
    std::optional<Word> answer, greeting_audio, call_button;
};

struct FileUser {
    Word login;
    std::optional<std::string> name;
    std::optional<Words> roles, teams, clients;
    std::optional<std::vector<std::pair<Word, std::int64_t>>> skills;
    std::optional<Word> phone, phone_secret, password, language;
    std::optional<bool> active;
};

struct FileResult {
    Word client, key;
    std::optional<std::string> name_de, name_en;
};

struct FilePauseReason {
    Word key;
    std::optional<std::string> name_de, name_en;
};

struct CentreFile {
    std::string file_name;  // as people know it, for faults
    std::string folder;     // audio files are relative to it
    std::vector<FileClient> clients;
    std::vector<FileTeam> teams;
    std::vector<FileSkill> skills;
    std::vector<FileQueue> queues;
    std::vector<FileTrunk> trunks;
    std::vector<FileNumber> numbers;
    std::vector<FileUser> users;
    std::vector<FileResult> results;
    std::vector<FilePauseReason> pause_reasons;
    std::vector<CentreFault> faults;  // of shape: TOML, unknown keys, wrong types, missing values
};

constexpr std::size_t centre_file_bytes_max = 16 << 20;

/// Never throws on what stands in the file: all that is wrong with its shape is in `faults`.
CentreFile parse_centre_file(std::string_view toml, std::string const& file_name, std::string const& folder);

}  // namespace rufwerk::call

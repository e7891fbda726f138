#include "call/centre_file.hpp"

#include "call/toml_nesting.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <set>

namespace rufwerk::call {
namespace {

int line_of(toml::node const& node) { return static_cast<int>(node.source().begin.line); }

/// Reads one table key by key, collects what is wrong, and at its end names the keys that nobody asked for.
class TableReader {
  public:
    TableReader(toml::table const& table, std::string path, std::vector<CentreFault>& faults)
        : table_{table}, path_{std::move(path)}, faults_{faults} {}

    ~TableReader() = default;
    TableReader(TableReader const&) = delete;
    TableReader& operator=(TableReader const&) = delete;

    void read(char const* key, Word& out) {
        std::optional<Word> word;
        read(key, word);
        out = word.value_or(Word{{}, line_of(table_), at(key)});
        if (!word && !table_.contains(key)) fault(line_of(table_), at(key), "is missing");
        if (word && word->text.empty()) fault(word->line, at(key), "must not be empty");
    }

    void read(char const* key, std::optional<Word>& out) {
        if (auto const* node = take(key))
            if (auto const text = as_text(*node, at(key))) out = Word{*text, line_of(*node), at(key)};
    }

    void read(char const* key, std::optional<std::string>& out) {
        if (auto const* node = take(key)) out = as_text(*node, at(key));
    }

    void read(char const* key, std::optional<bool>& out) {
        auto const* node = take(key);
        if (!node) return;
        if (auto const* value = node->as_boolean())
            out = value->get();
        else
            fault(line_of(*node), at(key), "must be true or false");
    }

    void read(char const* key, std::optional<std::int64_t>& out, std::int64_t least, std::int64_t most) {
        if (auto const* node = take(key)) out = as_integer(*node, at(key), least, most);
    }

    void read(char const* key, std::optional<Words>& out) {
        auto const* node = take(key);
        if (!node) return;
        auto const* array = node->as_array();
        if (!array) return fault(line_of(*node), at(key), "must be a list of texts, like [\"one\", \"two\"]");
        out.emplace();
        for (std::size_t i = 0; i < array->size(); ++i) {
            auto const path = fmt::format("{}[{}]", at(key), i);
            auto const& element = *array->get(i);
            if (auto const text = as_text(element, path)) out->push_back({*text, line_of(element), path});
        }
    }

    /// `{ tarif = 3, technik = 5 }`
    void read(char const* key, std::optional<std::vector<std::pair<Word, std::int64_t>>>& out,
              std::int64_t least, std::int64_t most) {
        auto const* node = take(key);
        if (!node) return;
        auto const* levels = node->as_table();
        if (!levels) return fault(line_of(*node), at(key), "must be a table, like { tarif = 3 }");
        out.emplace();
        for (auto const& [name, value] : *levels) {
            auto const path = fmt::format("{}.{}", at(key), name.str());
            if (auto const level = as_integer(value, path, least, most))
                out->emplace_back(Word{std::string{name.str()}, line_of(value), path}, *level);
        }
    }

    toml::table const* table(char const* key) {
        auto const* node = take(key);
        if (!node) return nullptr;
        if (!node->is_table())
            fault(line_of(*node), at(key), "must be a table, like { within_s = 20, percent = 80 }");
        return node->as_table();
    }

    std::string at(std::string_view key) const {
        return fmt::format("{}.{}", path_, key.empty() ? "\"\"" : key);  // TOML knows a key without a letter
    }

    void finish() {
        for (auto const& [key, value] : table_) {
            if (taken_.contains(key.str())) continue;
            fault(line_of(value), at(key.str()),
                  fmt::format("is not known here; known are {}", fmt::join(taken_, ", ")));
        }
    }

  private:
    toml::node const* take(char const* key) {
        taken_.insert(key);
        return table_.get(key);
    }

    std::optional<std::string> as_text(toml::node const& node, std::string const& path) {
        if (auto const* value = node.as_string()) return value->get();
        fault(line_of(node), path, "must be a text in quotes");
        return std::nullopt;
    }

    std::optional<std::int64_t> as_integer(toml::node const& node, std::string const& path,
                                           std::int64_t least, std::int64_t most) {
        auto const* value = node.as_integer();
        if (value && value->get() >= least && value->get() <= most) return value->get();
        fault(line_of(node), path,
              value ? fmt::format("is {}, must be from {} to {}", value->get(), least, most)
                    : fmt::format("must be a whole number from {} to {}", least, most));
        return std::nullopt;
    }

    void fault(int line, std::string path, std::string message) {
        faults_.push_back({line, std::move(path), std::move(message)});
    }

    toml::table const& table_;
    std::string path_;
    std::vector<CentreFault>& faults_;
    std::set<std::string, std::less<>> taken_;
};

void read(TableReader& in, FileClient& out) {
    in.read("key", out.key);
    in.read("name", out.name);
    in.read("greeting", out.greeting);
    in.read("color", out.color);
}

void read(TableReader& in, FileTeam& out) {
    in.read("key", out.key);
    in.read("name", out.name);
}

void read(TableReader& in, FileSkill& out) {
    in.read("key", out.key);
    in.read("name", out.name);
}

void read(TableReader& in, FileQueue& out, std::vector<CentreFault>& faults) {
    constexpr std::int64_t hour_s = 3600;
    in.read("key", out.key);
    in.read("client", out.client);
    in.read("name", out.name);
    in.read("skills", out.skills);
    in.read("ring_s", out.ring_s, 3, 300);
    in.read("wrap_up_s", out.wrap_up_s, 0, hour_s);
    in.read("priority", out.priority, -1000, 1000);
    in.read("music_audio", out.music_audio);
    if (auto const* level = in.table("service_level")) {
        TableReader inner{*level, in.at("service_level"), faults};
        inner.read("within_s", out.service_level_within_s, 1, hour_s);
        inner.read("percent", out.service_level_percent, 1, 100);
        inner.finish();
    }
}

void read(TableReader& in, FileTrunk& out) {
    in.read("key", out.key);
    in.read("allow", out.allow);
}

void read(TableReader& in, FileNumber& out) {
    in.read("number", out.number);
    in.read("client", out.client);
    in.read("queue", out.queue);
    in.read("answer", out.answer);
    in.read("greeting_audio", out.greeting_audio);
    in.read("call_button", out.call_button);
}

void read(TableReader& in, FileUser& out) {
    in.read("login", out.login);
    in.read("name", out.name);
    in.read("roles", out.roles);
    in.read("skills", out.skills, 1, 10);
    in.read("phone", out.phone);
    in.read("phone_secret", out.phone_secret);
    in.read("password", out.password);
    in.read("teams", out.teams);
    in.read("clients", out.clients);
    in.read("language", out.language);
    in.read("active", out.active);
}

void read(TableReader& in, FileResult& out) {
    in.read("client", out.client);
    in.read("key", out.key);
    in.read("name_de", out.name_de);
    in.read("name_en", out.name_en);
}

void read(TableReader& in, FilePauseReason& out) {
    in.read("key", out.key);
    in.read("name_de", out.name_de);
    in.read("name_en", out.name_en);
}

/// Reads `[[kind]]` entries of one kind and notes that the kind is known.
class FileReader {
  public:
    FileReader(toml::table const& root, CentreFile& file) : root_{root}, file_{file} {}

    template <class T>
    void read_all(char const* kind, std::vector<T>& out) {
        known_.insert(kind);
        auto const* node = root_.get(kind);
        if (!node) return;
        auto const* array = node->as_array();
        if (!array) return wrong_shape(*node, kind);
        for (auto const& element : *array) {
            auto const* table = element.as_table();
            if (!table) return wrong_shape(element, kind);
            TableReader reader{*table, kind, file_.faults};
            T entry;
            if constexpr (std::is_same_v<T, FileQueue>)
                read(reader, entry, file_.faults);
            else
                read(reader, entry);
            reader.finish();
            out.push_back(std::move(entry));
        }
    }

    void finish() {
        for (auto const& [key, value] : root_)
            if (!known_.contains(key.str()))
                file_.faults.push_back({line_of(value), key.str().empty() ? "\"\"" : std::string{key.str()},
                                        fmt::format("is not known; known are {}", fmt::join(known_, ", "))});
    }

  private:
    void wrong_shape(toml::node const& node, std::string_view kind) {
        file_.faults.push_back({line_of(node), std::string{kind},
                                fmt::format("must be written as [[{}]] with its values below", kind)});
    }

    toml::table const& root_;
    CentreFile& file_;
    std::set<std::string, std::less<>> known_;
};

void read_root(toml::table const& root, CentreFile& file) {
    FileReader reader{root, file};
    reader.read_all("client", file.clients);
    reader.read_all("team", file.teams);
    reader.read_all("skill", file.skills);
    reader.read_all("queue", file.queues);
    reader.read_all("trunk", file.trunks);
    reader.read_all("number", file.numbers);
    reader.read_all("user", file.users);
    reader.read_all("result", file.results);
    reader.read_all("pause_reason", file.pause_reasons);
    reader.finish();
}

}  // namespace

CentreFile parse_centre_file(std::string_view toml, std::string const& file_name, std::string const& folder) {
    CentreFile file;
    file.file_name = file_name;
    file.folder = folder;
    if (toml.size() > centre_file_bytes_max) {
        file.faults.push_back({1, "file", fmt::format("is larger than {} bytes", centre_file_bytes_max)});
        return file;
    }
    if (auto const line = line_of_deep_key(toml)) {
        file.faults.push_back(
            {*line, "TOML",
             fmt::format("has more than {} dots outside of quotes: put texts in quotes, and "
                         "write tables under each other",
                         toml_dots_per_line_max)});
        return file;
    }
    try {
        read_root(toml::parse(toml, std::string_view{file_name}), file);
    } catch (toml::parse_error const& error) {
        file.faults.push_back(
            {static_cast<int>(error.source().begin.line), "TOML", std::string{error.description()}});
    }
    std::ranges::stable_sort(file.faults, {}, &CentreFault::line);
    return file;
}

}  // namespace rufwerk::call

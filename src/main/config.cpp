#include "main/config.hpp"

#include "base/log.hpp"
#include "base/problem.hpp"
#include "base/text.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

namespace rufwerk {
namespace {

using Texts = std::vector<std::string>;
/// Takes a value into the config; gives what is wrong with it, or nothing.
using Setter = std::function<std::string(Config&, Texts const&)>;

struct Key {
    char const* name;
    bool list;
    Setter set;
};

Setter text(std::string Config::* member) {
    return [member](Config& config, Texts const& values) -> std::string {
        config.*member = values.front();
        return {};
    };
}

/// "127.0.0.1:8080", "[::1]:8080", "udp:127.0.0.1:5060" with `scheme` "udp:".
bool is_listen_address(std::string_view value, std::string_view scheme) {
    if (!value.starts_with(scheme)) return false;
    value.remove_prefix(scheme.size());
    auto const colon = value.rfind(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    auto const port = value.substr(colon + 1);
    unsigned number = 0;
    auto const [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
    return error == std::errc{} && end == port.data() + port.size() && number <= 65535;
}

Setter addresses(std::vector<std::string> Config::* member, std::string scheme, std::string example) {
    return [=](Config& config, Texts const& values) -> std::string {
        if (values.empty()) return "must name at least one address, for example " + example;
        for (auto const& value : values)
            if (!is_listen_address(value, scheme))
                return fmt::format("\"{}\" is not an address to listen on; write it like {}", value, example);
        config.*member = values;
        return {};
    };
}

std::string set_sip_listen(Config& config, Texts const& values) {
    if (values.empty()) return "must name at least one address, for example \"udp:127.0.0.1:5060\"";
    for (auto const& value : values)
        if (!is_listen_address(value, "udp:") && !is_listen_address(value, "tcp:"))
            return fmt::format(
                "\"{}\" is not an address to listen on; write it like \"udp:127.0.0.1:5060\" or "
                "\"tcp:127.0.0.1:5060\"",
                value);
    config.sip_listen = values;
    return {};
}

/// `unit`: as it stands in the fault, "seconds".
Setter whole_number(int Config::* member, int least, int most, std::string unit) {
    return [=](Config& config, Texts const& values) -> std::string {
        auto const& value = values.front();
        int number = 0;
        auto const [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (error != std::errc{} || end != value.data() + value.size() || number < least || number > most)
            return fmt::format("\"{}\" is no number of {} from {} to {}; write it like \"{}\"", value, unit,
                               least, most, config.*member);
        config.*member = number;
        return {};
    };
}

std::string set_media_address(Config& config, Texts const& values) {
    if (values.empty()) return "must name at least one local address, for example \"192.0.2.10\"";
    config.media_address = values;
    return {};
}

std::string set_ports(Config& config, Texts const& values) {
    auto const& value = values.front();
    int first = 0;
    int last = 0;
    char const* const end = value.data() + value.size();
    auto const [dash, error] = std::from_chars(value.data(), end, first);
    bool good = error == std::errc{} && dash != end && *dash == '-';
    if (good) {
        auto const [stop, second_error] = std::from_chars(dash + 1, end, last);
        good = second_error == std::errc{} && stop == end;
    }
    if (!good || first < 1024 || last > 65535 || last - first < 3)
        return fmt::format("\"{}\" is not a range of ports; write it like \"16000-31999\" (1024 to 65535)",
                           value);
    config.media_port_first = first;
    config.media_port_last = last;
    return {};
}

std::string set_database(Config& config, Texts const& values) {
    auto const& value = values.front();
    if (!value.starts_with("sqlite:") && !value.starts_with("postgresql://"))
        return fmt::format("\"{}\" is no database; write sqlite:FILE or postgresql://user:password@host/name",
                           value);
    config.database_url = value;
    return {};
}

std::string set_log_level(Config& config, Texts const& values) {
    static constexpr std::array levels{"debug", "info", "warning", "error"};
    if (std::find(levels.begin(), levels.end(), values.front()) == levels.end())
        return fmt::format("\"{}\" is no level; write debug, info, warning or error", values.front());
    config.log_level = values.front();
    return {};
}

std::vector<Key> const& keys() {
    static std::vector<Key> const table{
        {"http.listen", true, addresses(&Config::http_listen, "", "\"127.0.0.1:8080\"")},
        {"http.certificate", false, text(&Config::http_certificate)},
        {"http.key", false, text(&Config::http_key)},
        {"http.pages", false, text(&Config::http_pages)},
        {"sip.listen", true, set_sip_listen},
        {"sip.register_least_s", false, whole_number(&Config::sip_register_least_s, 1, 3600, "seconds")},
        {"sip.ping_s", false, whole_number(&Config::sip_ping_s, 1, 3600, "seconds")},
        {"sip.advertise", false, text(&Config::sip_advertise)},
        {"media.address", true, set_media_address},
        {"media.advertise", false, text(&Config::media_advertise)},
        {"media.ports", false, set_ports},
        {"media.music", false, text(&Config::media_music)},
        {"database.url", false, set_database},
        {"data.dir", false, text(&Config::data_dir)},
        {"journal.keep_days", false, whole_number(&Config::journal_keep_days, 2, 3650, "days")},
        {"log.level", false, set_log_level},
    };
    return table;
}

std::string variable_of(std::string_view key) {
    std::string name = "RUFWERK_";
    for (char const c : key)
        name += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return name;
}

Texts split(std::string_view list) {
    Texts parts;
    while (!list.empty()) {
        auto const comma = list.find(',');
        if (auto const part = trim(list.substr(0, comma)); !part.empty()) parts.emplace_back(part);
        if (comma == std::string_view::npos) break;
        list.remove_prefix(comma + 1);
    }
    return parts;
}

/// A string, a whole number or a list of strings as texts; nothing when it is of another type.
std::optional<Texts> texts_of(toml::node const& node) {
    if (auto const* one = node.as_string()) return Texts{one->get()};
    if (auto const* number = node.as_integer()) return Texts{std::to_string(number->get())};
    auto const* many = node.as_array();
    if (!many) return std::nullopt;
    Texts texts;
    for (auto const& element : *many) {
        auto const* one = element.as_string();
        if (!one) return std::nullopt;
        texts.push_back(one->get());
    }
    return texts;
}

class Reader {
  public:
    Config config;
    std::vector<FieldFault> faults;

    void read_file(std::filesystem::path const& file) {
        file_ = file.string();
        try {
            auto const table = toml::parse_file(file_);
            for (auto const& [section, node] : table)
                read_section(std::string{section.str()}, node);
        } catch (toml::parse_error const& error) {
            fault("file", fmt::format("{}:{}", file_, error.source().begin.line),
                  std::string{error.description()});
        }
    }

    void read_environment(Environment const& environment) {
        for (auto const& key : keys()) {
            auto const variable = variable_of(key.name);
            auto const value = environment(variable);
            if (!value) continue;
            take(key, key.list ? split(*value) : Texts{*value}, variable);
        }
    }

  private:
    void read_section(std::string const& section, toml::node const& node) {
        auto const* table = node.as_table();
        if (!table) return fault(section, place(node), "must be a section, written [" + section + "]");
        for (auto const& [name, value] : *table) {
            auto const full = section + "." + std::string{name.str()};
            auto const key =
                std::find_if(keys().begin(), keys().end(), [&](auto const& k) { return k.name == full; });
            auto const texts = texts_of(value);
            if (key == keys().end())
                fault(full, place(value), "is not a known setting; docs/operations.md lists them");
            else if (!texts || (!key->list && texts->size() != 1))
                fault(full, place(value), key->list ? "must be a text or a list of texts" : "must be a text");
            else
                take(*key, *texts, place(value));
        }
    }

    void take(Key const& key, Texts const& values, std::string const& where) {
        if (!key.list && values.empty()) return fault(key.name, where, "must not be empty");
        if (auto const wrong = key.set(config, values); !wrong.empty()) fault(key.name, where, wrong);
    }

    std::string place(toml::node const& node) const {
        return fmt::format("{}:{}", file_, node.source().begin.line);
    }

    void fault(std::string field, std::string const& where, std::string const& what) {
        faults.push_back({std::move(field), "invalid", where + ": " + what});
    }

    std::string file_;
};

}  // namespace

Environment process_environment() {
    return [](std::string const& name) -> std::optional<std::string> {
        char const* const value = std::getenv(name.c_str());
        if (!value) return std::nullopt;
        return std::string{value};
    };
}

Config load_config(std::optional<std::filesystem::path> const& file, Environment const& environment) {
    Reader reader;
    if (file) reader.read_file(*file);
    reader.read_environment(environment);
    if (!reader.faults.empty()) {
        std::string detail = "the configuration has faults:";
        for (auto const& fault : reader.faults)
            detail += "\n  " + fault.field + ": " + fault.message;
        throw Problem{Refusal::invalid, "config.invalid", detail, reader.faults};
    }
    auto& config = reader.config;
    if (config.database_url.empty()) config.database_url = "sqlite:" + config.data_dir + "/rufwerk.db";
    return config;
}

}  // namespace rufwerk

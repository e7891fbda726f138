#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// What the server must know before it can ask its database: addresses, ports, folders.
namespace rufwerk {

struct Config {
    std::vector<std::string> http_listen{"127.0.0.1:8080"};
    std::string http_certificate;  // PEM; empty: plain HTTP on loopback, a self-made certificate beyond it
    std::string http_key;
    std::string http_pages;  // the built web UI; empty: web/dist beside the program

    std::vector<std::string> sip_listen{"udp:127.0.0.1:5060"};
    std::string sip_advertise;
    int sip_register_least_s = 60;  // shorter registrations of telephones are refused with 423
    int sip_ping_s = 30;            // how long a registered telephone may be silent before it is asked

    std::vector<std::string> media_address{"127.0.0.1"};
    std::string media_advertise;
    int media_port_first = 16000;
    int media_port_last = 31999;
    std::string media_music;  // WAV; empty: assets/music.wav beside the program

    std::string database_url;  // empty: sqlite in data_dir
    std::string data_dir = "data";
    int journal_keep_days = 30;
    std::string log_level = "info";
};

/// Looks an environment variable up; passed in so that a test owns its environment.
using Environment = std::function<std::optional<std::string>(std::string const& name)>;
Environment process_environment();

/// `rufwerk.toml` (when given) with each value replaced by its RUFWERK_… variable (http.listen:
/// RUFWERK_HTTP_LISTEN; a list is separated by commas). Throws Problem with every fault at once: file and
/// line or the variable, the value, the remedy.
Config load_config(std::optional<std::filesystem::path> const& file, Environment const& environment);

}  // namespace rufwerk

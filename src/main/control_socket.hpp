#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <thread>

/// How the command line reaches a running server: a Unix socket in the data folder that only its owner may
/// open. One request per connection: the whole text up to the end of sending, at most 4 MiB; then the whole
/// answer.
namespace rufwerk {

class ControlSocket {
  public:
    using Handler = std::function<std::string(std::string request)>;

    /// Replaces a socket left by a process that is gone. Throws Problem when another server runs on this data
    /// folder, or the folder cannot be written.
    ControlSocket(std::filesystem::path file, Handler handler);
    ~ControlSocket();
    ControlSocket(ControlSocket const&) = delete;
    ControlSocket& operator=(ControlSocket const&) = delete;

  private:
    void serve();

    std::filesystem::path file_;
    Handler handler_;
    int listening_ = -1;
    int stopping_ = -1;
    std::thread thread_;
};

/// The running server's answer; nothing when no server runs on this data folder.
std::optional<std::string> ask_running_server(std::filesystem::path const& file, std::string const& request);

}  // namespace rufwerk

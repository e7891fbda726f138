#pragma once

#include "http/server.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace rufwerk::http {

/// The built pages. Names with a hash (below /assets/) are kept by browsers for good, all else is asked for
/// again by ETag. A path that is no file is a deep link of the page it lies under: /demo/… gives
/// demo/index.html, the rest index.html.
class StaticFiles {
  public:
    explicit StaticFiles(std::filesystem::path folder) : folder_{std::move(folder)} {}
    /// `path` decoded. 200, 304 or 404; a path that tries to leave the folder is 404.
    Answer serve(std::string const& path, bool accepts_gzip, std::string_view if_none_match) const;

  private:
    std::filesystem::path find(std::string const& path) const;
    std::filesystem::path folder_;
};

}  // namespace rufwerk::http

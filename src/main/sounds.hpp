#pragma once

#include "call/centre.hpp"
#include "media/engine.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace rufwerk {

/// The recordings of the house, loaded before the switch needs them: reading a file there would make
/// everybody wait.
class Sounds {
  public:
    /// `music`: for queues without their own. Throws Problem when it cannot be read.
    explicit Sounds(std::string const& music);
    /// Loads what `centre` names and is not there yet. A file that cannot be read is logged and stays absent:
    /// the call goes on without it.
    void load(call::Centre const& centre);
    /// Null when absent. Empty name: the house's music.
    std::shared_ptr<media::Sound const> find(std::string const& file) const;

  private:
    mutable std::mutex mutex_;
    std::map<std::string, std::shared_ptr<media::Sound const>>
        loaded_;  // shared with the legs that play them
};

}  // namespace rufwerk

#include "main/sounds.hpp"

#include "base/log.hpp"
#include "base/problem.hpp"

namespace rufwerk {

Sounds::Sounds(std::string const& music) { loaded_[""] = media::load_sound(music); }

void Sounds::load(call::Centre const& centre) {
    std::vector<std::string> files;
    for (auto const& [key, queue] : centre.queues)
        files.push_back(queue.music_audio);
    for (auto const& [key, number] : centre.numbers)
        files.push_back(number.greeting_audio);
    for (auto const& file : files) {
        if (file.empty() || find(file)) continue;
        try {
            auto sound = media::load_sound(file);
            std::lock_guard const lock{mutex_};
            loaded_[file] = std::move(sound);
        } catch (Problem const& problem) {
            log::error("sound.unreadable", {{"file", file}, {"why", problem.detail()}});
        }
    }
}

std::shared_ptr<media::Sound const> Sounds::find(std::string const& file) const {
    std::lock_guard const lock{mutex_};
    auto const found = loaded_.find(file);
    return found == loaded_.end() ? nullptr : found->second;
}

}  // namespace rufwerk

#pragma once

#include "main/sounds.hpp"
#include "main/switch_thread.hpp"
#include "store/database.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>

namespace rufwerk {

/// Hands every change of the centre on to the switch: rung by the outbox, it reads the centre, loads its
/// sounds and gives both over as one value.
class CentreFollower {
  public:
    CentreFollower(store::Database& database, Sounds& sounds, SwitchThread& switch_thread,
                   std::int64_t version);
    ~CentreFollower();

    /// Reads now and returns when the switch works with what was read. For `apply`, which promises that it
    /// acts at once.
    void follow_now();

  private:
    void run();
    void read_and_hand_over(bool wait);

    store::Database& database_;
    Sounds& sounds_;
    SwitchThread& switch_thread_;
    std::mutex reading_;
    std::int64_t version_;
    /// Shared with the outbox's bell, which may ring when this is gone.
    struct Bell {
        std::mutex mutex;
        std::condition_variable rung;
        bool ringing = false;
        bool ended = false;
    };
    std::shared_ptr<Bell> bell_ = std::make_shared<Bell>();
    std::thread thread_;
};

}  // namespace rufwerk

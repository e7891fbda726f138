#pragma once

#include <chrono>
#include <memory>

struct su_root_s;

namespace rufwerk::sip {

/// How late the loop of `root` comes to its work: a timer that fires ten times a second and looks at the
/// clock. Use on the loop's thread only.
class LoopLag {
  public:
    explicit LoopLag(su_root_s* root);
    ~LoopLag();

    /// Lateness of the last beat.
    std::chrono::microseconds last() const;
    /// The greatest since the last call of this; what a metric that is read now and then must show.
    std::chrono::microseconds take_greatest();

  private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace rufwerk::sip

#include "sip/loop_lag.hpp"

#include "sip/sofia.hpp"

#include <algorithm>
#include <utility>

namespace rufwerk::sip {
namespace {
constexpr std::chrono::milliseconds kBeat{100};
using Steady = std::chrono::steady_clock;
}  // namespace

struct LoopLag::Inside {
    su_timer_t* timer = nullptr;
    Steady::time_point due{};
    std::chrono::microseconds last{0};
    std::chrono::microseconds greatest{0};

    void arm() {
        due = Steady::now() + kBeat;
        su_timer_set_interval(timer, &Inside::beat, reinterpret_cast<su_timer_arg_t*>(this), kBeat.count());
    }
    static void beat(su_root_magic_t*, su_timer_t*, su_timer_arg_t* magic) {
        auto& self = *reinterpret_cast<Inside*>(magic);
        auto const late = std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - self.due);
        self.last = std::max(late, std::chrono::microseconds{0});
        self.greatest = std::max(self.greatest, self.last);
        self.arm();
    }
};

LoopLag::LoopLag(su_root_t* root) : inside_{std::make_unique<Inside>()} {
    inside_->timer = su_timer_create(su_root_task(root), 0);
    inside_->arm();
}

LoopLag::~LoopLag() { su_timer_destroy(inside_->timer); }

std::chrono::microseconds LoopLag::last() const { return inside_->last; }

std::chrono::microseconds LoopLag::take_greatest() {
    return std::exchange(inside_->greatest, std::chrono::microseconds{0});
}

}  // namespace rufwerk::sip

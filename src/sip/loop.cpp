#include "sip/loop.hpp"

#include "base/invariant.hpp"
#include "base/queue.hpp"

#include <sofia-sip/su_wait.h>

#include <algorithm>
#include <csignal>
#include <sys/eventfd.h>
#include <unistd.h>

namespace rufwerk::sip {
namespace {
constexpr std::size_t inbox_limit = 65'536;
/// A full inbox does not keep the signalling waiting: the rest is done in the next turn of the loop.
constexpr std::size_t jobs_per_turn = 256;
}  // namespace

struct Loop::Inside {
    Inside(Clock const& clock_used) : clock{clock_used} {}

    Clock const& clock;
    BoundedQueue<std::function<void()>> inbox{inbox_limit};
    int doorbell = -1;
    su_root_t* root = nullptr;
    su_wait_t wait{};
    int wait_index = -1;
    su_timer_t* timer = nullptr;
    std::function<void()> fire;
    Instant fire_at{};

    void ring() const {
        std::uint64_t const one = 1;
        // EAGAIN means the counter is full, so the bell is ringing already.
        [[maybe_unused]] auto const written = ::write(doorbell, &one, sizeof one);
    }

    void take_turn() {
        std::uint64_t count = 0;
        [[maybe_unused]] auto const got = ::read(doorbell, &count, sizeof count);
        for (auto& job : inbox.take_all(jobs_per_turn))
            job();
        if (inbox.size() > 0) ring();
    }

    void set_timer() {
        auto const delay_ms = std::max<std::int64_t>(0, (fire_at - clock.now()).count());
        su_timer_set_interval(timer, &Inside::on_timer, reinterpret_cast<su_timer_arg_t*>(this),
                              static_cast<su_duration_t>(std::min<std::int64_t>(delay_ms, 60'000)));
    }

    static int on_doorbell(su_root_magic_t*, su_wait_t*, su_wakeup_arg_t* self) {
        reinterpret_cast<Inside*>(self)->take_turn();
        return 0;
    }

    static void on_timer(su_root_magic_t*, su_timer_t*, su_timer_arg_t* arg) {
        auto* const self = reinterpret_cast<Inside*>(arg);
        if (!self->fire) return;
        if (self->clock.now() < self->fire_at) return self->set_timer();
        auto const fire = std::exchange(self->fire, {});
        fire();
    }
};

Loop::Loop(Clock const& clock) : inside_{std::make_unique<Inside>(clock)} {
    su_init();
    std::signal(SIGPIPE, SIG_IGN);
    inside_->root = su_root_create(nullptr);
    INVARIANT(inside_->root);
    su_root_threading(inside_->root, 0);  // nua runs on this thread: half the CPU of its own thread
    inside_->doorbell = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    INVARIANT(inside_->doorbell >= 0);
    su_wait_create(&inside_->wait, inside_->doorbell, SU_WAIT_IN);
    inside_->wait_index = su_root_register(inside_->root, &inside_->wait, &Inside::on_doorbell,
                                           reinterpret_cast<su_wakeup_arg_t*>(inside_.get()), 0);
    inside_->timer = su_timer_create(su_root_task(inside_->root), 1);
    INVARIANT(inside_->timer && inside_->wait_index > 0);
}

Loop::~Loop() {
    su_timer_destroy(inside_->timer);
    su_root_deregister(inside_->root, inside_->wait_index);
    su_root_destroy(inside_->root);
    ::close(inside_->doorbell);
    su_deinit();
}

su_root_s* Loop::root() const { return inside_->root; }

void Loop::run() { su_root_run(inside_->root); }

void Loop::stop() {
    auto* const root = inside_->root;
    // A full inbox must not keep the program from ending: stop is retried by its caller's drain, which
    // empties it.
    [[maybe_unused]] auto const posted = post([root] { su_root_break(root); });
}

bool Loop::post(std::function<void()> job) {
    if (!inside_->inbox.try_push(std::move(job))) return false;
    inside_->ring();
    return true;
}

void Loop::wake_at(Instant at, std::function<void()> fire) {
    inside_->fire = std::move(fire);
    inside_->fire_at = at;
    inside_->set_timer();
}

}  // namespace rufwerk::sip

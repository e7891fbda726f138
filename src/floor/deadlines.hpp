#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <optional>
#include <vector>

/// The one place where the floor keeps what must not wait for ever.
namespace rufwerk::floor {

/// At most one deadline per handle; an indexed 4-ary heap, so that setting and clearing leave nothing stale
/// behind. Equal instants come out in the order in which they were set. Handles are small and dense.
class Deadlines {
  public:
    using Handle = std::uint32_t;

    /// Replaces the deadline the handle had.
    void set(Handle handle, Instant at);
    void clear(Handle handle);
    std::optional<Instant> of(Handle handle) const;
    std::optional<Instant> next() const;
    /// The handle with the earliest deadline when that is not after `now`; its deadline is cleared.
    std::optional<Handle> take_due(Instant now);
    std::size_t size() const { return heap_.size(); }

  private:
    struct Entry {
        Instant at;
        std::uint64_t order;
        Handle handle;
    };
    static constexpr std::uint32_t kNowhere = UINT32_MAX;

    static bool before(Entry const& a, Entry const& b) {
        return a.at != b.at ? a.at < b.at : a.order < b.order;
    }
    void place(std::uint32_t index, Entry const& entry);
    void rise(std::uint32_t index, Entry entry);
    void sink(std::uint32_t index, Entry entry);
    void remove_at(std::uint32_t index);

    std::vector<Entry> heap_;
    std::vector<std::uint32_t> where_;
    std::uint64_t order_ = 0;
};

}  // namespace rufwerk::floor

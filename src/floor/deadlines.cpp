#include "floor/deadlines.hpp"

#include <algorithm>

namespace rufwerk::floor {

namespace {
constexpr std::uint32_t kChildren = 4;
}

void Deadlines::place(std::uint32_t index, Entry const& entry) {
    heap_[index] = entry;
    where_[entry.handle] = index;
}

void Deadlines::rise(std::uint32_t index, Entry entry) {
    while (index > 0) {
        auto const parent = (index - 1) / kChildren;
        if (!before(entry, heap_[parent])) break;
        place(index, heap_[parent]);
        index = parent;
    }
    place(index, entry);
}

void Deadlines::sink(std::uint32_t index, Entry entry) {
    auto const size = static_cast<std::uint32_t>(heap_.size());
    for (;;) {
        auto const first = index * kChildren + 1;
        if (first >= size) break;
        auto smallest = first;
        for (auto child = first + 1; child < std::min(first + kChildren, size); ++child)
            if (before(heap_[child], heap_[smallest])) smallest = child;
        if (!before(heap_[smallest], entry)) break;
        place(index, heap_[smallest]);
        index = smallest;
    }
    place(index, entry);
}

void Deadlines::remove_at(std::uint32_t index) {
    where_[heap_[index].handle] = kNowhere;
    auto const last = heap_.back();
    heap_.pop_back();
    if (index == heap_.size()) return;
    if (index > 0 && before(last, heap_[(index - 1) / kChildren]))
        rise(index, last);
    else
        sink(index, last);
}

void Deadlines::set(Handle handle, Instant at) {
    if (handle >= where_.size()) where_.resize(handle + 1, kNowhere);
    clear(handle);
    Entry const entry{at, order_++, handle};
    heap_.push_back(entry);
    rise(static_cast<std::uint32_t>(heap_.size() - 1), entry);
}

void Deadlines::clear(Handle handle) {
    if (handle < where_.size() && where_[handle] != kNowhere) remove_at(where_[handle]);
}

std::optional<Instant> Deadlines::of(Handle handle) const {
    if (handle >= where_.size() || where_[handle] == kNowhere) return std::nullopt;
    return heap_[where_[handle]].at;
}

std::optional<Instant> Deadlines::next() const {
    if (heap_.empty()) return std::nullopt;
    return heap_.front().at;
}

std::optional<Deadlines::Handle> Deadlines::take_due(Instant now) {
    if (heap_.empty() || heap_.front().at > now) return std::nullopt;
    auto const handle = heap_.front().handle;
    remove_at(0);
    return handle;
}

}  // namespace rufwerk::floor

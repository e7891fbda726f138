#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace rufwerk::floor {

/// A min-heap whose entries may go stale: the owner says by `valid` whether an entry still counts, and stale
/// ones are dropped when they come to the top. So a change of state costs nothing here; the heap is swept
/// when it has doubled, which keeps its size within twice the entries that count, plus 64.
template <class Entry>
class LazyHeap {
  public:
    template <class Valid>
    void push(Entry entry, Valid const& valid) {
        if (entries_.size() >= sweep_at_) sweep(valid);
        entries_.push_back(entry);
        std::push_heap(entries_.begin(), entries_.end(), later);
    }

    /// The smallest entry that counts and that `wanted` does not pass over; nullptr when there is none. What
    /// is passed over stays in the heap.
    template <class Valid, class Wanted>
    Entry const* first(Valid const& valid, Wanted const& wanted) {
        passed_over_.clear();
        Entry const* found = nullptr;
        while (!entries_.empty()) {
            if (!valid(entries_.front())) {
                pop();
            } else if (wanted(entries_.front())) {
                found_ = entries_.front();
                found = &found_;
                break;
            } else {
                passed_over_.push_back(entries_.front());
                pop();
            }
        }
        for (auto const& entry : passed_over_) {
            entries_.push_back(entry);
            std::push_heap(entries_.begin(), entries_.end(), later);
        }
        return found;
    }

    void clear() { entries_.clear(); }
    std::size_t size() const { return entries_.size(); }

  private:
    static bool later(Entry const& a, Entry const& b) { return b < a; }
    void pop() {
        std::pop_heap(entries_.begin(), entries_.end(), later);
        entries_.pop_back();
    }
    template <class Valid>
    void sweep(Valid const& valid) {
        std::erase_if(entries_, [&](Entry const& entry) { return !valid(entry); });
        std::sort(entries_.begin(), entries_.end());  // a sorted vector is a heap
        entries_.erase(std::unique(entries_.begin(), entries_.end()), entries_.end());
        sweep_at_ = 2 * entries_.size() + 64;
    }

    std::vector<Entry> entries_;
    std::vector<Entry> passed_over_;
    Entry found_{};
    std::size_t sweep_at_ = 64;
};

}  // namespace rufwerk::floor

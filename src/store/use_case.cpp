#include "store/use_case.hpp"

#include "base/log.hpp"
#include "base/problem.hpp"

#include <stdexcept>

namespace rufwerk::store {
namespace {

template <class Action>
void logged(char const* event, Action const& action) noexcept {
    try {
        action();
    } catch (std::exception const& fault) {
        log::error(event, {{"fault", fault.what()}});
    } catch (...) {
        log::error(event);
    }
}

/// PostgreSQL has no character U+0000 in its text, so SQLite must not learn it either.
void refuse_nul(Values const& values) {
    for (auto const& value : values)
        if (auto const* text = std::get_if<std::string>(&value))
            if (text->find('\0') != std::string::npos)
                throw Problem{Refusal::invalid, "store.nul",
                              "A text has the character U+0000 in it; leave it out."};
}

}  // namespace

template <class Action>
auto EngineTransaction::guarded(Action const& action) {
    if (fault_)
        throw std::logic_error{"a statement of this transaction has failed: nothing more can be done in it"};
    try {
        return action();
    } catch (...) {
        fault_ = std::current_exception();
        throw;
    }
}

Rows EngineTransaction::query(std::string_view sql, Values const& values) {
    return guarded([&] {
        refuse_nul(values);
        return run_query(sql, values);
    });
}

std::int64_t EngineTransaction::execute(std::string_view sql, Values const& values) {
    return guarded([&] {
        refuse_nul(values);
        return run_execute(sql, values);
    });
}

void EngineTransaction::emit(std::string_view topic, std::string_view json) {
    auto const id = new_id();
    guarded([&] { run_emit(id, topic, json); });
    emitted_ = true;
}

std::int64_t EngineTransaction::new_id() {
    if (ids_ == nullptr) throw std::logic_error{"a read makes no ids and emits nothing"};
    return ids_->make(now_);
}

void EngineTransaction::run(Database::UseCase const& use_case) {
    use_case(*this);
    if (fault_) std::rethrow_exception(fault_);
}

void EngineTransaction::committed() noexcept {
    for (auto const& then : after_)
        logged("store.after_commit_failed", then);
}

void tell(Database::Done const& done, std::exception_ptr failure) noexcept {
    if (done) logged("store.done_failed", [&] { done(Outcome{std::move(failure)}); });
}

}  // namespace rufwerk::store

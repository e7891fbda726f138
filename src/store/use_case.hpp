#pragma once

#include "base/id.hpp"
#include "store/database.hpp"

#include <exception>
#include <functional>
#include <vector>

/// What both engines share in running a use case.
namespace rufwerk::store {

/// Longest a read may take; a longer one is ended with `store.too_slow`.
constexpr std::chrono::milliseconds read_limit{5'000};
/// The store's makers of ids: 512 to 1023.
constexpr int first_maker = 512;

struct Request {
    Database::UseCase use_case;
    Database::Done done;
};

/// The part of a transaction that does not depend on the engine.
class EngineTransaction : public Transaction {
  public:
    /// `ids` null: a reading transaction, which makes no ids and emits nothing.
    EngineTransaction(Instant now, IdMaker* ids) : now_{now}, ids_{ids} {}

    Rows query(std::string_view sql, Values const& values) final;
    std::int64_t execute(std::string_view sql, Values const& values) final;
    void emit(std::string_view topic, std::string_view json) final;
    Instant now() const final { return now_; }
    std::int64_t new_id() final;
    void after_commit(std::function<void()> then) final { after_.push_back(std::move(then)); }

    bool emitted() const { return emitted_; }
    /// The first fault of a statement, null when there was none.
    std::exception_ptr const& fault() const { return fault_; }
    /// Runs the use case, and throws what it threw, or its fault if it kept that to itself.
    void run(Database::UseCase const& use_case);
    /// Runs what was to be done after the commit; what that throws is logged.
    void committed() noexcept;

  private:
    virtual Rows run_query(std::string_view sql, Values const& values) = 0;
    virtual std::int64_t run_execute(std::string_view sql, Values const& values) = 0;
    virtual void run_emit(std::int64_t id, std::string_view topic, std::string_view json) = 0;
    template <class Action>
    auto guarded(Action const& action);

    Instant now_;
    IdMaker* ids_;
    std::vector<std::function<void()>> after_;
    std::exception_ptr fault_;
    bool emitted_ = false;
};

/// Tells the caller how it ended, and hands the failure over to it: the store keeps no part of it. What
/// `done` throws is logged, because there is nobody left to tell.
void tell(Database::Done const& done, std::exception_ptr failure) noexcept;

}  // namespace rufwerk::store

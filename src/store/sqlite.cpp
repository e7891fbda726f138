#include "base/log.hpp"
#include "base/queue.hpp"
#include "store/checkpointer.hpp"
#include "store/engine.hpp"
#include "store/use_case.hpp"

#include <chrono>
#include <thread>

namespace rufwerk::store {
namespace {

class SqliteTransaction final : public EngineTransaction {
  public:
    SqliteTransaction(SqliteConnection& connection, Instant now, IdMaker* ids)
        : EngineTransaction{now, ids}, connection_{connection} {}

  private:
    Rows run_query(std::string_view sql, Values const& values) override {
        return connection_.query(sql, values);
    }
    std::int64_t run_execute(std::string_view sql, Values const& values) override {
        return connection_.execute(sql, values);
    }
    void run_emit(std::int64_t id, std::string_view topic, std::string_view json) override {
        connection_.execute(
            "INSERT INTO outbox (id, position, xact, topic, data, at)"
            " VALUES ($1, (SELECT coalesce(max(position), 0) + 1 FROM outbox), 0, $2, $3, $4)",
            {id, std::string{topic}, std::string{json}, to_ms(now())});
    }

    SqliteConnection& connection_;
};

/// A use case on its way through a group commit.
struct Member {
    Database::Done done;
    std::unique_ptr<SqliteTransaction> transaction;
    std::exception_ptr failure;
};

class Writer {
  public:
    Writer(SqliteFile const& file, Clock const& clock)
        : clock_{clock}, connection_{file, Access::write}, checkpointer_{file} {
        // What a killed process left in the log may not have reached the disk: it has after this.
        connection_.checkpoint(Checkpoint::passive);
    }

    /// Runs the group in one transaction and tells each how it ended. True when something was emitted.
    bool commit(std::vector<Request> group) {
        auto lost = attempt([&] { connection_.execute("BEGIN IMMEDIATE"); });
        std::vector<Member> members;
        for (auto& request : group) {
            members.push_back({std::move(request.done), nullptr, lost});
            if (!lost) lost = run_alone(request.use_case, members.back());
        }
        if (!lost) lost = attempt([&] { connection_.execute("COMMIT"); });
        if (connection_.in_transaction()) attempt([&] { connection_.execute("ROLLBACK"); });
        bool emitted = false;
        for (auto& member : members) {
            if (!member.failure) member.failure = lost;
            if (!member.failure) {
                emitted = emitted || member.transaction->emitted();
                member.transaction->committed();
            }
            member.transaction.reset();
            tell(member.done, std::move(member.failure));
        }
        checkpointer_.committed(connection_);
        return emitted;
    }

  private:
    template <class Action>
    static std::exception_ptr attempt(Action const& action) {
        try {
            action();
        } catch (...) {
            return std::current_exception();
        }
        return nullptr;
    }

    /// In a savepoint, so that a refusal undoes only itself. Returns why the whole group is lost: SQLite ends
    /// the transaction when the disk is full or fails.
    std::exception_ptr run_alone(Database::UseCase const& use_case, Member& member) {
        member.transaction = std::make_unique<SqliteTransaction>(connection_, clock_.now(), &ids_);
        member.failure = attempt([&] {
            connection_.execute("SAVEPOINT use_case");
            member.transaction->run(use_case);
        });
        if (!connection_.in_transaction())
            return member.transaction->fault() ? member.transaction->fault() : member.failure;
        return attempt([&] {
            if (member.failure) connection_.execute("ROLLBACK TO use_case");
            connection_.execute("RELEASE use_case");
        });
    }

    Clock const& clock_;
    SqliteConnection connection_;
    Checkpointer checkpointer_;
    IdMaker ids_{first_maker};
};

class SqliteDatabase final : public Database {
  public:
    SqliteDatabase(SqliteOptions const& options, Clock const& clock)
        : clock_{clock}, writes_{options.most_waiting_writes}, reads_{options.most_waiting_reads} {
        auto writer = std::make_unique<Writer>(options.file, clock);
        for (int i = 0; i < options.readers; ++i) {
            auto connection = std::make_unique<SqliteConnection>(options.file, Access::read);
            threads_.emplace_back([this, connection = std::move(connection)] { read_loop(*connection); });
        }
        threads_.emplace_back([this, writer = std::move(writer), most = options.most_in_group] {
            writes_.serve(most, [&](std::vector<Request> group) {
                if (writer->commit(std::move(group))) ring_emitted();
            });
        });
    }

    ~SqliteDatabase() override {
        writes_.close();
        reads_.close();
        for (auto& thread : threads_)
            thread.join();
    }

    bool write(UseCase use_case, Done done) override {
        return writes_.try_push({std::move(use_case), std::move(done)});
    }
    bool read(UseCase use_case, Done done) override {
        return reads_.try_push({std::move(use_case), std::move(done)});
    }
    std::string_view engine() const override { return "sqlite"; }

  private:
    void read_loop(SqliteConnection& connection) {
        reads_.serve(1, [&](std::vector<Request> const& next) {
            tell(next.front().done, run_read(connection, next.front().use_case));
        });
    }

    std::exception_ptr run_read(SqliteConnection& connection, UseCase const& use_case) {
        SqliteTransaction transaction{connection, clock_.now(), nullptr};
        std::exception_ptr failure;
        connection.set_deadline(std::chrono::steady_clock::now() + read_limit);
        try {
            connection.execute("BEGIN");
            transaction.run(use_case);
        } catch (...) {
            failure = std::current_exception();
        }
        connection.set_deadline(std::nullopt);
        try {
            if (connection.in_transaction()) connection.execute("ROLLBACK");
        } catch (std::exception const& fault) {
            log::error("store.rollback_failed", {{"fault", fault.what()}});
        }
        if (!failure) transaction.committed();
        return failure;
    }

    Clock const& clock_;
    BoundedQueue<Request> writes_;
    BoundedQueue<Request> reads_;
    std::vector<std::thread> threads_;
};

}  // namespace

std::unique_ptr<Database> open_sqlite(SqliteOptions options, Clock const& clock) {
    return std::make_unique<SqliteDatabase>(options, clock);
}

}  // namespace rufwerk::store

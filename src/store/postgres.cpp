#include "base/log.hpp"
#include "base/problem.hpp"
#include "base/queue.hpp"
#include "store/bell.hpp"
#include "store/engine.hpp"
#include "store/postgres_connection.hpp"
#include "store/use_case.hpp"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <random>
#include <thread>

namespace rufwerk::store {
namespace {

constexpr int most_attempts = 30;
// Keys of advisory locks; any numbers that no other program in this database uses.
constexpr int lock_of_makers = 7'305'302;
constexpr std::chrono::milliseconds number_outbox_every{1'000};

class PostgresTransaction final : public EngineTransaction {
  public:
    PostgresTransaction(PostgresConnection& connection, Instant now, IdMaker* ids)
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
            " VALUES ($1, NULL, CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT), $2, $3, $4)",
            {id, std::string{topic}, std::string{json}, to_ms(now())});
    }

    PostgresConnection& connection_;
};

/// A connection that is made again when it is lost, with pauses between attempts that fail.
class Link {
  public:
    enum class For { writing, reading };

    Link(std::string url, For use) : url_{std::move(url)}, use_{use} { connect(); }

    /// Throws Problem unavailable while the server is away.
    PostgresConnection& get() {
        if (connection_ && connection_->alive()) return *connection_;
        connection_.reset();
        if (std::chrono::steady_clock::now() < next_attempt_)
            throw Problem{Refusal::unavailable, "store.unreachable",
                          "PostgreSQL is away; check that it runs. It is tried again every few seconds."};
        try {
            connect();
            backoff_.reset();
            log::info("store.reconnected");
        } catch (Problem const& problem) {
            next_attempt_ = std::chrono::steady_clock::now() + backoff_.next();
            log::error("store.unreachable", {{"fault", problem.detail()}});
            throw;
        }
        return *connection_;
    }

    bool alive() const { return connection_ && connection_->alive(); }
    IdMaker* ids() { return ids_.get(); }

    /// After a use case that failed: nothing of it stays.
    void roll_back() noexcept {
        try {
            if (alive() && connection_->in_transaction()) connection_->command("ROLLBACK");
        } catch (std::exception const&) {
            connection_.reset();
        }
    }

  private:
    void connect() {
        auto connection = std::make_unique<PostgresConnection>(url_);
        if (use_ == For::reading)
            connection->command(fmt::format("SET statement_timeout = {}", read_limit.count()));
        else
            ids_ = std::make_unique<IdMaker>(free_maker(*connection));
        connection_ = std::move(connection);
    }

    /// A number that no other connection of any node has: held by a lock that ends with the connection.
    static int free_maker(PostgresConnection& connection) {
        for (std::int64_t maker = first_maker; maker < 1'024; ++maker)
            if (connection
                    .query("SELECT pg_try_advisory_lock(CAST($1 AS INTEGER), CAST($2 AS INTEGER))",
                           {std::int64_t{lock_of_makers}, maker})
                    .at(0)
                    .boolean(0))
                return static_cast<int>(maker);
        throw Problem{Refusal::unavailable, "store.too_many_writers",
                      "More than 512 connections write to this database; start fewer nodes."};
    }

    std::string url_;
    For use_;
    std::unique_ptr<PostgresConnection> connection_;
    std::unique_ptr<IdMaker> ids_;
    Backoff backoff_;
    std::chrono::steady_clock::time_point next_attempt_{};
};

/// Gives positions to what has been committed to the outbox. One transaction at a time in the whole database
/// does so, hence who sees a position sees all smaller ones: no consumer passes a row that commits late.
/// Ordered by the transactions' numbers, which under REPEATABLE READ never put an effect before its cause.
class OutboxNumbering {
  public:
    explicit OutboxNumbering(std::string const& url) : link_{url, Link::For::writing} {}

    /// The number of rows that got their position.
    std::int64_t number() {
        auto& connection = link_.get();
        try {
            if (!migrated_)
                migrated_ = connection.query("SELECT to_regclass('outbox') IS NOT NULL").at(0).boolean(0);
            if (!migrated_) return 0;
            connection.command("BEGIN");
            connection.query("SELECT pg_advisory_xact_lock(7305303)");
            auto const rows = connection.execute(
                "WITH fresh AS (SELECT id, row_number() OVER (ORDER BY xact, id) AS place FROM outbox"
                "               WHERE position IS NULL ORDER BY xact, id LIMIT 1000),"
                "     head AS (SELECT coalesce(max(position), 0) AS top FROM outbox)"
                " UPDATE outbox SET position = head.top + fresh.place FROM fresh, head WHERE outbox.id = "
                "fresh.id");
            connection.command("COMMIT");
            return rows;
        } catch (...) {
            link_.roll_back();
            throw;
        }
    }

  private:
    Link link_;
    bool migrated_ = false;
};

class PostgresDatabase final : public Database {
  public:
    PostgresDatabase(PostgresOptions const& options, Clock const& clock)
        : clock_{clock}, writes_{options.most_waiting_writes}, reads_{options.most_waiting_reads} {
        std::vector<std::unique_ptr<Link>> writers;
        std::vector<std::unique_ptr<Link>> readers;
        for (int i = 0; i < options.writers; ++i)
            writers.push_back(std::make_unique<Link>(options.url, Link::For::writing));
        for (int i = 0; i < options.readers; ++i)
            readers.push_back(std::make_unique<Link>(options.url, Link::For::reading));
        auto numbering = std::make_unique<OutboxNumbering>(options.url);
        for (auto& link : writers)
            threads_.emplace_back([this, link = std::move(link)] { serve(writes_, *link, begin_write); });
        for (auto& link : readers)
            threads_.emplace_back([this, link = std::move(link)] { serve(reads_, *link, begin_read); });
        numbering_ = std::thread{[this, numbering = std::move(numbering)] { number_loop(*numbering); }};
    }

    ~PostgresDatabase() override {
        writes_.close();
        reads_.close();
        for (auto& thread : threads_)
            thread.join();
        ended_ = true;
        emitted_.ring();
        numbering_.join();
    }

    bool write(UseCase use_case, Done done) override {
        return writes_.try_push({std::move(use_case), std::move(done)});
    }
    bool read(UseCase use_case, Done done) override {
        return reads_.try_push({std::move(use_case), std::move(done)});
    }
    std::string_view engine() const override { return "postgresql"; }

  private:
    static constexpr char const* begin_write = "BEGIN ISOLATION LEVEL REPEATABLE READ";
    static constexpr char const* begin_read = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";

    void serve(BoundedQueue<Request>& queue, Link& link, char const* begin) {
        queue.serve(1, [&](std::vector<Request> const& next) { run(link, next.front(), begin); });
    }

    /// Again and again while it collides with others; once more when the connection turns out to be lost
    /// before the commit, for then nothing has happened.
    void run(Link& link, Request const& request, char const* begin) {
        bool reconnected = false;
        std::exception_ptr failure;
        for (int attempt = 1; attempt <= most_attempts; ++attempt) {
            bool committing = false;
            std::unique_ptr<PostgresTransaction> transaction;
            try {
                auto& connection = link.get();
                transaction = std::make_unique<PostgresTransaction>(
                    connection, clock_.now(), begin == begin_write ? link.ids() : nullptr);
                connection.command(begin);
                transaction->run(request.use_case);
                committing = true;
                connection.command("COMMIT");
                transaction->committed();
                if (transaction->emitted()) emitted_.ring();
                return tell(request.done, nullptr);
            } catch (...) {
                failure = std::current_exception();
            }
            if (transaction && transaction->fault()) failure = transaction->fault();
            link.roll_back();
            if (collided(failure)) {
                pause(attempt);
            } else if (transaction && !link.alive() && !committing && !reconnected) {
                reconnected = true;
            } else {
                if (committing && !link.alive()) failure = unknown_end();
                transaction.reset();
                return tell(request.done, std::move(failure));
            }
        }
        tell(request.done,
             std::make_exception_ptr(Problem{Refusal::unavailable, "store.contended",
                                             "Too many change the same thing at once; try again."}));
    }

    static bool collided(std::exception_ptr const& failure) {
        try {
            std::rethrow_exception(failure);
        } catch (SerializationFailure const&) {
            return true;
        } catch (...) {
            return false;
        }
    }

    static std::exception_ptr unknown_end() {
        return std::make_exception_ptr(Problem{Refusal::unavailable, "store.commit_unknown",
                                               "The connection was lost while the change was being saved; "
                                               "look whether it is there before trying again."});
    }

    /// Those who collided must not meet again at the same moment.
    static void pause(int attempt) {
        thread_local std::minstd_rand dice{std::random_device{}()};
        auto const most_us = std::min(200 << std::min(attempt, 7), 20'000);
        std::this_thread::sleep_for(
            std::chrono::microseconds{std::uniform_int_distribution{0, most_us}(dice)});
    }

    void number_loop(OutboxNumbering& numbering) {
        while (!ended_) {
            try {
                if (numbering.number() > 0) {
                    ring_emitted();
                    continue;
                }
            } catch (std::exception const& fault) {
                log::warning("store.outbox_not_numbered", {{"fault", fault.what()}});
            }
            emitted_.wait(number_outbox_every);
        }
    }

    Clock const& clock_;
    BoundedQueue<Request> writes_;
    BoundedQueue<Request> reads_;
    Bell emitted_;
    std::atomic<bool> ended_ = false;
    std::vector<std::thread> threads_;
    std::thread numbering_;
};

}  // namespace

std::unique_ptr<Database> open_postgres(PostgresOptions options, Clock const& clock) {
    return std::make_unique<PostgresDatabase>(options, clock);
}

}  // namespace rufwerk::store

#pragma once

#include "base/problem.hpp"
#include "http/server.hpp"
#include "people/actor.hpp"
#include "people/exchange.hpp"
#include "people/permission.hpp"
#include "store/database.hpp"
#include "wire/openapi.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// The one way routes are declared. It finds the session, refuses foreign origins, checks the permission,
/// reads the input, runs the use case on the database, writes the output, turns a Problem into problem+json,
/// logs, and describes itself at /api/openapi.json.
namespace rufwerk::people {

struct RouteInfo {
    std::string method;
    std::string path;  // "/api/calls/{id}"
    Permission permission{};
    std::string summary;
    /// How this route itself says no; what every route may answer is added.
    std::vector<Problem> refusals{};
};

/// What was answered, for metrics. Called on the thread that answers; must not block.
using Observe = std::function<void(RouteInfo const& route, int status, std::chrono::microseconds took)>;

class Api {
  public:
    /// `database` must outlive every answer. Declare all routes before the first request; then all calls are
    /// thread-safe.
    explicit Api(store::Database& database, Observe observe = {});
    ~Api();

    /// A use case `Out f(store::Transaction&, Actor const&, In const&)` in a read transaction, as GET.
    /// `refusals` are told in the document, each with its words as an example.
    template <auto use_case>
    void read(std::string path, Permission permission, std::string summary,
              std::vector<Problem> refusals = {}) {
        add_use_case<use_case>({"GET", std::move(path), permission, std::move(summary), std::move(refusals)},
                               false);
    }

    /// The same in a write transaction, as POST, PUT, PATCH or DELETE.
    template <auto use_case>
    void write(std::string method, std::string path, Permission permission, std::string summary,
               std::vector<Problem> refusals = {}) {
        add_use_case<use_case>(
            {std::move(method), std::move(path), permission, std::move(summary), std::move(refusals)}, true);
    }

    /// Answered by something else than the database (the switch, the password workers), now or later, from
    /// any thread. `answer` is called on a store thread (with Permission::anyone on the http thread, and the
    /// Actor is nobody).
    template <class In, class Out>
    void live(std::string method, std::string path, Permission permission, std::string summary,
              std::function<void(Actor, In, Reply<Out>)> answer, std::vector<Problem> refusals = {}) {
        RouteInfo info{std::move(method), std::move(path), permission, std::move(summary),
                       std::move(refusals)};
        describe<In, Out>(info);
        add_live(std::move(info), [answer = std::move(answer)](Actor actor, ExchangePointer const& exchange) {
            answer(std::move(actor), exchange->decode<In>(), Reply<Out>{exchange});
        });
    }

    /// Everything under /api/. Must not outlive the Api.
    http::Handler handler();

    /// For WebSockets: the person behind the request when it has a session and comes from a page of this
    /// address, else the refusal to answer with. Called back on a store thread, or at once.
    struct Admission {
        std::optional<Actor> actor;
        http::Answer refusal;  // when there is no actor
    };
    void authenticate(http::Request const& request, std::function<void(Admission)> done);

    /// Every route with its permission, in the order of declaration; for the permission matrix.
    std::vector<RouteInfo> const& routes() const;
    /// OpenAPI 3.1 of all routes; none may be declared afterwards.
    std::string const& openapi() const;

  private:
    using RunUseCase = std::function<std::string(store::Transaction&, Actor const&)>;
    /// Reads the input before the database is asked, so that no store thread parses JSON.
    using Prepare = std::function<RunUseCase(Exchange const&)>;
    using AnswerLive = std::function<void(Actor, ExchangePointer const&)>;

    template <class Out, class In>
    static Out output_of(Out (*)(store::Transaction&, Actor const&, In const&));
    template <class Out, class In>
    static In input_of(Out (*)(store::Transaction&, Actor const&, In const&));

    template <auto use_case>
    void add_use_case(RouteInfo info, bool writes) {
        using In = decltype(input_of(use_case));
        using Out = decltype(output_of(use_case));
        describe<In, Out>(info);
        add_run(std::move(info), writes, [](Exchange const& exchange) -> RunUseCase {
            // Told only to who may use the route: without the permission it is 403, whatever the input.
            std::optional<In> in;
            std::exception_ptr fault;
            try {
                in = exchange.decode<In>();
            } catch (Problem const&) {
                fault = std::current_exception();
            }
            return [in = std::move(in), fault](store::Transaction& transaction, Actor const& actor) {
                if (fault) std::rethrow_exception(fault);
                return wire::encode(use_case(transaction, actor, *in));
            };
        });
    }

    template <class In, class Out>
    void describe(RouteInfo const& info);

    void add_run(RouteInfo info, bool writes, Prepare prepare);
    void add_live(RouteInfo info, AnswerLive answer);

    static wire::Operation operation_of(RouteInfo const& info);

    struct Inside;
    std::unique_ptr<Inside> inside_;
    wire::OpenApi document_;
};

template <class In, class Out>
void Api::describe(RouteInfo const& info) {
    document_.add<In, Out>(operation_of(info));
}

}  // namespace rufwerk::people

#include "people/api.hpp"

#include "base/log.hpp"
#include "http/problem_answer.hpp"
#include "people/answer.hpp"
#include "people/refusals.hpp"
#include "people/route_table.hpp"
#include "people/session.hpp"

#include <cctype>
#include <mutex>

namespace rufwerk::people {
namespace {

std::exception_ptr no_session() { return std::make_exception_ptr(session_missing()); }
std::exception_ptr busy() { return std::make_exception_ptr(store_busy()); }
http::Answer foreign_origin() { return http::problem_answer(origin_foreign()); }

void note(RouteInfo const& route, http::Answer const& answer, std::chrono::microseconds took) {
    auto const level = answer.status >= 500                            ? log::Level::error
                       : answer.status >= 400 || route.method != "GET" ? log::Level::info
                                                                       : log::Level::debug;
    log::write(level, "http.request",
               {{"method", route.method},
                {"route", route.path},
                {"status", answer.status},
                {"took_us", took.count()}});
}

/// What a session lookup leaves behind for after the transaction.
struct Visit {
    Actor actor;
    bool touch_due = false;
    std::string output;
};

}  // namespace

struct Api::Inside {
    struct Route {
        RouteInfo info;
        bool writes = false;
        Prepare prepare;  // one of the two
        AnswerLive answer;
    };

    store::Database& database;
    Observe observe;
    std::vector<RouteInfo> infos;
    std::vector<Route> routes;
    RouteTable table;
    std::once_flag printed;
    std::string document;

    Inside(store::Database& database_in, Observe observe_in)
        : database{database_in}, observe{std::move(observe_in)} {}

    void add(Route route) {
        table.add(route.info.method, route.info.path);
        infos.push_back(route.info);
        routes.push_back(std::move(route));
    }

    void handle(http::Request request, http::Respond respond) {
        auto match = table.find(request.method, request.path);
        if (!match.path_known)
            return respond(http::problem_answer(
                Problem{Refusal::not_found, "route.unknown", "There is nothing at " + request.path + "."}));
        if (!match.found) {
            auto answer = http::problem_answer(405, "Method not allowed", "method.unknown",
                                               request.path + " knows " + match.allow + ".");
            answer.headers.emplace_back("Allow", match.allow);
            return respond(std::move(answer));
        }
        auto const& route = routes[match.route];
        bool const foreign = request.method != "GET" && !same_origin(request);
        auto exchange = std::make_shared<Exchange>(std::move(request), std::move(respond),
                                                   std::move(match.values), finished(route.info));
        if (foreign) return exchange->answer(foreign_origin());
        serve(route, std::move(exchange));
    }

    Exchange::Finished finished(RouteInfo const& info) const {
        return [this, &info, begun = std::chrono::steady_clock::now()](http::Answer const& answer) {
            auto const took = std::chrono::duration_cast<std::chrono::microseconds>(
                std::chrono::steady_clock::now() - begun);
            note(info, answer, took);
            if (observe) observe(info, answer.status, took);
        };
    }

    void serve(Route const& route, ExchangePointer exchange) {
        bool const open = route.info.permission == Permission::anyone;
        if (!open && session_token(exchange->request()).empty()) return exchange->refuse(no_session());
        if (open && route.answer) return answer_live(route, {}, exchange);
        auto visit = std::make_shared<Visit>();
        auto work = [this, &route, exchange, visit, open,
                     run = route.prepare ? route.prepare(*exchange)
                                         : RunUseCase{}](store::Transaction& transaction) {
            if (!open) enter(transaction, route, *exchange, *visit);
            if (run) visit->output = run(transaction, visit->actor);
        };
        auto done = [this, &route, exchange, visit](store::Outcome const& outcome) {
            if (visit->touch_due) touch(visit->actor.session);
            if (outcome.failure) return exchange->refuse(outcome.failure);
            if (route.answer) return answer_live(route, std::move(visit->actor), exchange);
            exchange->answer(json_answer(std::move(visit->output)));
        };
        bool const accepted = route.writes ? database.write(std::move(work), std::move(done))
                                           : database.read(std::move(work), std::move(done));
        if (!accepted) exchange->refuse(busy());
    }

    static void enter(store::Transaction& transaction, Route const& route, Exchange const& exchange,
                      Visit& visit) {
        auto found = find_session(transaction, session_token(exchange.request()));
        if (!found) std::rethrow_exception(no_session());
        visit.actor = std::move(found->actor);
        visit.touch_due = found->touch_due;
        visit.actor.require(route.info.permission);
    }

    /// A session that is not noted as used ends a minute early at worst, so a full queue is no reason to
    /// refuse.
    void touch(std::int64_t session) {
        static_cast<void>(database.write(
            [session](store::Transaction& transaction) { touch_session(transaction, session); },
            [](store::Outcome const&) {}));
    }

    static void answer_live(Route const& route, Actor actor, ExchangePointer const& exchange) {
        try {
            route.answer(std::move(actor), exchange);
        } catch (...) {
            exchange->refuse(std::current_exception());
        }
    }
};

Api::Api(store::Database& database, Observe observe)
    : inside_{std::make_unique<Inside>(database, std::move(observe))},
      document_{"Rufwerk", RUFWERK_VERSION} {}
Api::~Api() = default;

void Api::add_run(RouteInfo info, bool writes, Prepare prepare) {
    inside_->add({std::move(info), writes, std::move(prepare), {}});
}

void Api::add_live(RouteInfo info, AnswerLive answer) {
    inside_->add({std::move(info), false, {}, std::move(answer)});
}

http::Handler Api::handler() {
    return [this](http::Request request, http::Respond respond) {
        if (request.method == "GET" && request.path == "/api/openapi.json")
            return respond(json_answer(openapi()));
        inside_->handle(std::move(request), std::move(respond));
    };
}

void Api::authenticate(http::Request const& request, std::function<void(Admission)> done) {
    if (!same_origin(request)) return done({std::nullopt, foreign_origin()});
    auto const token = session_token(request);
    if (token.empty()) return done({std::nullopt, failure_answer(no_session())});
    auto visit = std::make_shared<std::optional<Found>>();
    bool const accepted = inside_->database.read(
        [visit, token](store::Transaction& transaction) { *visit = find_session(transaction, token); },
        [visit, done](store::Outcome const& outcome) {
            if (outcome.failure) return done({std::nullopt, failure_answer(outcome.failure)});
            if (!*visit) return done({std::nullopt, failure_answer(no_session())});
            done({std::move((*visit)->actor), {}});
        });
    if (!accepted) done({std::nullopt, failure_answer(busy())});
}

wire::Operation Api::operation_of(RouteInfo const& info) {
    wire::Operation operation;
    operation.method = info.method;
    for (auto& c : operation.method)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    operation.path = info.path;
    operation.summary = info.summary;
    operation.open = info.permission == Permission::anyone;
    if (!operation.open && info.permission != Permission::signed_in)
        operation.permission = name(info.permission);
    operation.refusals = refusals_of(info.permission, info.method, info.refusals);
    return operation;
}

std::string const& Api::openapi() const {
    // Made once: anybody may ask for it, and making it takes milliseconds.
    std::call_once(inside_->printed, [this] { inside_->document = document_.print(); });
    return inside_->document;
}

std::vector<RouteInfo> const& Api::routes() const { return inside_->infos; }

}  // namespace rufwerk::people

#include "people/refusals.hpp"

#include "http/problem_answer.hpp"
#include "wire/wire.hpp"

#include <boost/json/value.hpp>

namespace rufwerk::people {
namespace {

wire::Refused as_sent(http::Answer const& answer) {
    wire::Faults none;
    return {answer.status, wire::parse(answer.body, none).value()};
}

}  // namespace

Problem session_missing() {
    return {Refusal::unauthenticated, "session.missing", "There is no session, or it has ended: sign in."};
}

Problem store_busy() {
    return {Refusal::unavailable, "store.busy", "The database has too much to do: try again in a second."};
}

Problem origin_foreign() {
    return {Refusal::forbidden, "origin.foreign",
            "A write needs an Origin header that names this very address: it was missing or another one."};
}

std::vector<wire::Refused> refusals_of(Permission permission, std::string const& method,
                                       std::vector<Problem> const& own) {
    std::vector<Problem> problems{{Refusal::invalid,
                                   "invalid",
                                   "limit must be a whole number, not \"many\"",
                                   {{"limit", "type", "must be a whole number, not \"many\""}}},
                                  store_busy()};
    if (permission != Permission::anyone) problems.push_back(session_missing());
    if (permission != Permission::anyone && permission != Permission::signed_in)
        problems.emplace_back(
            Refusal::forbidden, "permission.missing",
            "This needs the permission " + std::string{name(permission)} + ", which lena does not have.");
    if (method != "GET") problems.push_back(origin_foreign());
    problems.insert(problems.end(), own.begin(), own.end());
    std::vector<wire::Refused> refusals;
    for (auto const& problem : problems)
        refusals.push_back(as_sent(http::problem_answer(problem)));
    for (auto const kind : http::all_unreadable)
        refusals.push_back(as_sent(http::unreadable_answer(kind)));
    refusals.push_back(as_sent(http::internal_answer()));
    return refusals;
}

}  // namespace rufwerk::people

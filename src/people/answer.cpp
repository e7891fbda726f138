#include "people/answer.hpp"

#include "base/log.hpp"
#include "base/problem.hpp"
#include "http/problem_answer.hpp"
#include "people/stale.hpp"

namespace rufwerk::people {
namespace {

http::Answer stale_answer(Stale const& stale) {
    auto answer = http::problem_answer(stale);
    answer.body.pop_back();  // its closing brace
    answer.body += ",\"present\":" + stale.present_json() + "}";
    return answer;
}

}  // namespace

http::Answer failure_answer(std::exception_ptr const& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (Stale const& stale) {
        return stale_answer(stale);
    } catch (Problem const& problem) {
        return http::problem_answer(problem);
    } catch (std::exception const& error) {
        log::error("http.failed", {{"error", error.what()}});
        return http::internal_answer();
    }
}

http::Answer json_answer(std::string json) {
    http::Answer out;
    out.body = std::move(json);
    out.headers.emplace_back("Cache-Control", "no-store");
    return out;
}

}  // namespace rufwerk::people

#include "people/answer.hpp"

#include "base/log.hpp"
#include "base/problem.hpp"
#include "http/problem_answer.hpp"

namespace rufwerk::people {

http::Answer failure_answer(std::exception_ptr const& failure) {
    try {
        std::rethrow_exception(failure);
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

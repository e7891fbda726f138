#include "people/answer.hpp"

#include "base/log.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rufwerk::people {
namespace {

std::string_view title_of(int status) {
    switch (status) {
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 409: return "Conflict";
        case 422: return "Unprocessable Content";
        case 429: return "Too Many Requests";
        case 503: return "Service Unavailable";
        default: return "Internal Server Error";
    }
}

std::string fields_json(std::vector<FieldFault> const& fields) {
    std::string json;
    for (auto const& [field, code, message] : fields)
        json += fmt::format(R"({}{{"field":{},"code":{},"message":{}}})", json.empty() ? "" : ",",
                            json_string(field), json_string(code), json_string(message));
    return "[" + json + "]";
}

http::Answer answer(int status, std::string const& code, std::string const& detail,
                    std::vector<FieldFault> const& fields) {
    http::Answer out;
    out.status = status;
    out.content_type = "application/problem+json";
    out.body = fmt::format(
        R"({{"type":"about:blank","title":{},"status":{},"code":{},"detail":{},"fields":{}}})",
        json_string(title_of(status)), status, json_string(code), json_string(detail), fields_json(fields));
    out.headers.emplace_back("Cache-Control", "no-store");
    if (status == 429 || status == 503) out.headers.emplace_back("Retry-After", "1");
    return out;
}

}  // namespace

http::Answer problem_answer(Problem const& problem) {
    return answer(http_status(problem.refusal()), problem.code(), problem.detail(), problem.fields());
}

http::Answer problem_answer(int status, std::string const& code, std::string const& detail) {
    return answer(status, code, detail, {});
}

http::Answer failure_answer(std::exception_ptr const& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (Problem const& problem) {
        return problem_answer(problem);
    } catch (std::exception const& error) {
        log::error("http.failed", {{"error", error.what()}});
        return answer(500, "internal", "The server could not do this; its log says why.", {});
    }
}

http::Answer json_answer(std::string json) {
    http::Answer out;
    out.body = std::move(json);
    out.headers.emplace_back("Cache-Control", "no-store");
    return out;
}

}  // namespace rufwerk::people

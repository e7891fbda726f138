#include "http/problem_answer.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace rufwerk::http {
namespace {

char const* title_of(Refusal refusal) {
    switch (refusal) {
        case Refusal::invalid: return "Invalid input";
        case Refusal::unauthenticated: return "Sign in first";
        case Refusal::forbidden: return "Not allowed";
        case Refusal::not_found: return "Not found";
        case Refusal::conflict: return "Not possible in this state";
        case Refusal::too_many: return "Too many requests";
        case Refusal::unavailable: return "Not available at the moment";
    }
    return "";
}

}  // namespace

Answer problem_answer(Problem const& problem) {
    return problem_answer(http_status(problem.refusal()), title_of(problem.refusal()), problem.code(),
                          problem.detail(), problem.fields());
}

Answer problem_answer(int status, std::string_view title, std::string_view code, std::string_view detail,
                      std::vector<FieldFault> const& faults) {
    std::string fields;
    for (auto const& fault : faults)
        fields += fmt::format(R"({}{{"field":{},"code":{},"message":{}}})", fields.empty() ? "" : ",",
                              json_string(fault.field), json_string(fault.code), json_string(fault.message));
    Answer answer{.status = status, .content_type = "application/problem+json", .body = {}, .headers = {}};
    answer.body =
        fmt::format(R"({{"type":"about:blank","title":{},"status":{},"code":{},"detail":{},"fields":[{}]}})",
                    json_string(title), status, json_string(code), json_string(detail), fields);
    answer.headers.emplace_back("Cache-Control", "no-store");
    if (status == 503) answer.headers.emplace_back("Retry-After", "2");
    return answer;
}

Answer unreadable_answer(Unreadable why) {
    switch (why) {
        case Unreadable::request:
            return problem_answer(400, "Not readable", "request.unreadable",
                                  "The request is not HTTP/1.1, or its address has a broken escape or bytes "
                                  "that are not UTF-8: write it anew.");
        case Unreadable::body_too_large:
            return problem_answer(413, "Too large", "request.too_large",
                                  "The body is larger than the server takes: send less at once.");
        case Unreadable::header_too_large:
            return problem_answer(431, "Header too large", "request.header_too_large",
                                  "Address and header fields are larger than the server takes: send fewer "
                                  "filters or cookies.");
    }
    return internal_answer();
}

Answer internal_answer() {
    return problem_answer(500, "Internal error", "internal",
                          "The server could not do this; its log says why.");
}

}  // namespace rufwerk::http

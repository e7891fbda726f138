#include "people/exchange.hpp"

#include "people/answer.hpp"

#include <algorithm>

namespace rufwerk::people {

wire::Request Exchange::input() const {
    bool const takes_body = request_.method != "GET" && request_.method != "DELETE";
    return {{path_values_.begin(), path_values_.end()}, request_.query, request_.body, takes_body};
}

void Exchange::answer(http::Answer answer) {
    if (answered_.exchange(true)) return;
    for (auto& header : headers_) {
        std::erase_if(answer.headers, [&](auto const& given) { return given.first == header.first; });
        answer.headers.push_back(std::move(header));
    }
    headers_.clear();
    if (finished_) finished_(answer);
    respond_(std::move(answer));
}

void Exchange::refuse(std::exception_ptr const& failure) { answer(failure_answer(failure)); }

}  // namespace rufwerk::people

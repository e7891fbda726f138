#include "base/problem.hpp"

namespace rufwerk {

int http_status(Refusal refusal) {
    switch (refusal) {
        case Refusal::invalid: return 422;
        case Refusal::unauthenticated: return 401;
        case Refusal::forbidden: return 403;
        case Refusal::not_found: return 404;
        case Refusal::conflict: return 409;
        case Refusal::too_many: return 429;
        case Refusal::unavailable: return 503;
    }
    return 500;
}

Problem invalid_field(std::string field, std::string code, std::string message) {
    std::string detail = field + " " + message;
    return {Refusal::invalid,
            "invalid",
            std::move(detail),
            {{std::move(field), std::move(code), std::move(message)}}};
}

}  // namespace rufwerk

#pragma once

#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace rufwerk {

/// One wrong field: its path in the input (`payment.kind`, `skills[2].level`), a stable code for programs and
/// a sentence for people that names the value and the remedy.
struct FieldFault {
    std::string field;
    std::string code;
    std::string message;
};

/// Why a use case said no. The HTTP layer turns it into RFC 9457 `application/problem+json` in one place; the
/// kind decides the status, so that a use case knows nothing of HTTP.
enum class Refusal { invalid, unauthenticated, forbidden, not_found, conflict, too_many, unavailable };

/// An expected refusal. Thrown by use cases; never by parsers and media code.
class Problem : public std::exception {
  public:
    /// `code` is stable and dotted ("call.not_yours"); `detail` is one English sentence: what, why, remedy.
    Problem(Refusal refusal, std::string code, std::string detail, std::vector<FieldFault> fields = {})
        : refusal_{refusal}, code_{std::move(code)}, detail_{std::move(detail)}, fields_{std::move(fields)} {}

    Refusal refusal() const { return refusal_; }
    std::string const& code() const { return code_; }
    std::string const& detail() const { return detail_; }
    std::vector<FieldFault> const& fields() const { return fields_; }
    char const* what() const noexcept override { return detail_.c_str(); }

  private:
    Refusal refusal_;
    std::string code_;
    std::string detail_;
    std::vector<FieldFault> fields_;
};

/// HTTP status of a refusal (RFC 9110): 422, 401, 403, 404, 409, 429, 503.
int http_status(Refusal refusal);

/// A single wrong field, the most frequent refusal.
Problem invalid_field(std::string field, std::string code, std::string message);

}  // namespace rufwerk

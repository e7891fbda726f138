#pragma once

#include "base/problem.hpp"
#include "people/permission.hpp"
#include "wire/openapi.hpp"

#include <string>
#include <vector>

/// How routes say no: what the Api itself refuses, and what the document says of all refusals.
namespace rufwerk::people {

Problem session_missing();
Problem store_busy();
Problem origin_foreign();

/// What any route with this permission and method may answer, with its `own`.
std::vector<wire::Refused> refusals_of(Permission permission, std::string const& method,
                                       std::vector<Problem> const& own);

}  // namespace rufwerk::people

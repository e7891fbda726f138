#pragma once

#include "people/api.hpp"
#include "people/sign_in.hpp"

namespace rufwerk::people {

/// `sign_ins` must outlive the Api.
void add_people_routes(Api& api, SignIns& sign_ins);

}  // namespace rufwerk::people

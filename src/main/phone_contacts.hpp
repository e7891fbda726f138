#pragma once

#include "sip/bindings.hpp"
#include "store/database.hpp"

#include <map>
#include <string>
#include <vector>

namespace rufwerk {

/// Registered telephones outlive the process here. A registration is no promise to anybody: it is written
/// after its 200, and what a crash loses comes back with the telephone's next REGISTER.
std::map<std::string, std::vector<sip::Contact>> load_phone_contacts(store::Database& database);
/// Replaces what is kept of `login`; does not wait. With a full queue the write is left out and logged.
void keep_phone_contacts(store::Database& database, std::string const& login,
                         std::vector<sip::Contact> contacts);

}  // namespace rufwerk

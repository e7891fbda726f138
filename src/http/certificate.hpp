#pragma once

#include "base/clock.hpp"

#include <filesystem>
#include <string>

namespace rufwerk::http {

/// What a certificate and its key say of themselves.
struct CertificateFacts {
    std::string fault;            // why the server cannot use them; empty when it can
    std::filesystem::path wrong;  // the file that is at fault
    Instant from{};               // valid from …
    Instant until{};              // … to
};

/// Reads two PEM files as the server would: the first certificate, the key, and whether they belong together.
CertificateFacts read_certificate(std::filesystem::path const& certificate, std::filesystem::path const& key);

}  // namespace rufwerk::http

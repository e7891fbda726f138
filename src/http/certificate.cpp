#include "http/certificate.hpp"

#include "http/openssl_handles.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <memory>

namespace rufwerk::http {
namespace {

Instant instant_of(ASN1_TIME const* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
    return Instant{std::chrono::seconds{::timegm(&parts)}};
}

/// A key that asks for a password cannot be used by a service that starts by itself.
int no_password(char*, int, int, void*) { return -1; }

}  // namespace

CertificateFacts read_certificate(std::filesystem::path const& certificate,
                                  std::filesystem::path const& key) {
    File const certificate_file{std::fopen(certificate.c_str(), "r")};
    if (!certificate_file)
        return {"cannot be read: " + std::string{std::strerror(errno)}, certificate, {}, {}};
    Certificate const read{PEM_read_X509(certificate_file.get(), nullptr, nullptr, nullptr)};
    if (!read) return {"is no PEM certificate", certificate, {}, {}};
    File const key_file{std::fopen(key.c_str(), "r")};
    if (!key_file) return {"cannot be read: " + std::string{std::strerror(errno)}, key, {}, {}};
    Key const private_key{PEM_read_PrivateKey(key_file.get(), nullptr, no_password, nullptr)};
    if (!private_key) return {"is no PEM key without a password", key, {}, {}};
    if (X509_check_private_key(read.get(), private_key.get()) != 1)
        return {"is not the key of this certificate", key, {}, {}};
    return {{}, {}, instant_of(X509_get0_notBefore(read.get())), instant_of(X509_get0_notAfter(read.get()))};
}

}  // namespace rufwerk::http

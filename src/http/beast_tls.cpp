#include "http/beast_tls.hpp"

#include "base/log.hpp"
#include "base/problem.hpp"
#include "http/openssl_handles.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>
#include <array>
#include <filesystem>
#include <ifaddrs.h>
#include <set>
#include <sys/stat.h>
#include <unistd.h>

namespace rufwerk::http {
namespace {

namespace fs = std::filesystem;
namespace ssl = boost::asio::ssl;

constexpr long valid_s = 397L * 24 * 3600;
constexpr int renew_days = 30;

/// "DNS:host, IP:192.0.2.1, IP:::1": everything by which this machine may be addressed.
std::string alternative_names() {
    std::set<std::string> names{"DNS:localhost", "IP:127.0.0.1", "IP:::1"};
    std::array<char, 256> host{};
    if (::gethostname(host.data(), host.size() - 1) == 0 && host[0] != '\0')
        names.insert(std::string{"DNS:"} + host.data());
    ifaddrs* list = nullptr;
    if (::getifaddrs(&list) != 0) list = nullptr;
    for (auto const* one = list; one; one = one->ifa_next) {
        if (!one->ifa_addr) continue;
        std::array<char, INET6_ADDRSTRLEN> text{};
        void const* address = nullptr;
        if (one->ifa_addr->sa_family == AF_INET)
            address = &reinterpret_cast<sockaddr_in const*>(one->ifa_addr)->sin_addr;
        if (one->ifa_addr->sa_family == AF_INET6)
            address = &reinterpret_cast<sockaddr_in6 const*>(one->ifa_addr)->sin6_addr;
        if (address && ::inet_ntop(one->ifa_addr->sa_family, address, text.data(), text.size()))
            names.insert(std::string{"IP:"} + text.data());
    }
    ::freeifaddrs(list);
    std::string joined;
    for (auto const& name : names)
        joined += (joined.empty() ? "" : ",") + name;
    return joined;
}

void add_extension(X509* certificate, int kind, std::string const& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    auto* const extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
    if (!extension) return;
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

Certificate make_certificate(EVP_PKEY* key, std::string const& names) {
    Certificate certificate{X509_new()};
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set_int64(X509_get_serialNumber(certificate.get()), std::time(nullptr));
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), valid_s);
    auto* const name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<unsigned char const*>("Rufwerk"),
                               -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    X509_set_pubkey(certificate.get(), key);
    add_extension(certificate.get(), NID_subject_alt_name, names);
    add_extension(certificate.get(), NID_basic_constraints, "critical,CA:FALSE");
    add_extension(certificate.get(), NID_ext_key_usage, "serverAuth");
    X509_sign(certificate.get(), key, EVP_sha256());
    return certificate;
}

/// Still good for a month and for every name of today.
bool is_current(fs::path const& certificate_file, fs::path const& names_file, std::string const& names) {
    File const file{std::fopen(certificate_file.c_str(), "r")};
    Certificate const certificate{file ? PEM_read_X509(file.get(), nullptr, nullptr, nullptr) : nullptr};
    if (!certificate) return false;
    int days = 0;
    int seconds = 0;
    ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(certificate.get()));
    std::string kept;
    if (File const stored{std::fopen(names_file.c_str(), "r")}) {
        std::array<char, 8192> part{};
        kept.assign(part.data(), std::fread(part.data(), 1, part.size(), stored.get()));
    }
    return days >= renew_days && kept == names;
}

[[noreturn]] void fail(fs::path const& file, std::string const& what) {
    throw Problem{Refusal::invalid, "http.certificate", fmt::format("{}: {}", file.string(), what)};
}

void write_self_made(fs::path const& certificate_file, fs::path const& key_file, fs::path const& names_file,
                     std::string const& names) {
    Key const key{EVP_EC_gen("P-256")};
    auto const certificate = make_certificate(key.get(), names);
    auto const mask = ::umask(0177);  // the key is 0600 from its first byte
    File const key_out{std::fopen(key_file.c_str(), "w")};
    ::umask(mask);
    if (!key_out ||
        PEM_write_PrivateKey(key_out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
        fail(key_file, "cannot be written; the data folder must belong to the server's user");
    File const certificate_out{std::fopen(certificate_file.c_str(), "w")};
    if (!certificate_out || PEM_write_X509(certificate_out.get(), certificate.get()) != 1)
        fail(certificate_file, "cannot be written; the data folder must belong to the server's user");
    File const names_out{std::fopen(names_file.c_str(), "w")};
    if (names_out) std::fputs(names.c_str(), names_out.get());
    log::info("http.certificate_made", {{"file", certificate_file.string()}, {"names", names}});
}

}  // namespace

bool beyond_loopback(std::string const& address) {
    return !address.starts_with("127.") && !address.starts_with("[::1]:") &&
           !address.starts_with("localhost:");
}

std::shared_ptr<ssl::context> make_tls(Options const& options) {
    fs::path certificate_file = options.certificate_file;
    fs::path key_file = options.key_file;
    if (certificate_file.empty()) {
        fs::path const folder = options.data_dir;
        certificate_file = folder / "self-made-certificate.pem";
        key_file = folder / "self-made-key.pem";
        auto const names = alternative_names();
        auto const names_file = folder / "self-made-names.txt";
        if (!is_current(certificate_file, names_file, names) || !fs::exists(key_file))
            write_self_made(certificate_file, key_file, names_file, names);
    }
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    context->set_options(ssl::context::default_workarounds | ssl::context::no_tlsv1 |
                         ssl::context::no_tlsv1_1);
    boost::system::error_code error;
    context->use_certificate_chain_file(certificate_file.string(), error);
    if (error) fail(certificate_file, "is no readable PEM certificate: " + error.message());
    context->use_private_key_file(key_file.string(), ssl::context::pem, error);
    if (error) fail(key_file, "is no readable PEM key of that certificate: " + error.message());
    return context;
}

}  // namespace rufwerk::http

#include "people/password.hpp"

#include "base/invariant.hpp"
#include "base/queue.hpp"
#include "base/text.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cctype>
#include <thread>

namespace rufwerk::people {
namespace {

std::size_t characters(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string lower(std::string_view text) {
    std::string folded{text};
    for (auto& c : folded)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return folded;
}

/// Hash of a password nobody has, made once per process: what a login without password is compared with.
std::string const& nobodys_hash() {
    static std::string const hash = hash_password("nobody has this one");
    return hash;
}

}  // namespace

std::string password_fault(std::string_view password, std::string_view login) {
    if (!is_utf8(password)) return "must be text in UTF-8";
    if (characters(password) < password_characters_min)
        return fmt::format("must have at least {} characters", password_characters_min);
    if (password.size() > password_bytes_max)
        return fmt::format("must have at most {} bytes", password_bytes_max);
    if (!login.empty() && lower(password).find(lower(login)) != std::string::npos &&
        password.size() < login.size() + password_characters_min)
        return "must not be the login with a few characters more";
    if (std::ranges::all_of(password, [&](char c) { return c == password.front(); }))
        return "must not be one character repeated";
    return {};
}

std::string hash_password(std::string_view password) {
    INVARIANT(sodium_init() >= 0);
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    INVARIANT(crypto_pwhash_str_alg(hash.data(), password.data(), password.size(),
                                    crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE,
                                    crypto_pwhash_ALG_ARGON2ID13) == 0);
    return hash.data();
}

std::vector<std::string> hash_passwords(std::vector<std::string> const& passwords) {
    std::vector<std::string> hashes(passwords.size());
    std::atomic<std::size_t> next{0};
    auto const work = [&] {
        for (auto i = next++; i < passwords.size(); i = next++)
            hashes[i] = hash_password(passwords[i]);
    };
    std::vector<std::jthread> threads;
    auto const count =
        std::min<std::size_t>(passwords.size(), std::max(1U, std::thread::hardware_concurrency()));
    for (std::size_t i = 1; i < count; ++i)
        threads.emplace_back(work);
    work();
    threads.clear();
    return hashes;
}

bool password_matches(std::string const& hash, std::string_view password) {
    INVARIANT(sodium_init() >= 0);
    if (password.size() > password_bytes_max || password.empty()) password = "";  // never a null pointer
    auto const& compared = hash.empty() ? nobodys_hash() : hash;
    auto const matches = crypto_pwhash_str_verify(compared.c_str(), password.data(), password.size()) == 0;
    return matches && !hash.empty();
}

struct PasswordWorkers::Inside {
    explicit Inside(std::size_t waiting_max) : jobs{waiting_max} {}
    BoundedQueue<std::function<void()>> jobs;
    std::vector<std::jthread> threads;
};

PasswordWorkers::PasswordWorkers(int threads, std::size_t waiting_max)
    : inside_{std::make_unique<Inside>(waiting_max)} {
    for (int i = 0; i < threads; ++i)
        inside_->threads.emplace_back(
            [inside = inside_.get()] { inside->jobs.serve(1, [](auto const& jobs) { jobs.front()(); }); });
}

PasswordWorkers::~PasswordWorkers() { inside_->jobs.close(); }

bool PasswordWorkers::run(std::function<void()> job) { return inside_->jobs.try_push(std::move(job)); }

}  // namespace rufwerk::people

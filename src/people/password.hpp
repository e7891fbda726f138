#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Passwords: Argon2id by libsodium with its interactive limits (64 MiB, about 75 ms). Never hashed in a
/// transaction.
namespace rufwerk::people {

constexpr std::size_t password_characters_min = 10;
constexpr std::size_t password_bytes_max = 256;

/// What is wrong with a new password, as the rest of a sentence ("must have at least 10 characters"), or
/// empty. Length is what counts (NIST SP 800-63B 5.1.1.2): no rules about kinds of characters.
std::string password_fault(std::string_view password, std::string_view login);

std::string hash_password(std::string_view password);
/// Many at once, on as many threads as there are cores; same order.
std::vector<std::string> hash_passwords(std::vector<std::string> const& passwords);
/// An empty hash matches no password, and takes as long to say so as a real one: whether a login exists
/// cannot be told from the time of the answer.
bool password_matches(std::string const& hash, std::string_view password);

/// Threads that check passwords, so that neither a browser's nor the store's thread waits 75 ms.
class PasswordWorkers {
  public:
    PasswordWorkers(int threads, std::size_t waiting_max);
    ~PasswordWorkers();
    /// False when too many wait already (at 75 ms each that is some seconds): the caller answers 503.
    [[nodiscard]] bool run(std::function<void()> job);

  private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace rufwerk::people

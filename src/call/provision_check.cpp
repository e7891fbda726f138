#include "call/provision_check.hpp"

#include "call/phone_secret.hpp"
#include "call/provision_value.hpp"
#include "people/password.hpp"
#include "people/permission.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

namespace rufwerk::call {
namespace {

class Checker {
  public:
    explicit Checker(CentreFile const& file) : folder_{file.folder} {}

    template <class Rule>
    void check(Word const& word, Rule rule) {
        if (word.text.empty() && word.path.empty()) return;
        if (auto message = rule(word.text); !message.empty()) fault(word, std::move(message));
    }

    template <class Rule>
    void check(std::optional<Word> const& word, Rule rule) {
        if (word) check(*word, rule);
    }

    /// Names `word` a second time in the same `kind`.
    void once(std::string const& kind, Word const& word, std::string const& scope = {}) {
        if (word.text.empty()) return;
        auto const [first, fresh] = lines_.emplace(kind + '\n' + scope + '\n' + word.text, word.line);
        if (!fresh)
            fault(word, fmt::format("\"{}\" is there twice, first in line {}", word.text, first->second));
    }

    /// An empty text takes the audio away; anything else must be a readable file.
    void audio(std::optional<Word> const& word) {
        if (!word || word->text.empty()) return;
        auto const file = (std::filesystem::path{folder_} / word->text).lexically_normal().string();
        if (auto message = audio_fault(file); !message.empty()) fault(*word, std::move(message));
    }

    void not_blank(std::optional<std::string> const& text, Word const& key, std::string_view field) {
        if (text && text->find_first_not_of(" \t") == std::string::npos)
            faults_.push_back({key.line, fmt::format("{} of \"{}\"", field, key.text), "must not be empty"});
    }

    void fault(Word const& word, std::string message) {
        faults_.push_back({word.line, word.path, std::move(message)});
    }

    std::vector<CentreFault> take() { return std::move(faults_); }

  private:
    std::string folder_;
    std::map<std::string, int> lines_;
    std::vector<CentreFault> faults_;
};

std::string key_rule(std::string const& text) { return text.empty() ? std::string{} : key_fault(text); }

std::string answer_rule(std::string const& text) {
    if (text == "at_once" || text == "agent") return {};
    return fmt::format("\"{}\" must be \"at_once\" or \"agent\"", text);
}

std::string language_rule(std::string const& text) {
    if (text == "de" || text == "en" || text.empty()) return {};
    return fmt::format("\"{}\" must be \"de\" or \"en\"", text);
}

std::string role_rule(std::string const& text) {
    if (people::role_named(text)) return {};
    std::string known;
    for (auto const role : people::all_roles())
        known += fmt::format("{}{}", known.empty() ? "" : ", ", people::name(role));
    return fmt::format("unknown role \"{}\"; known are {}", text, known);
}

void check_user(Checker& checker, FileUser const& user) {
    checker.check(user.login,
                  [](auto const& text) { return text.empty() ? std::string{} : login_fault(text); });
    checker.once("user", user.login);
    checker.not_blank(user.name, user.login, "user.name");
    if (user.roles) {
        for (auto const& role : *user.roles)
            checker.check(role, role_rule);
        if (user.roles->empty()) checker.fault(user.login, "user.roles must name at least one role");
    }
    checker.check(user.phone, phone_fault);
    checker.check(user.phone_secret, [&](auto const& text) {
        if (user.password && user.password->text == text)
            return std::string{"is the password of the login: a telephone needs a secret of its own"};
        return phone_secret_fault(text);
    });
    checker.check(user.language, language_rule);
    checker.check(user.password,
                  [&](auto const& text) { return people::password_fault(text, user.login.text); });
}

void check_number(Checker& checker, FileNumber const& number) {
    checker.check(number.number,
                  [](auto const& text) { return text.empty() ? std::string{} : number_fault(text); });
    checker.once("number", number.number);
    checker.check(number.answer, answer_rule);
    checker.audio(number.greeting_audio);
    checker.check(number.call_button, key_rule);
    if (number.call_button) checker.once("call_button", *number.call_button);
}

void check_trunk(Checker& checker, FileTrunk const& trunk) {
    checker.check(trunk.key, key_rule);
    checker.once("trunk", trunk.key);
    if (!trunk.allow) return;
    for (auto const& network : *trunk.allow)
        checker.check(network, network_fault);
}

}  // namespace

std::vector<CentreFault> value_faults(CentreFile const& file) {
    Checker checker{file};
    auto const keyed = [&](std::string const& kind, auto const& entries) {
        for (auto const& entry : entries) {
            checker.check(entry.key, key_rule);
            checker.once(kind, entry.key);
            checker.not_blank(entry.name, entry.key, kind + ".name");
        }
    };
    keyed("client", file.clients);
    keyed("team", file.teams);
    keyed("skill", file.skills);
    keyed("queue", file.queues);
    for (auto const& client : file.clients)
        if (client.color) checker.check(Word{*client.color, client.key.line, "client.color"}, color_fault);
    for (auto const& queue : file.queues) {
        checker.audio(queue.music_audio);
        if (queue.skills)
            for (auto const& skill : *queue.skills)
                checker.check(skill, key_fault);
    }
    for (auto const& trunk : file.trunks)
        check_trunk(checker, trunk);
    for (auto const& number : file.numbers)
        check_number(checker, number);
    for (auto const& user : file.users)
        check_user(checker, user);
    for (auto const& result : file.results) {
        checker.check(result.key, key_rule);
        checker.once("result", result.key, result.client.text);
    }
    for (auto const& reason : file.pause_reasons) {
        checker.check(reason.key, key_rule);
        checker.once("pause_reason", reason.key);
    }
    return checker.take();
}

}  // namespace rufwerk::call

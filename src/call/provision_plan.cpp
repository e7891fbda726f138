#include "call/provision_check.hpp"
#include "people/permission.hpp"
#include "sip/registrar_realm.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

namespace rufwerk::call {
namespace {

constexpr std::string_view every_client = "*";

std::string audio_path(std::string const& folder, std::string const& file) {
    if (file.empty()) return {};
    return std::filesystem::absolute(std::filesystem::path{folder} / file).lexically_normal().string();
}

std::vector<std::string> sorted(Words const& words) {
    std::set<std::string> texts;
    for (auto const& word : words)
        texts.insert(word.text);
    return {texts.begin(), texts.end()};
}

/// Lays the file over what is there, kind by kind, in the order in which they refer to each other.
class Plan {
  public:
    Plan(CentreState before, CentreFile const& file, std::vector<CentreFault>& faults)
        : state_{std::move(before)}, file_{file}, faults_{faults} {}

    CentreState make() {
        for (auto const& client : file_.clients)
            lay(client);
        for (auto const& team : file_.teams)
            lay_named(team, state_.teams);
        for (auto const& skill : file_.skills)
            lay_named(skill, state_.skills);
        for (auto const& queue : file_.queues)
            lay(queue);
        for (auto const& trunk : file_.trunks)
            lay(trunk);
        for (auto const& number : file_.numbers)
            lay(number);
        for (auto const& user : file_.users)
            lay(user);
        for (auto const& result : file_.results)
            lay(result);
        for (auto const& reason : file_.pause_reasons)
            lay(reason);
        lay_default_results();
        lay_default_pause_reasons();
        check_call_buttons();
        return std::move(state_);
    }

  private:
    void lay(FileClient const& in) {
        auto const [place, fresh] = state_.clients.try_emplace(in.key.text);
        auto& client = place->second;
        client.key = in.key.text;
        client.name = in.name.value_or(fresh ? in.key.text : client.name);
        client.greeting = in.greeting.value_or(fresh ? client.name + ", guten Tag, mein Name ist {agent}."
                                                     : client.greeting);
        client.color = in.color.value_or(fresh ? "#1d55c4" : client.color);
    }

    template <class In>
    void lay_named(In const& in, std::map<std::string, Named>& all) {
        auto const [place, fresh] = all.try_emplace(in.key.text, Named{in.key.text, in.key.text});
        if (in.name) place->second.name = *in.name;
    }

    void lay(FileQueue const& in) {
        auto const [place, fresh] = state_.queues.try_emplace(in.key.text);
        auto& queue = place->second;
        queue.key = in.key.text;
        must_exist(in.client, state_.clients, "client");
        if (!fresh && queue.client != in.client.text)
            fault(in.client,
                  fmt::format("the queue belongs to \"{}\" for good, as its calls do: make a new one",
                              queue.client));
        queue.client = in.client.text;
        queue.name = in.name.value_or(fresh ? in.key.text : queue.name);
        if (in.skills) {
            queue.skills = sorted(*in.skills);
            for (auto const& skill : queue.skills)
                state_.skills.try_emplace(skill, Named{skill, skill});
        }
        set(queue.priority, in.priority);
        set(queue.ring_s, in.ring_s);
        set(queue.wrap_up_s, in.wrap_up_s);
        set(queue.service_level_within_s, in.service_level_within_s);
        set(queue.service_level_percent, in.service_level_percent);
        if (in.music_audio) queue.music_audio = audio_path(file_.folder, in.music_audio->text);
    }

    void lay(FileTrunk const& in) {
        auto& trunk = state_.trunks[in.key.text];
        trunk.key = in.key.text;
        if (in.allow) trunk.allow = sorted(*in.allow);
    }

    void lay(FileNumber const& in) {
        auto& number = state_.numbers[in.number.text];
        number.number = in.number.text;
        must_exist(in.client, state_.clients, "client");
        if (must_exist(in.queue, state_.queues, "queue") &&
            state_.queues[in.queue.text].client != in.client.text)
            fault(
                in.queue,
                fmt::format("the queue \"{}\" belongs to the client \"{}\"; a call never changes its client",
                            in.queue.text, state_.queues[in.queue.text].client));
        number.client = in.client.text;
        number.queue = in.queue.text;
        if (in.answer) number.answer = in.answer->text == "agent" ? AnswerWhen::agent : AnswerWhen::at_once;
        if (in.greeting_audio) number.greeting_audio = audio_path(file_.folder, in.greeting_audio->text);
        if (in.call_button) number.call_button = in.call_button->text;
    }

    void lay(FileUser const& in) {
        auto const [place, fresh] = state_.users.try_emplace(in.login.text);
        auto& user = place->second;
        user.login = in.login.text;
        user.name = in.name.value_or(fresh ? in.login.text : user.name);
        if (in.roles)
            user.roles = sorted(*in.roles);
        else if (fresh)
            fault(in.login, "is new and needs roles, like roles = [\"agent\"]");
        if (in.language) user.language = in.language->text;
        if (in.phone) user.phone = in.phone->text;
        if (in.phone_secret)
            state_.phone_secrets[in.login.text] =
                sip::digest_secret(in.login.text, sip::kPhoneRealm, in.phone_secret->text);
        if (in.active) user.active = *in.active;
        if (in.teams) {
            for (auto const& team : *in.teams)
                must_exist(team, state_.teams, "team");
            user.teams = sorted(*in.teams);
        }
        if (in.skills) lay_skills(user, *in.skills);
        if (in.clients) lay_clients(user, *in.clients);
        check_client_role(in, user);
    }

    void lay_skills(people::User& user, std::vector<std::pair<Word, std::int64_t>> const& skills) {
        user.skills.clear();
        for (auto const& [skill, level] : skills) {
            must_exist(skill, state_.skills, "skill");
            user.skills[skill.text] = level;
        }
    }

    void lay_clients(people::User& user, Words const& clients) {
        user.all_clients = clients.empty() || (clients.size() == 1 && clients[0].text == every_client);
        user.clients.clear();
        if (user.all_clients) return;
        for (auto const& client : clients)
            must_exist(client, state_.clients, "client");
        user.clients = sorted(clients);
    }

    void check_client_role(FileUser const& in, people::User const& user) {
        if (std::ranges::find(user.roles, people::name(people::Role::client)) == user.roles.end()) return;
        if (user.roles.size() > 1)
            fault(in.login, "has the role \"client\", which stands alone: remove the other roles");
        if (user.all_clients)
            fault(in.login,
                  "has the role \"client\" and must name what it may see, like clients = [\"nordheim\"]");
    }

    void lay(FileResult const& in) {
        must_exist(in.client, state_.clients, "client");
        auto const [place, fresh] = state_.results.try_emplace({in.client.text, in.key.text});
        lay_choice(place->second, in.client.text, in, fresh);
    }

    void lay(FilePauseReason const& in) {
        auto const [place, fresh] = state_.pause_reasons.try_emplace(in.key.text);
        lay_choice(place->second, {}, in, fresh);
    }

    template <class In>
    void lay_choice(Choice& out, std::string client, In const& in, bool fresh) {
        out.client = std::move(client);
        out.key = in.key.text;
        if (fresh) out.place = next_place();
        if (in.name_de) out.name_de = *in.name_de;
        if (in.name_en) out.name_en = *in.name_en;
        if (out.name_de.empty()) out.name_de = out.name_en.empty() ? out.key : out.name_en;
        if (out.name_en.empty()) out.name_en = out.name_de;
    }

    /// A client without results would leave every call on the to-complete list for ever.
    void lay_default_results() {
        for (auto const& [key, client] : state_.clients) {
            auto const first = state_.results.lower_bound({key, ""});
            if (first != state_.results.end() && first->first.first == key) continue;
            for (auto const& [result, name_de, name_en] :
                 {std::tuple{"solved", "Erledigt", "Solved"}, std::tuple{"call_back", "Rückruf", "Call back"},
                  std::tuple{"forwarded", "Weitergeleitet", "Forwarded"},
                  std::tuple{"wrong_number", "Falsch verbunden", "Wrong number"}})
                state_.results.emplace(std::pair{key, std::string{result}},
                                       Choice{key, result, name_de, name_en, next_place()});
        }
    }

    void lay_default_pause_reasons() {
        if (!state_.pause_reasons.empty()) return;
        for (auto const& [key, name_de, name_en] :
             {std::tuple{"break", "Pause", "Break"}, std::tuple{"lunch", "Mittag", "Lunch"},
              std::tuple{"training", "Schulung", "Training"}, std::tuple{"meeting", "Besprechung", "Meeting"},
              std::tuple{"back_office", "Sachbearbeitung", "Back office"}})
            state_.pause_reasons.emplace(key, Choice{{}, key, name_de, name_en, next_place()});
    }

    /// A button leads to one number, also when the other one is not in this file.
    void check_call_buttons() {
        std::map<std::string, std::string> numbers;
        for (auto const& [number, row] : state_.numbers) {
            if (row.call_button.empty()) continue;
            auto const [first, fresh] = numbers.emplace(row.call_button, number);
            if (fresh) continue;
            auto const in_file = std::ranges::find_if(file_.numbers, [&](FileNumber const& in) {
                return in.call_button && in.call_button->text == row.call_button;
            });
            if (in_file != file_.numbers.end())
                fault(*in_file->call_button,
                      fmt::format("\"{}\" leads to {} already", row.call_button, first->second));
        }
    }

    template <class All>
    bool must_exist(Word const& word, All const& all, std::string_view kind) {
        if (word.text.empty()) return false;
        if (all.contains(word.text)) return true;
        std::string known;
        for (auto const& [key, value] : all)
            if (known.size() < 200) known += fmt::format("{}{}", known.empty() ? "" : ", ", key);
        fault(word, fmt::format("unknown {} \"{}\"; known are {}", kind, word.text,
                                known.empty() ? "none yet" : known));
        return false;
    }

    static void set(int& out, std::optional<std::int64_t> const& in) {
        if (in) out = static_cast<int>(*in);
    }

    void fault(Word const& word, std::string message) {
        faults_.push_back({word.line, word.path, std::move(message)});
    }

    /// After everything that has a place, so that what is new comes last.
    std::int64_t next_place() const {
        std::int64_t last = 0;
        for (auto const& [key, choice] : state_.results)
            last = std::max(last, choice.place);
        for (auto const& [key, choice] : state_.pause_reasons)
            last = std::max(last, choice.place);
        return last + 1;
    }

    CentreState state_;
    CentreFile const& file_;
    std::vector<CentreFault>& faults_;
};

}  // namespace

CentreState plan_centre(CentreState const& before, CentreFile const& file, std::vector<CentreFault>& faults) {
    return Plan{before, file, faults}.make();
}

}  // namespace rufwerk::call

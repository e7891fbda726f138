#pragma once

#include "sip/endpoint.hpp"

#include <map>
#include <vector>

namespace rufwerk::sip {

/// One call that rings on several telephones (RFC 3261, 16.7): outside it is one leg. The first to answer
/// becomes that leg, the others are cancelled.
class Forks {
  public:
    explicit Forks(Endpoint::Inside& inside) : inside_{inside} {}

    void open(LegId leg, std::vector<LegId> branches);
    /// Turns what a branch tells into what the leg tells; false: nobody need hear of it.
    bool take(Event& event);
    /// Before anybody has answered; true when there was such a leg.
    bool hang_up(LegId leg, std::string_view reason);

  private:
    struct Fork {
        std::vector<LegId> branches;  // still ringing
        Ended worst{};
    };
    bool on(Progress& event);
    bool on(Answered& event);
    bool on(Ended& event);
    template <class Other>
    bool on(Other&) {
        return true;
    }
    void cancel(std::vector<LegId> const& branches, std::string_view reason);

    Endpoint::Inside& inside_;
    std::map<LegId, Fork> forks_;
    std::map<LegId, LegId> leg_of_;  // branch → leg; 0: another one has answered
};

}  // namespace rufwerk::sip

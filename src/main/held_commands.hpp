#pragma once

#include "call/command.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>

namespace rufwerk {

/// The leg a command is for: the customer's for what concerns both sides, none for the dialog of a process
/// before.
std::optional<call::Leg> leg_of(call::CommandBody const& command);

/// Keeps commands back until what they acknowledge is on disk. Per leg the order is kept: while one is held,
/// later ones wait behind it, except those that end the leg, which throw away what is held of it.
class HeldCommands {
  public:
    using CarryOut = std::function<void(call::CommandBody const&)>;
    explicit HeldCommands(CarryOut carry_out) : carry_out_{std::move(carry_out)} {}

    /// `position`: what must be durable first; 0: nothing. `durable`: what is.
    void take(call::CommandBody command, std::int64_t position, std::int64_t durable);
    /// The watermark has moved: carries out what it frees, in the order in which it was taken.
    void release(std::int64_t durable);
    /// The leg is gone.
    void forget(call::Leg leg);
    std::size_t size() const;

  private:
    struct Held {
        std::int64_t position;
        call::CommandBody command;
    };
    CarryOut carry_out_;
    std::map<call::Leg, std::deque<Held>> held_;
};

}  // namespace rufwerk

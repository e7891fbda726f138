#pragma once

#include "call/switchboard.hpp"

#include <gtest/gtest.h>

namespace rufwerk::call {

using std::chrono::seconds;

/// A Switchboard with one queue, three numbers, an agent with a SIP telephone and one in a browser; every
/// input goes through apply, which keeps the outputs and has the floor check itself.
struct SwitchboardTest : testing::Test {
    Switchboard board;
    Instant now = from_ms(1'800'000'000'000);
    std::shared_ptr<Centre> centre = std::make_shared<Centre>();
    std::vector<store::JournalEntry> journal;
    Outputs last;

    void SetUp() override {
        centre->clients["nordheim"] = {"nordheim", "Stadtwerke Nordheim", "Guten Tag, mein Name ist {agent}.",
                                       "#1d55c4"};
        centre->queues["tarif"].key = "tarif";
        centre->queues["tarif"].client = "nordheim";
        centre->queues["tarif"].skills = {"tarif"};
        number("+495551448000");
        number("+495551448001").answer = AnswerWhen::agent;
        number("+495551448002").greeting_audio = "hello.wav";
        centre->numbers["+495551448002"].call_button = "web";
        centre->agents["sip1"] = {"sip1", "Sip One", {{"tarif", 3}}, {}, "sip:sip1@127.0.0.1:7001"};
        centre->agents["web1"] = {"web1", "Web One", {{"tarif", 3}}, {}, "browser"};
        put_centre();
    }
    Number& number(std::string const& called) {
        auto& made = centre->numbers[called];
        made.number = called;
        made.client = "nordheim";
        made.queue = "tarif";
        return made;
    }
    void put_centre() { apply(CentreChanged{std::make_shared<Centre>(*centre)}); }
    Outputs const& apply(Input const& input) { return keep(board.apply(now, input)); }
    Outputs const& keep(Outputs outputs) {
        last = std::move(outputs);
        for (auto const& command : last.commands)
            EXPECT_LE(command.after_entries, last.journal.size());
        journal.insert(journal.end(), last.journal.begin(), last.journal.end());
        EXPECT_EQ(board.fault(true), "");
        return last;
    }
    void pass(Duration by) {
        now += by;
        apply(TimePassed{});
    }
    void arrive(std::int64_t call, std::string called = "05551448000") {
        CallerArrived arrived;
        arrived.call = CallId{call};
        arrived.trunk = "carrier";
        arrived.called = std::move(called);
        arrived.caller = "+49171123456";
        arrived.dialog = "dialog-0";
        apply(arrived);
    }
    void ready(std::string login, bool by_supervisor = false) {
        apply(SetPresence{std::move(login), floor::Presence::ready, "", by_supervisor});
    }
    void browser_ready() {
        apply(PhoneAttached{"web1"});
        ready("web1");
    }
    /// The call is answered, confirmed and in talk with the browser agent.
    void talk(std::int64_t call) {
        arrive(call);
        apply(LegConfirmed{{CallId{call}, 0}});
        apply(AnswerCall{"web1", CallId{call}});
    }
    template <class T>
    std::vector<T> commands() const {
        std::vector<T> found;
        for (auto const& command : last.commands)
            if (auto const* body = std::get_if<T>(&command.what)) found.push_back(*body);
        return found;
    }
    template <class T>
    bool says() const {
        return !commands<T>().empty();
    }
    std::string state(std::string_view login) { return std::string{board.agent_view(login).value().state}; }
    /// Kinds of the journal of one stream; checks that it is numbered without gaps.
    std::string story(std::int64_t stream) {
        std::string kinds;
        std::int64_t seq = 0;
        for (auto const& entry : journal) {
            if (entry.stream != stream) continue;
            EXPECT_EQ(entry.seq, ++seq);
            kinds += (kinds.empty() ? "" : " ") + entry.kind;
        }
        return kinds;
    }
    std::optional<EndReason> end_of(std::int64_t call) {
        for (auto const& row : last.calls)
            if (row.id.value == call) return row.end_reason;
        return std::nullopt;
    }
};

}  // namespace rufwerk::call

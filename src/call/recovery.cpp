#include "call/recovery.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace rufwerk::call {

namespace {

boost::json::object parse(std::string const& data) {
    boost::system::error_code error;
    auto value = boost::json::parse(data, error);
    if (error || !value.is_object()) return {};
    return std::move(value.as_object());
}

std::string text(boost::json::object const& data, std::string_view name) {
    auto const* const value = data.if_contains(name);
    auto const* const string = value == nullptr ? nullptr : value->if_string();
    return string == nullptr ? std::string{} : std::string{string->data(), string->size()};
}

std::int64_t number(boost::json::object const& data, std::string_view name) {
    auto const* const value = data.if_contains(name);
    auto const* const integer = value == nullptr ? nullptr : value->if_int64();
    return integer == nullptr ? 0 : *integer;
}

bool flag(boost::json::object const& data, std::string_view name) {
    auto const* const value = data.if_contains(name);
    auto const* const yes = value == nullptr ? nullptr : value->if_bool();
    return yes != nullptr && *yes;
}

}  // namespace

void Recovery::take(store::JournalEntry const& entry) {
    if (entry.stream == 0)
        take_house(entry);
    else
        take_call(entry);
}

void Recovery::take_house(store::JournalEntry const& entry) {
    house_seq_ = std::max(house_seq_, entry.seq);
    if (entry.kind != "presence") return;
    auto const data = parse(entry.data);
    auto const state = text(data, "state");
    if (state == "offline")
        shifts_.erase(text(data, "login"));
    else if (state == "ready" || state == "pause")
        shifts_[text(data, "login")] = {state, text(data, "reason"), flag(data, "by_supervisor")};
}

void Recovery::take_call(store::JournalEntry const& entry) {
    if (entry.kind != "arrived" && !open_.contains(entry.stream)) return;  // closed already
    auto& call = open_[entry.stream];
    call.seq = std::max(call.seq, entry.seq);
    if (entry.kind == "closed") {
        open_.erase(entry.stream);
        return;
    }
    auto const data = parse(entry.data);
    if (auto const dialog = text(data, "dialog"); !dialog.empty())
        call.dialogs[static_cast<int>(number(data, "leg"))] = dialog;
    auto& row = call.row;
    if (entry.kind == "arrived") {
        row.id = CallId{entry.stream};
        row.client = text(data, "client");
        row.queue = text(data, "queue");
        row.number = text(data, "number");
        if (auto const* const caller = data.if_contains("caller"); caller != nullptr && caller->is_string())
            row.caller = text(data, "caller");
        row.caller_name = text(data, "caller_name");
        row.started_at = entry.at;
    } else if (entry.kind == "queued") {
        row.queued_at = entry.at;
    } else if (entry.kind == "offered") {
        row.agent = text(data, "agent");
        row.offered_at = entry.at;
    } else if (entry.kind == "agent_answered" && !row.answered_at) {
        row.agent = text(data, "agent");
        row.answered_at = entry.at;
        if (entry.at >= day_began_ && row.queued_at) ++figures_[row.queue].waited[entry.at - *row.queued_at];
    } else if (entry.kind == "ended") {
        call.ended = true;
        auto const reason = end_reason_named(text(data, "reason"));
        bool const unserved = reason && leaves_unserved(*reason) && row.queued_at && !row.answered_at;
        if (unserved && entry.at >= day_began_) ++figures_[row.queue].abandoned;
    }
}

}  // namespace rufwerk::call

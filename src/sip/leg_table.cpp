#include "sip/endpoint_inside.hpp"

#include <algorithm>

namespace rufwerk::sip {

Leg& Endpoint::Inside::open_leg(Listening& at, Leg::State state) {
    auto leg = std::make_unique<Leg>();
    leg->id = ids.make_as<LegId>(clock.now());
    leg->inside = this;
    leg->at = &at;
    leg->state = state;
    leg->dialog.address = at.address;
    ++counters.legs_open;
    return *legs.emplace(leg->id, std::move(leg)).first->second;
}

Leg* Endpoint::Inside::find(LegId leg) {
    auto const found = legs.find(leg);
    return found == legs.end() ? nullptr : found->second.get();
}

void Endpoint::Inside::set_call_id(Leg& leg, std::string call_id) {
    leg.dialog.call_id = std::move(call_id);
    by_call_id.emplace(leg.dialog.call_id, &leg);
}

void Endpoint::Inside::blame(Leg& leg, bool by_far_end, int status, std::string reason) {
    if (!leg.outcome) leg.outcome = Ended{leg.id, by_far_end, status, std::move(reason)};
}

void Endpoint::Inside::destroy(nua_handle_t* handle) {
    nua_handle_bind(handle, &gone);
    nua_handle_destroy(handle);
    --counters.handles_open;
}

void Endpoint::Inside::close_leg(Leg& leg) {
    auto const found = legs.find(leg.id);
    auto const row = std::move(found->second);
    legs.erase(found);
    auto const [first, last] = by_call_id.equal_range(row->dialog.call_id);
    auto const named =
        std::find_if(first, last, [&](auto const& entry) { return entry.second == row.get(); });
    if (named != last) by_call_id.erase(named);
    if (row->timer) su_timer_destroy(row->timer);
    if (row->offer_request) msg_destroy(row->offer_request);
    if (row->handle) destroy(row->handle);
    --counters.legs_open;
    if (row->state == Leg::State::orphan)
        row->orphan_done(row->outcome && row->outcome->by_far_end);
    else
        listener(row->outcome.value_or(Ended{row->id, true, 500, "failed"}));
    if (is_shutting_down && legs.empty()) shut_nuas_down();
}

void Endpoint::Inside::after(Leg& leg, int ms, su_timer_f expired) {
    if (!leg.timer) leg.timer = su_timer_create(su_root_task(root), 0);
    su_timer_set_interval(leg.timer, expired, reinterpret_cast<su_timer_arg_t*>(&leg),
                          static_cast<su_duration_t>(ms));
}

void Endpoint::Inside::expect_end(Leg& leg) {
    after(leg, 64 * options.t1_ms + 500, [](su_root_magic_t*, su_timer_t*, su_timer_arg_t* magic) {
        auto& late = *reinterpret_cast<Leg*>(magic);
        blame(late, true, 408, "unreachable");
        late.inside->close_leg(late);
    });
}

void Endpoint::Inside::later(std::function<void()> act) {
    auto* timer = su_timer_create(su_root_task(root), 0);
    auto owned = std::make_unique<std::function<void()>>(std::move(act));
    su_timer_set_interval(
        timer,
        [](su_root_magic_t*, su_timer_t* fired, su_timer_arg_t* magic) {
            std::unique_ptr<std::function<void()>> const what{
                reinterpret_cast<std::function<void()>*>(magic)};
            su_timer_destroy(fired);
            (*what)();
        },
        reinterpret_cast<su_timer_arg_t*>(owned.release()), 1);
}

void Endpoint::Inside::release_later(msg_t* request) {
    later([request] { msg_destroy(request); });
}

void Endpoint::Inside::send_bye(Leg& leg, std::string_view reason) {
    leg.state = Leg::State::ending;
    auto const header = "SIP;cause=200;text=\"" + std::string{reason} + "\"";
    nua_bye(leg.handle, SIPTAG_REASON_STR(header.c_str()), TAG_END());
    expect_end(leg);
}

void Endpoint::Inside::hang_up(Leg& leg, std::string_view reason) {
    std::string word{reason.substr(0, 60)};
    std::replace_if(
        word.begin(), word.end(),
        [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; }, '_');
    switch (leg.state) {
        case Leg::State::invited:
            blame(leg, false, 480, word);
            leg.state = Leg::State::ending;
            nua_respond(leg.handle, SIP_480_TEMPORARILY_UNAVAILABLE, TAG_END());
            return expect_end(leg);
        case Leg::State::answered:  // RFC 3261 15: a BYE only after the ACK, or when none has come for 64*T1
            blame(leg, false, 200, word);
            leg.hang_up_reason = word;
            return;
        case Leg::State::dialling: {
            blame(leg, false, 487, word);
            leg.state = Leg::State::ending;
            auto const header = "SIP;cause=200;text=\"" + word + "\"";
            nua_cancel(leg.handle, SIPTAG_REASON_STR(header.c_str()), TAG_END());
            return expect_end(leg);
        }
        case Leg::State::accepted: acknowledge(leg); [[fallthrough]];
        case Leg::State::talking: blame(leg, false, 200, word); return send_bye(leg, word);
        case Leg::State::ending:
        case Leg::State::orphan:
        case Leg::State::gone: return;
    }
}

}  // namespace rufwerk::sip

#include "base/text.hpp"
#include "crm/customer.hpp"
#include "crm/phone_number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace rufwerk::crm {
namespace {

constexpr std::size_t phone_typed_bytes_max = 80;  // what follows cannot make it a number

void check_text(std::string& text, std::string const& at, wire::Faults& faults,
                std::size_t bytes_max = customer_text_bytes_max) {
    text = std::string{trim(text)};
    if (text.size() > bytes_max)
        faults.add(at, "length", fmt::format("has {} bytes, at most {} are kept", text.size(), bytes_max));
}

template <class Line>
bool fits(std::vector<Line> const& lines, char const* at, wire::Faults& faults) {
    if (lines.size() <= customer_lines_max) return true;
    faults.add(at, "length",
               fmt::format("has {} lines, at most {} are kept", lines.size(), customer_lines_max));
    return false;
}

void check_phones(std::vector<CustomerPhone>& phones, wire::Faults& faults) {
    if (!fits(phones, "phones", faults)) return;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < phones.size(); ++i) {
        auto const at = wire::below("phones", i);
        auto number = read_phone_number(std::string_view{phones[i].number}.substr(0, phone_typed_bytes_max));
        if (!number.fault.empty())
            faults.add(wire::below(at, "number"), "phone", number.fault);
        else if (!seen.insert(number.e164).second)
            faults.add(wire::below(at, "number"), "doubled",
                       fmt::format("{} is there twice: remove one", number.e164));
        phones[i].number = std::move(number.e164);
        check_text(phones[i].label, wire::below(at, "label"), faults);
    }
}

/// Only what no mail address can be without (RFC 5321 4.1.2): whether it is one, a mail to it tells.
bool looks_like_mail(std::string const& mail) {
    auto const at = mail.find('@');
    return at != std::string::npos && at > 0 && at + 1 < mail.size() && mail.rfind('@') == at &&
           std::ranges::none_of(mail, [](unsigned char c) { return c <= ' ' || c == 0x7F; });
}

void check_mails(std::vector<CustomerMail>& mails, wire::Faults& faults) {
    if (!fits(mails, "mails", faults)) return;
    for (std::size_t i = 0; i < mails.size(); ++i) {
        auto const at = wire::below("mails", i);
        check_text(mails[i].mail, wire::below(at, "mail"), faults);
        check_text(mails[i].label, wire::below(at, "label"), faults);
        if (!looks_like_mail(mails[i].mail))
            faults.add(wire::below(at, "mail"), "mail",
                       fmt::format("{} is not a mail address: write name@domain",
                                   wire::shown(wire::encode_value(mails[i].mail))));
    }
}

void check_addresses(std::vector<CustomerAddress>& addresses, wire::Faults& faults) {
    if (!fits(addresses, "addresses", faults)) return;
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        auto& address = addresses[i];
        auto const at = wire::below("addresses", i);
        for (auto [text, member] :
             {std::pair{&address.street, "street"}, std::pair{&address.postcode, "postcode"},
              std::pair{&address.city, "city"}, std::pair{&address.label, "label"},
              std::pair{&address.country, "country"}})
            check_text(*text, wire::below(at, member), faults);
        std::ranges::transform(address.country, address.country.begin(),
                               [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
        if (address.country.empty()) address.country = "DE";
        if (address.country.size() != 2 ||
            std::ranges::any_of(address.country, [](char c) { return c < 'A' || c > 'Z'; }))
            faults.add(wire::below(at, "country"), "country",
                       fmt::format("{} is not a country: give its two letters, like DE or AT",
                                   wire::shown(wire::encode_value(address.country))));
        if (address.street.empty() && address.postcode.empty() && address.city.empty())
            faults.add(at, "empty", "has neither street nor postcode nor city: fill one or remove the line");
    }
}

}  // namespace

void check_and_normalise(CustomerData& data) {
    wire::Faults faults;
    check_text(data.given_name, "given_name", faults);
    check_text(data.name, "name", faults);
    check_text(data.number, "number", faults);
    check_text(data.note, "note", faults, customer_note_bytes_max);
    if (data.name.empty())
        faults.add("name", "required", "is empty: give the family name or the organisation's");
    if (data.kind == CustomerKind::organisation && !data.given_name.empty())
        faults.add("given_name", "organisation",
                   fmt::format("is {}, but an organisation has none: leave it empty or make it a person",
                               wire::shown(wire::encode_value(data.given_name))));
    check_phones(data.phones, faults);
    check_mails(data.mails, faults);
    check_addresses(data.addresses, faults);
    faults.throw_if_any();
}

}  // namespace rufwerk::crm

#include "crm/search_customers.hpp"

#include "base/problem.hpp"
#include "crm/fold.hpp"
#include "crm/phone_number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <span>
#include <tuple>

namespace rufwerk::crm {
namespace {

constexpr std::int64_t customers_per_page = 50;
constexpr std::size_t phone_digits_min = 3;
constexpr std::size_t search_bytes_max = 200;

/// Where a customer stands in the list: first what was mistyped least.
using Place = std::tuple<std::int64_t, std::string, std::int64_t>;  // rank from 1, sort key, id

struct Typed {
    std::vector<Word> words;
    std::string digits;  // when it can be a part of a phone, as it was typed
    std::string begins;  // the same as it begins in E.164
};

/// "0170 12" begins as "4917012" does; "+49170" and "0049170" as "49170".
std::string as_e164_begins(std::string_view typed, std::string const& digits) {
    if (typed.starts_with('+')) return digits;
    if (digits.starts_with("00")) return digits.substr(2);
    if (digits.starts_with('0')) return "49" + digits.substr(1);
    return digits;
}

Typed read_search(std::string const& search) {
    Typed typed;
    if (search.size() > search_bytes_max)
        throw invalid_field(
            "search", "length",
            fmt::format("has {} bytes, at most {} are searched for", search.size(), search_bytes_max));
    typed.words = folded_words(search);
    if (search.find_first_not_of("0123456789 +-/().") == std::string::npos) {
        for (char const c : search)
            if (c >= '0' && c <= '9') typed.digits += c;
        typed.begins = as_e164_begins(search, typed.digits);
    }
    bool const long_enough =
        std::ranges::any_of(typed.words, [](Word const& word) { return word.size() >= 2; });
    if (!long_enough)
        throw invalid_field("search", "length",
                            fmt::format("{} is too short: type at least two letters or digits of one word",
                                        wire::shown(wire::encode_value(search))));
    return typed;
}

/// The condition of wall and filter on `column`.
std::string within(people::Actor const& actor, CustomerQuery const& query, std::string const& column,
                   store::Values& values) {
    auto wall = people::client_wall(actor, column, values);
    if (!query.client) return wall;
    values.emplace_back(*query.client);
    return fmt::format("{} AND {} = ${}", wall, column, values.size());
}

/// One mistake takes at most three grams away, so a customer who shares fewer than this is none.
std::int64_t grams_needed(Word const& word) {
    auto const grams = static_cast<std::int64_t>(grams_of(word).size());
    if (grams == 0) return 0;
    auto const lost = mistakes_allowed(word) == 0 ? 0 : mistakes_allowed(word) == 1 ? 3 : 5;
    return std::max<std::int64_t>(grams - lost, mistakes_allowed(word) == 2 ? 2 : 1);
}

/// How far the customer is from what was typed, 1 when it is just that; nothing when a word is too far from
/// all of theirs.
std::optional<std::int64_t> distance(std::vector<Word> const& typed, std::vector<Word> const& words) {
    std::int64_t total = 1;
    for (auto const& word : typed) {
        auto best = std::numeric_limits<std::size_t>::max();
        for (auto const& candidate : words)
            best = std::min(best, 2 * mistakes(word, candidate) + (candidate.size() == word.size() ? 0 : 1));
        if (best == std::numeric_limits<std::size_t>::max() || best / 2 > mistakes_allowed(word))
            return std::nullopt;
        total += static_cast<std::int64_t>(best);
    }
    return total;
}

class Search {
  public:
    Search(store::Transaction& transaction, people::Actor const& actor, CustomerQuery const& query)
        : transaction_{transaction}, actor_{actor}, query_{query}, typed_{read_search(*query.search)} {}

    /// Everybody who fits, in order.
    std::vector<Place> run() {
        if (typed_.digits.size() >= phone_digits_min) by_phone();
        by_words();
        std::vector<Place> places;
        for (auto& [id, place] : found_)
            places.push_back(std::move(place));
        std::ranges::sort(places);
        return places;
    }
    bool more_candidates() const { return more_; }

  private:
    void by_phone() {
        std::string const reversed{typed_.digits.rbegin(), typed_.digits.rend()};
        store::Values values{typed_.begins, typed_.begins + ":", reversed,
                             reversed + ":"};  // ':' follows '9'
        auto const wall = within(actor_, query_, "c.client", values);
        auto const rows = transaction_.query(
            fmt::format("SELECT c.id, c.sort_key FROM customer c WHERE {} AND c.id IN (SELECT customer FROM "
                        "customer_phone WHERE (digits >= $1 AND digits < $2) OR (reversed >= $3 AND "
                        "reversed < $4)) LIMIT {}",
                        wall, search_candidates_max + 1),
            values);
        note_size(rows.size());
        for (auto const& row : rows)
            found_[row.integer(0)] = {1, row.text(1), row.integer(0)};
    }

    void by_words() {
        store::Values values;
        std::string places;
        std::int64_t needed = 0;
        std::set<std::int64_t> grams;
        for (auto const& word : typed_.words) {
            needed += grams_needed(word);
            grams.merge(grams_of(word));
        }
        for (auto const gram : grams) {
            values.emplace_back(gram);
            places += fmt::format("{}${}", places.empty() ? "" : ",", values.size());
        }
        needed = std::clamp<std::int64_t>(needed, 1, std::ssize(grams));
        auto const wall = within(actor_, query_, "g.client", values);
        auto const rows = transaction_.query(
            fmt::format(
                "SELECT c.id, c.sort_key, c.search_words FROM (SELECT g.customer FROM customer_gram g "
                "WHERE g.gram IN ({}) AND {} GROUP BY g.customer HAVING count(*) >= {} "
                "ORDER BY count(*) DESC, g.customer LIMIT {}) h JOIN customer c ON c.id = h.customer",
                places, wall, needed, search_candidates_max + 1),
            values);
        note_size(rows.size());
        for (auto const& row : rows)
            if (auto const far = distance(typed_.words, words_from(row.text(2))))
                found_.try_emplace(row.integer(0), *far, row.text(1), row.integer(0));
    }

    void note_size(std::size_t rows) {
        more_ = more_ || static_cast<std::int64_t>(rows) > search_candidates_max;
    }

    store::Transaction& transaction_;
    people::Actor const& actor_;
    CustomerQuery const& query_;
    Typed typed_;
    std::map<std::int64_t, Place> found_;
    bool more_ = false;
};

std::optional<Place> read_cursor(std::optional<std::string> const& cursor) {
    if (!cursor) return std::nullopt;
    auto const first = cursor->find('.');
    auto const last = cursor->rfind('.');
    auto const far = parse_id(std::string_view{*cursor}.substr(0, first));
    auto const id =
        last == std::string::npos ? std::nullopt : parse_id(std::string_view{*cursor}.substr(last + 1));
    if (!far || !id || first == last)
        throw invalid_field("cursor", "cursor",
                            "is not the `next` of a page: leave it out for the first page");
    return Place{*far, cursor->substr(first + 1, last - first - 1), *id};
}

std::string cursor_of(Place const& place) {
    return fmt::format("{}.{}.{}", std::get<0>(place), std::get<1>(place), std::get<2>(place));
}

/// The places after `after`, one more than a page has, straight from the index.
std::vector<Place> by_name(store::Transaction& transaction, people::Actor const& actor,
                           CustomerQuery const& query, std::optional<Place> const& after,
                           std::int64_t limit) {
    store::Values values;
    // Of several clients: from the index by name, not from theirs, which would be sorted first.
    auto where = within(actor, query,
                        actor.clients.size() > 1 && !query.client ? "(c.client || '')" : "c.client", values);
    if (after) {
        values.emplace_back(std::get<1>(*after));
        values.emplace_back(std::get<2>(*after));
        where += fmt::format(" AND (c.sort_key, c.id) > (${}, ${})", values.size() - 1, values.size());
    }
    std::vector<Place> places;
    for (auto const& row : transaction.query(
             fmt::format("SELECT c.sort_key, c.id FROM customer c WHERE c.gone_ms IS NULL AND {} "
                         "ORDER BY c.sort_key, c.id LIMIT {}",
                         where, limit + 1),
             values))
        places.emplace_back(1, row.text(0), row.integer(1));
    return places;
}

FoundCustomer found(store::Row const& row) {
    return {{row.integer(0)},     row.text(1),
            row.text(2),          row.text(3) == "person" ? CustomerKind::person : CustomerKind::organisation,
            row.text(4),          row.text(5),
            row.text(6),          row.optional_text(7),
            row.optional_text(8), row.optional_text(9)};
}

std::vector<FoundCustomer> load_found(store::Transaction& transaction, std::span<Place const> places) {
    if (places.empty()) return {};
    store::Values values;
    std::string ids;
    for (auto const& place : places) {
        values.emplace_back(std::get<2>(place));
        ids += fmt::format("{}${}", ids.empty() ? "" : ",", values.size());
    }
    std::map<std::int64_t, FoundCustomer> by_id;
    for (auto const& row : transaction.query(
             fmt::format(
                 "SELECT c.id, c.client, k.name, c.kind, c.given_name, c.name, c.number, p.number, m.mail, "
                 "a.city FROM customer c JOIN client k ON k.key = c.client "
                 "LEFT JOIN customer_phone p ON p.customer = c.id AND p.place = 0 "
                 "LEFT JOIN customer_mail m ON m.customer = c.id AND m.place = 0 "
                 "LEFT JOIN customer_address a ON a.customer = c.id AND a.place = 0 "
                 "WHERE c.id IN ({})",
                 ids),
             values))
        by_id.emplace(row.integer(0), found(row));
    std::vector<FoundCustomer> items;
    for (auto const& place : places)
        items.push_back(std::move(by_id.at(std::get<2>(place))));
    return items;
}

}  // namespace

CustomerPage search_customers(store::Transaction& transaction, people::Actor const& actor,
                              CustomerQuery const& query) {
    actor.require(people::Permission::see_customers);
    auto const limit = query.limit.value_or(customers_per_page);
    if (limit < 1 || limit > customers_per_page_max)
        throw invalid_field("limit", "range",
                            fmt::format("is {}, must be from 1 to {}", limit, customers_per_page_max));
    auto const after = read_cursor(query.cursor);
    CustomerPage page;
    std::vector<Place> places;
    if (query.search) {
        Search search{transaction, actor, query};
        places = search.run();
        page.more_candidates = search.more_candidates();
        if (after) places.erase(places.begin(), std::ranges::upper_bound(places, *after));
    } else {
        places = by_name(transaction, actor, query, after, limit);
    }
    if (std::ssize(places) > limit) {
        places.resize(static_cast<std::size_t>(limit));
        page.next = cursor_of(places.back());
    }
    page.items = load_found(transaction, places);
    return page;
}

}  // namespace rufwerk::crm

#include "pos/loyalty/parse_parts.h"

#include <algorithm>

namespace kopilka {
namespace {

using Facts = std::vector<Condition>;

template <typename Fact>
void put(Facts& facts, Fact fact) {
    facts.push_back({std::move(fact)});
}

CountRange parse_range(TableReader& table) {
    CountRange range{table.integer("from", 0, 1'000'000), table.integer("below", 0, 1'000'000)};
    if (!range.from && !range.below && !table.has("from") && !table.has("below"))
        table.errors().add(table.place(),
                           "this range is empty; write from = 5, below = 10 or both");
    if (range.from && range.below && *range.from >= *range.below)
        table.wrong("below", "must be larger than \"from\"; nothing lies between them");
    return range;
}

// key = { from = 5, below = 10 }, or key = 5 for "from 5".
std::optional<CountRange> parse_range(TableReader& table, std::string_view key) {
    const TomlValue* value = table.raw(key);
    if (value == nullptr) return std::nullopt;
    if (value->table() == nullptr) {
        const auto from = table.integer(key, 0, 1'000'000);
        return CountRange{from, std::nullopt};
    }
    TableReader inner = *table.table(key, std::string(key));
    const CountRange range = parse_range(inner);
    inner.finish();
    return range;
}

// key = 500, or key = { amount = 500, basis = …, goods = … }.
template <typename Fact>
void parse_amount(TableReader& table, Facts& facts, std::string_view key) {
    constexpr std::array<std::pair<std::string_view, AmountBasis>, 4> kBases{
        {{"running", AmountBasis::Running},
         {"original", AmountBasis::Original},
         {"before_tax", AmountBasis::BeforeTax},
         {"after_tax", AmountBasis::AfterTax}}};
    const TomlValue* value = table.raw(key);
    if (value == nullptr) return;
    Fact fact;
    if (value->table() != nullptr) {
        TableReader inner = *table.table(key, std::string(key));
        fact.amount = inner.money("amount").value_or(kNoMoney);
        if (!inner.has("amount"))
            inner.errors().add(inner.place(), std::string(key) + " needs amount = \"1000.00\"");
        fact.basis = inner.choice("basis", kBases).value_or(AmountBasis::Running);
        if (auto goods = inner.table("goods", "goods")) fact.goods = parse_goods(*goods);
        inner.finish();
    } else {
        fact.amount = table.money(key).value_or(kNoMoney);
    }
    put(facts, std::move(fact));
}

// key = 3, or key = { quantity = 3, goods = … }.
template <typename Fact>
void parse_quantity(TableReader& table, Facts& facts, std::string_view key) {
    const TomlValue* value = table.raw(key);
    if (value == nullptr) return;
    Fact fact{kOneUnit, {}};
    if (value->table() != nullptr) {
        TableReader inner = *table.table(key, std::string(key));
        fact.quantity = inner.quantity("quantity").value_or(kOneUnit);
        if (!inner.has("quantity"))
            inner.errors().add(inner.place(), std::string(key) + " needs quantity = 3");
        if (auto goods = inner.table("goods", "goods")) fact.goods = parse_goods(*goods);
        inner.finish();
    } else {
        fact.quantity = table.quantity(key).value_or(kOneUnit);
    }
    put(facts, std::move(fact));
}

void parse_basket(TableReader& table, Facts& facts) {
    if (auto goods = table.table("goods", "goods")) put(facts, HasGoods{parse_goods(*goods)});
    if (auto goods = table.table("only_goods", "goods")) put(facts, OnlyGoods{parse_goods(*goods)});
    if (const TomlValue* value = table.raw("different_goods")) {
        DifferentGoods fact;
        if (value->table() != nullptr) {
            TableReader inner = *table.table("different_goods", "different_goods");
            fact.kinds = inner.integer("kinds", 1, 10'000).value_or(1);
            if (!inner.has("kinds"))
                inner.errors().add(inner.place(), "different_goods needs kinds = 3");
            if (auto goods = inner.table("goods", "goods")) fact.goods = parse_goods(*goods);
            inner.finish();
        } else {
            fact.kinds = table.integer("different_goods", 1, 10'000).value_or(1);
        }
        put(facts, std::move(fact));
    }
    parse_quantity<AtMostQuantity>(table, facts, "maximum_quantity");
    parse_amount<AtMostAmount>(table, facts, "maximum_amount");
    parse_quantity<AtLeastQuantity>(table, facts, "minimum_quantity");
    parse_amount<AtLeastAmount>(table, facts, "minimum_amount");
}

void parse_weekdays(TableReader& table, Facts& facts) {
    constexpr std::array<std::string_view, 7> kDays{"monday", "tuesday",  "wednesday", "thursday",
                                                    "friday", "saturday", "sunday"};
    if (!table.has("weekdays")) return;
    Weekdays fact;
    for (const std::string& word : table.texts("weekdays")) {
        const auto* day = std::ranges::find(kDays, word);
        if (day == kDays.end())
            table.wrong("weekdays", "cannot hold \"" + word +
                                        "\"; write monday, tuesday, wednesday, thursday, friday, "
                                        "saturday, sunday");
        else
            fact.mask = static_cast<std::uint8_t>(fact.mask | 1U << (day - kDays.begin()));
    }
    put(facts, fact);
}

void parse_time(TableReader& table, Facts& facts) {
    if (auto dates = table.table("dates", "dates")) {
        const BetweenDates fact{dates->date("from"), dates->date("to")};
        if (fact.from && fact.to && *fact.to < *fact.from)
            dates->wrong("to", "must not be before \"from\"; both days belong to the range");
        if (!dates->has("from") && !dates->has("to"))
            dates->errors().add(dates->place(),
                                "dates are empty; write from = 2026-03-01, to = 2026-03-08");
        dates->finish();
        put(facts, fact);
    }
    parse_weekdays(table, facts);
    if (auto hours = table.table("hours", "hours")) {
        const Hours fact{hours->clock("from").value_or(0), hours->clock("to").value_or(1440)};
        if (fact.from == fact.to)
            hours->wrong("to", "must differ from \"from\"; for the whole day remove \"hours\"");
        hours->finish();
        put(facts, fact);
    }
}

void parse_place(TableReader& table, Facts& facts) {
    if (table.has("shops")) put(facts, Shops{table.texts("shops")});
    if (table.has("tills")) put(facts, Tills{table.texts("tills")});
    constexpr std::array<std::pair<std::string_view, bool>, 2> kChannels{
        {{"shop", false}, {"online", true}}};
    if (table.has("channel"))
        put(facts, InChannel{table.choice("channel", kChannels).value_or(false)});
}

void parse_purchases(TableReader& table, Facts& facts) {
    PurchaseCount fact;
    const TomlValue* value = table.raw("purchases");
    if (value != nullptr && value->table() != nullptr) {
        TableReader inner = *table.table("purchases", "purchases");
        fact.every = inner.integer("every", 2, 1'000'000);
        if (!fact.every || inner.has("from") || inner.has("below"))
            fact.completed = parse_range(inner);
        inner.finish();
    } else if (const auto range = parse_range(table, "purchases")) {
        fact.completed = *range;
    }
    if (value != nullptr) put(facts, fact);
}

void parse_history(TableReader& table, Facts& facts) {
    parse_purchases(table, facts);
    if (auto spend = table.table("lifetime_spend", "lifetime_spend")) {
        const SpentInLife fact{spend->money("from"), spend->money("below")};
        if (fact.from && fact.below && *fact.below <= *fact.from)
            spend->wrong("below", "must be larger than \"from\"; nothing lies between them");
        if (!spend->has("from") && !spend->has("below"))
            spend->errors().add(spend->place(),
                                "lifetime_spend is empty; write from = \"10000.00\"");
        spend->finish();
        put(facts, fact);
    }
    if (const auto range = parse_range(table, "days_since_purchase"))
        put(facts, DaysSinceLast{*range});
    const auto months = parse_range(table, "member_months");
    const auto days = parse_range(table, "member_days");
    if (months || days)
        put(facts, MembershipAge{months.value_or(CountRange{}), days.value_or(CountRange{})});
    if (auto birthday = table.table("birthday", "birthday")) {
        const auto days_of = [&](std::string_view key) {
            return static_cast<std::int32_t>(birthday->integer(key, 0, 180).value_or(0));
        };
        const NearBirthday fact{days_of("days_before"), days_of("days_after")};
        birthday->finish();
        put(facts, fact);
    }
}

void parse_member(TableReader& table, Facts& facts) {
    if (table.has("member")) put(facts, IsMember{table.boolean("member").value_or(true)});
    if (table.has("tiers")) put(facts, InTier{table.texts("tiers")});
    if (table.has("segments")) put(facts, InSegment{table.texts("segments")});
    if (table.has("tags")) put(facts, HasTag{table.texts("tags")});
    parse_history(table, facts);
    if (const auto referred = table.boolean("referred")) {
        if (!*referred) table.wrong("referred", "can only be true; use none = { referred = true }");
        put(facts, Referred{});
    }
    if (auto stamps = table.table("stamps", "stamps")) {
        HasStamps fact{stamps->id("card"), stamps->integer("from", 1, 1'000'000).value_or(1)};
        stamps->finish();
        put(facts, std::move(fact));
    }
    if (auto points = table.table("points", "points")) {
        HasPoints fact{{points->text("programme").value_or("")},
                       points->points("from").value_or(kNoPoints)};
        points->finish();
        put(facts, std::move(fact));
    }
}

void parse_payment(TableReader& table, Facts& facts) {
    auto payment = table.table("payment", "payment");
    if (!payment) return;
    constexpr std::array<std::string_view, 6> kMethods{"cash",   "card",        "sbp",
                                                       "points", "certificate", "cashback"};
    constexpr std::array<std::pair<std::string_view, PaymentShare>, 2> kHow{
        {{"share", PaymentShare::Share}, {"whole", PaymentShare::Whole}}};
    PaidBy fact;
    for (const std::string& word : payment->texts("methods")) {
        const auto* method = std::ranges::find(kMethods, word);
        if (method == kMethods.end())
            payment->wrong("methods", "cannot hold \"" + word +
                                          "\"; write cash, card, sbp, points, certificate, "
                                          "cashback");
        else
            fact.methods.push_back(static_cast<std::uint8_t>(method - kMethods.begin()));
    }
    if (!payment->has("methods"))
        payment->errors().add(payment->place(), "payment needs methods = [\"card\"]");
    fact.how = payment->choice("how", kHow).value_or(PaymentShare::Share);
    payment->finish();
    put(facts, std::move(fact));
}

}  // namespace

Condition parse_condition(TableReader table) {
    Facts facts;
    // In the order in which a missing one is worth telling: what nobody can change now stands
    // first.
    parse_member(table, facts);
    parse_time(table, facts);
    parse_place(table, facts);
    if (table.has("codes")) put(facts, HasCode{table.texts("codes")});
    parse_payment(table, facts);
    parse_basket(table, facts);
    const auto nested = [&](std::string_view key) {
        Facts inner;
        for (TableReader& one : table.tables(key, std::string(key)))
            inner.push_back(parse_condition(std::move(one)));
        return inner;
    };
    if (table.has("all")) put(facts, AllOf{nested("all")});
    if (table.has("any")) put(facts, AnyOf{nested("any")});
    if (const TomlValue* none = table.raw("none")) {
        if (none->table() != nullptr)
            put(facts, NoneOf{{parse_condition(*table.table("none", "none"))}});
        else
            put(facts, NoneOf{nested("none")});
    }
    table.finish();
    return {AllOf{std::move(facts)}};
}

}  // namespace kopilka

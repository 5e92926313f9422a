// Sums, percentages, dates and times of one TOML table.
#include "pos/loyalty/table_reader.h"

namespace kopilka {

template <typename Parse>
auto TableReader::decimal(std::string_view key, std::string_view example, Parse parse)
    -> decltype(parse(std::string_view())) {
    const TomlValue* value = find(key);
    if (value == nullptr) return std::nullopt;
    decltype(parse(std::string_view())) parsed;
    if (const auto* number = std::get_if<std::int64_t>(&value->value))
        parsed = parse(std::to_string(*number));
    else if (const auto* text = std::get_if<std::string>(&value->value))
        parsed = parse(*text);
    else if (std::holds_alternative<TomlFloat>(value->value)) {
        wrong(key, "is a number with a point; sums are exact, so write it in quotes: " +
                       std::string(example));
        return std::nullopt;
    }
    if (!parsed) wrong(key, "must be " + std::string(example));
    return parsed;
}

std::optional<Money> TableReader::money(std::string_view key) {
    return decimal(key, "a sum such as \"40.00\" or 40, not negative, at most two decimals",
                   [](std::string_view text) {
                       const auto sum = parse_money(text);
                       return sum && *sum >= kNoMoney ? sum : std::nullopt;
                   });
}

std::optional<Points> TableReader::points(std::string_view key) {
    return decimal(key, "points such as \"12.5\" or 12, not negative, at most two decimals",
                   [](std::string_view text) {
                       const auto sum = parse_points(text);
                       return sum && *sum >= kNoPoints ? sum : std::nullopt;
                   });
}

std::optional<Quantity> TableReader::quantity(std::string_view key) {
    return decimal(key, "a quantity such as 3 or \"0.350\", above zero", [](std::string_view text) {
        const auto sum = parse_quantity(text);
        return sum && sum->count() > 0 ? sum : std::nullopt;
    });
}

std::optional<BasisPoints> TableReader::parse_percent(std::string_view text) {
    const auto hundredths = parse_points(text);  // two decimals: basis points
    if (!hundredths || *hundredths < kNoPoints) return std::nullopt;
    return BasisPoints{hundredths->count()};
}

std::optional<BasisPoints> TableReader::percent(std::string_view key, std::int64_t most_percent) {
    return decimal(key,
                   "a percentage such as 5 or \"7.5\", from 0 to " + std::to_string(most_percent) +
                       ", without the % sign",
                   [&](std::string_view text) {
                       const auto rate = parse_percent(text);
                       return rate && *rate <= BasisPoints::percent(most_percent) ? rate
                                                                                  : std::nullopt;
                   });
}

std::optional<Date> TableReader::date(std::string_view key) {
    const TomlValue* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (const auto* day = std::get_if<Date>(&value->value)) return *day;
    if (const auto* text = std::get_if<std::string>(&value->value))
        if (const auto day = parse_date(*text)) return day;
    wrong(key, "must be a date such as 2026-03-08");
    return std::nullopt;
}

std::optional<ClockMoment> TableReader::moment(std::string_view key) {
    const TomlValue* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (const auto* day = std::get_if<Date>(&value->value)) return ClockMoment{*day, 0};
    if (const auto* moment = std::get_if<ClockMoment>(&value->value)) return *moment;
    wrong(key, "must be a moment of the shop's clock such as 2026-03-08T09:00:00, without offset");
    return std::nullopt;
}

std::optional<int> TableReader::clock(std::string_view key) {
    const auto word = text(key);
    if (!word) return std::nullopt;
    const auto digit = [&](std::size_t i) { return (*word)[i] >= '0' && (*word)[i] <= '9'; };
    if (word->size() == 5 && (*word)[2] == ':' && digit(0) && digit(1) && digit(3) && digit(4)) {
        const int hours = ((*word)[0] - '0') * 10 + (*word)[1] - '0';
        const int minutes = ((*word)[3] - '0') * 10 + (*word)[4] - '0';
        if (minutes < 60 && hours * 60 + minutes <= 1440) return hours * 60 + minutes;
    }
    wrong(key, "must be a time such as \"18:00\", from \"00:00\" to \"24:00\"");
    return std::nullopt;
}

}  // namespace kopilka

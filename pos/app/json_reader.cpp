#include "pos/app/json_reader.h"

#include <algorithm>

namespace kopilka::app {
namespace {

std::optional<std::int64_t> whole_number(const JsonValue& value) {
    const auto* number = std::get_if<JsonNumber>(&value.value);
    if (number == nullptr || number->spelling.find_first_of(".eE") != std::string::npos)
        return std::nullopt;
    // Thousandths hold any whole number that is short enough for every use here.
    const auto parsed = parse_quantity(number->spelling);
    return parsed ? std::optional(parsed->count() / 1000) : std::nullopt;
}

}  // namespace

const JsonValue* JsonReader::raw(std::string_view key) {
    if (std::ranges::find(asked_, key) == asked_.end()) asked_.emplace_back(key);
    const JsonEntry* entry = object_->find(key);
    return entry == nullptr || entry->value.is_null() ? nullptr : &entry->value;
}

bool JsonReader::has(std::string_view key) { return raw(key) != nullptr; }

void JsonReader::wrong(std::string_view key, std::string text) {
    const JsonEntry* entry = object_->find(key);
    note(entry == nullptr ? place_ : entry->value.place,
         "\"" + std::string(key) + "\" of " + what_ + " " + text);
}

void JsonReader::missing(std::string_view key, std::string_view example) {
    note(place_, what_ + " needs \"" + std::string(key) + "\"; write \"" + std::string(key) +
                     "\": " + std::string(example));
}

std::optional<std::string> JsonReader::text(std::string_view key) {
    const JsonValue* value = raw(key);
    if (value == nullptr) return std::nullopt;
    if (const std::string* text = value->text()) return *text;
    wrong(key, "must be a text in \"quotes\"");
    return std::nullopt;
}

std::optional<bool> JsonReader::boolean(std::string_view key) {
    const JsonValue* value = raw(key);
    if (value == nullptr) return std::nullopt;
    if (const bool* yes = std::get_if<bool>(&value->value)) return *yes;
    wrong(key, "must be true or false, without quotes");
    return std::nullopt;
}

std::optional<std::int64_t> JsonReader::integer(std::string_view key, std::int64_t least,
                                                std::int64_t most) {
    const JsonValue* value = raw(key);
    if (value == nullptr) return std::nullopt;
    const auto number = whole_number(*value);
    if (number && *number >= least && *number <= most) return number;
    wrong(key, "must be a whole number from " + std::to_string(least) + " to " +
                   std::to_string(most) + ", without quotes");
    return std::nullopt;
}

template <typename Parse>
auto JsonReader::decimal(std::string_view key, std::string_view example, Parse parse)
    -> decltype(parse(std::string_view())) {
    const std::string* written = nullptr;
    const JsonValue* value = raw(key);
    if (value == nullptr) return std::nullopt;
    if (std::holds_alternative<JsonNumber>(value->value)) {
        wrong(key, "is a bare number; decimals stand in quotes so that no digit is lost: " +
                       std::string(example));
        return std::nullopt;
    }
    written = value->text();
    const auto parsed =
        written == nullptr ? decltype(parse(std::string_view()))() : parse(*written);
    if (!parsed) wrong(key, "must be " + std::string(example));
    return parsed;
}

std::optional<Money> JsonReader::money(std::string_view key) {
    return decimal(key, "a sum such as \"320.00\", not negative, at most two decimals",
                   [](std::string_view text) {
                       const auto sum = parse_money(text);
                       return sum && *sum >= kNoMoney ? sum : std::nullopt;
                   });
}

std::optional<Points> JsonReader::points(std::string_view key) {
    return decimal(key, "points such as \"250\", not negative, at most two decimals",
                   [](std::string_view text) {
                       const auto sum = parse_points(text);
                       return sum && *sum >= kNoPoints ? sum : std::nullopt;
                   });
}

std::optional<Money> JsonReader::signed_money(std::string_view key) {
    return decimal(key, "a sum such as \"320.00\" or \"-5.00\", at most two decimals",
                   [](std::string_view text) { return parse_money(text); });
}

std::optional<Points> JsonReader::signed_points(std::string_view key) {
    return decimal(key, "points such as \"250\" or \"-30\", at most two decimals",
                   [](std::string_view text) { return parse_points(text); });
}

std::vector<std::int64_t> JsonReader::integers(std::string_view key) {
    const JsonValue* value = raw(key);
    if (value == nullptr) return {};
    std::vector<std::int64_t> numbers;
    if (value->array() == nullptr) {
        wrong(key, "must be a list of whole numbers such as [0, 1]");
        return numbers;
    }
    for (const JsonValue& item : *value->array()) {
        const auto number = whole_number(item);
        if (number && *number >= 0 && *number <= 1'000'000)
            numbers.push_back(*number);
        else
            note(item.place, "\"" + std::string(key) + "\" of " + what_ +
                                 " holds something that is no whole number from 0");
    }
    return numbers;
}

std::optional<Quantity> JsonReader::quantity(std::string_view key) {
    return decimal(key, "a quantity such as \"2\" or \"0.350\", above zero",
                   [](std::string_view text) {
                       const auto sum = parse_quantity(text);
                       return sum && sum->count() > 0 ? sum : std::nullopt;
                   });
}

std::optional<Date> JsonReader::date(std::string_view key) {
    const auto written = text(key);
    if (!written) return std::nullopt;
    const auto day = parse_date(*written);
    if (!day) wrong(key, "must be a date such as \"2025-03-01\"");
    return day;
}

std::optional<LocalTime> JsonReader::moment(std::string_view key) {
    const auto written = text(key);
    if (!written) return std::nullopt;
    const auto time = parse_local_time(*written);
    if (!time) wrong(key, "must be a moment with its offset such as \"2026-03-08T18:05:00+03:00\"");
    return time;
}

std::optional<Instant> JsonReader::instant(std::string_view key, std::int32_t offset_minutes) {
    const auto written = text(key);
    if (!written) return std::nullopt;
    if (const auto day = parse_date(*written)) return start_of_day(*day, offset_minutes);
    if (const auto time = parse_local_time(*written)) return time->instant;
    wrong(key, "must be a date such as \"2026-03-01\", or a moment with its offset");
    return std::nullopt;
}

std::vector<std::string> JsonReader::texts(std::string_view key) {
    const JsonValue* value = raw(key);
    if (value == nullptr) return {};
    std::vector<std::string> texts;
    if (value->array() == nullptr) {
        wrong(key, "must be a list of texts such as [\"a\", \"b\"]");
        return texts;
    }
    for (const JsonValue& item : *value->array())
        if (item.text() == nullptr)
            note(item.place, "\"" + std::string(key) + "\" of " + what_ +
                                 " holds something that is not a text; write it in \"quotes\"");
        else
            texts.push_back(*item.text());
    return texts;
}

std::map<std::string, std::int64_t> JsonReader::counts(std::string_view key) {
    std::map<std::string, std::int64_t> counts;
    auto inner = object(key, std::string(key));
    if (!inner) return counts;
    for (const JsonEntry& entry : inner->object_->entries)
        counts[entry.key] = inner->integer(entry.key, 0, 1'000'000'000).value_or(0);
    return counts;
}

std::map<std::string, Money> JsonReader::sums(std::string_view key) {
    std::map<std::string, Money> sums;
    auto inner = object(key, std::string(key));
    if (!inner) return sums;
    for (const JsonEntry& entry : inner->object_->entries)
        sums[entry.key] = inner->money(entry.key).value_or(kNoMoney);
    return sums;
}

std::optional<JsonReader> JsonReader::object(std::string_view key, std::string what) {
    const JsonValue* value = raw(key);
    if (value == nullptr) return std::nullopt;
    if (const JsonObject* inner = value->object())
        return JsonReader(*inner, value->place, std::move(what), *errors_);
    wrong(key, "must be an object: { … }");
    return std::nullopt;
}

std::vector<JsonReader> JsonReader::objects(std::string_view key, std::string what) {
    const JsonValue* value = raw(key);
    std::vector<JsonReader> readers;
    if (value == nullptr) return readers;
    if (value->array() == nullptr) {
        wrong(key, "must be a list of objects: [ { … }, { … } ]");
        return readers;
    }
    for (const JsonValue& item : *value->array())
        if (const JsonObject* inner = item.object())
            readers.emplace_back(*inner, item.place, what, *errors_);
        else
            note(item.place, "this " + what + " must be an object: { … }");
    return readers;
}

std::vector<std::pair<std::string, JsonReader>> JsonReader::named_objects(std::string_view key,
                                                                          std::string what) {
    std::vector<std::pair<std::string, JsonReader>> readers;
    auto outer = object(key, std::string(key));
    if (!outer) return readers;
    for (const JsonEntry& entry : outer->object_->entries)
        if (auto inner = outer->object(entry.key, what)) readers.emplace_back(entry.key, *inner);
    return readers;
}

void JsonReader::finish() {
    for (const JsonEntry& entry : object_->entries) {
        if (std::ranges::find(asked_, entry.key) != asked_.end()) continue;
        std::string known;
        for (const std::string& key : asked_) known += (known.empty() ? "" : ", ") + key;
        note(entry.place, "unknown key \"" + entry.key + "\" in " + what_ +
                              "; remove it or write one of: " + known);
    }
}

}  // namespace kopilka::app

// What people read, in Russian and in English. The code speaks in phrases (a key and its
// arguments); a phrase becomes words only where it is drawn or printed, so that the language can be
// switched at any moment. The words stand in assets/text/ru.toml and en.toml.
#pragma once
#include "pos/core/money.h"
#include "pos/core/result.h"
#include "pos/core/time.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kopilka {

enum class Language : std::uint8_t { Russian, English };

// A name that came with both languages: goods, offers, categories.
struct Localized {
    std::string ru;
    std::string en;
    const std::string& in(Language language) const {
        return language == Language::Russian || en.empty() ? ru : en;
    }
    bool operator==(const Localized&) const = default;
};

// One thing to say: `key` of assets/text, and what stands in {0}, {1}, …
// A count (int64) chooses the plural form where the text has several.
struct Phrase {
    using Argument =
        std::variant<std::string, Localized, Money, Points, Quantity, std::int64_t, Date>;
    std::string key;
    std::vector<Argument> arguments;
    bool operator==(const Phrase&) const = default;
};

// One language's texts, and how that language writes sums, counts and dates.
class Texts {
public:
    // TOML: `sale.total = "Итого"`; a text with plural forms is a table of one, few, many (ru) or
    // one, other (en): `points = { one = "{0} балл", few = "{0} балла", many = "{0} баллов" }`.
    static Result<Texts> parse(Language language, std::string_view toml,
                               std::string_view file_name);

    Language language() const { return language_; }
    // The text of a key without arguments. A missing key reads as the key itself in «», so that it
    // is seen and reported rather than hidden; a test keeps the two files complete.
    std::string operator()(std::string_view key) const;
    std::string say(const Phrase& phrase) const;
    bool has(std::string_view key) const { return texts_.contains(std::string(key)); }
    std::vector<std::string> keys() const;

    std::string money(Money money) const;        // "1 096,00 ₽" · "₽1,096.00"
    std::string plain_money(Money money) const;  // the same without the currency sign, for columns
    std::string points(Points points) const;     // "1 204,5" · "1,204.5", no word
    std::string quantity(Quantity quantity) const;
    std::string date(Date date) const;        // "08.03.2026" · "8 Mar 2026"
    std::string clock(LocalTime time) const;  // "18:05"

private:
    struct Forms {  // only `other` is set where the text has one form
        std::string one, few, many, other;
    };
    const std::string& form_for(const Forms& forms, std::int64_t count) const;
    std::string write(const Phrase::Argument& argument) const;

    Language language_ = Language::Russian;
    std::map<std::string, Forms, std::less<>> texts_;
};

}  // namespace kopilka

#include "pos/scan/gs1.h"

#include "pos/scan/check_digits.h"
#include "pos/scan/link.h"

#include <algorithm>
#include <array>

namespace kopilka {
namespace {

enum class Characters { Digits, Any };

// Identifiers that begin so: digits of the identifier, and the length of the value. A fixed length
// (least = most) of the predefined table needs no separator after it.
struct Rule {
    std::string_view start;
    std::size_t identifier_length;
    std::size_t least;
    std::size_t most;
    Characters characters;
};

constexpr std::array kRules{
    Rule{"00", 2, 18, 18, Characters::Digits},  // pallet
    Rule{"01", 2, 14, 14, Characters::Digits},  // GTIN
    Rule{"02", 2, 14, 14, Characters::Digits},  // GTIN of what a pallet holds
    Rule{"10", 2, 1, 20, Characters::Any},      // batch
    Rule{"11", 2, 6, 6, Characters::Digits},    // dates
    Rule{"12", 2, 6, 6, Characters::Digits},
    Rule{"13", 2, 6, 6, Characters::Digits},
    Rule{"15", 2, 6, 6, Characters::Digits},
    Rule{"16", 2, 6, 6, Characters::Digits},
    Rule{"17", 2, 6, 6, Characters::Digits},
    Rule{"20", 2, 2, 2, Characters::Digits},
    Rule{"21", 2, 1, 20, Characters::Any},  // serial
    Rule{"22", 2, 1, 20, Characters::Any},
    Rule{"235", 3, 1, 28, Characters::Any},
    Rule{"24", 3, 1, 30, Characters::Any},
    Rule{"255", 3, 13, 25, Characters::Digits},  // coupon number (GCN)
    Rule{"25", 3, 1, 30, Characters::Any},
    Rule{"30", 2, 1, 8, Characters::Digits},
    Rule{"31", 4, 6, 6, Characters::Digits},  // measures
    Rule{"32", 4, 6, 6, Characters::Digits},
    Rule{"33", 4, 6, 6, Characters::Digits},
    Rule{"34", 4, 6, 6, Characters::Digits},
    Rule{"35", 4, 6, 6, Characters::Digits},
    Rule{"36", 4, 6, 6, Characters::Digits},
    Rule{"37", 2, 1, 8, Characters::Digits},
    Rule{"39", 4, 1, 18, Characters::Digits},  // amounts and prices
    Rule{"40", 3, 1, 30, Characters::Any},
    Rule{"41", 3, 13, 13, Characters::Digits},  // locations
    Rule{"42", 3, 1, 20, Characters::Any},
    Rule{"43", 4, 1, 90, Characters::Any},
    Rule{"70", 4, 1, 90, Characters::Any},
    Rule{"71", 3, 1, 20, Characters::Any},
    Rule{"72", 4, 1, 90, Characters::Any},
    Rule{"8005", 4, 6, 6, Characters::Digits},    // price per unit
    Rule{"8017", 4, 18, 18, Characters::Digits},  // service relation: provider
    Rule{"8018", 4, 18, 18, Characters::Digits},  // service relation: recipient, a loyalty card
    Rule{"80", 4, 1, 90, Characters::Any},
    Rule{"81", 4, 1, 90, Characters::Any},  // 8110, 8112: coupons of North America
    Rule{"82", 4, 1, 90, Characters::Any},
    Rule{"90", 2, 1, 90, Characters::Any},  // 91–93: verification key and crypto tail
    Rule{"91", 2, 1, 90, Characters::Any},
    Rule{"92", 2, 1, 90, Characters::Any},
    Rule{"93", 2, 1, 90, Characters::Any},
    Rule{"94", 2, 1, 90, Characters::Any},
    Rule{"95", 2, 1, 90, Characters::Any},
    Rule{"96", 2, 1, 90, Characters::Any},
    Rule{"97", 2, 1, 90, Characters::Any},
    Rule{"98", 2, 1, 90, Characters::Any},
    Rule{"99", 2, 1, 90, Characters::Any},
};

const Rule* rule_for(std::string_view text) {
    const auto* found = std::find_if(kRules.begin(), kRules.end(), [&](const Rule& rule) {
        return text.starts_with(rule.start) && text.size() >= rule.identifier_length;
    });
    return found == kRules.end() ? nullptr : found;
}

bool fits(const Rule& rule, std::string_view value) {
    if (value.size() < rule.least || value.size() > rule.most) return false;
    return rule.characters == Characters::Any || all_digits(value);
}

// 7.8.5-2: these need no separator after them; all others run up to one, or to the end.
bool is_predefined(const Rule& rule) {
    constexpr std::string_view kLast = "41";
    return rule.least == rule.most && rule.start <= kLast;
}

// Takes one element off the front of `rest`.
std::optional<Gs1Element> take_element(std::string_view& rest) {
    const Rule* rule = rule_for(rest);
    if (!rule) return std::nullopt;
    const std::string_view identifier = rest.substr(0, rule->identifier_length);
    rest.remove_prefix(rule->identifier_length);
    std::string_view value = rest.substr(0, rest.find(kGroupSeparator));
    if (is_predefined(*rule)) value = value.substr(0, rule->most);
    if (!all_digits(identifier) || !fits(*rule, value)) return std::nullopt;
    rest.remove_prefix(value.size());
    if (rest.starts_with(kGroupSeparator)) rest.remove_prefix(1);
    return Gs1Element{std::string(identifier), std::string(value)};
}

}  // namespace

std::optional<Gs1Elements> parse_element_string(std::string_view text) {
    if (text.starts_with(kGroupSeparator)) text.remove_prefix(1);
    if (text.empty()) return std::nullopt;
    Gs1Elements elements;
    while (!text.empty()) {
        auto element = take_element(text);
        if (!element) return std::nullopt;
        elements.push_back(std::move(*element));
    }
    return elements;
}

std::optional<Gs1Elements> parse_digital_link(std::string_view url) {
    const auto parts = path_of(url);
    Gs1Elements elements;
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        const Rule* rule = rule_for(parts[i]);
        if (!rule || rule->identifier_length != parts[i].size() || !fits(*rule, parts[i + 1]))
            continue;
        elements.push_back({std::string(parts[i]), std::string(parts[i + 1])});
        ++i;
    }
    if (elements.empty()) return std::nullopt;
    return elements;
}

std::optional<std::string> value_of(const Gs1Elements& elements, std::string_view identifier) {
    for (const Gs1Element& element : elements)
        if (element.identifier == identifier) return element.value;
    return std::nullopt;
}

}  // namespace kopilka

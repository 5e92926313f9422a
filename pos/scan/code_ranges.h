// The shop's table of numbers: which prefix is a loyalty card, a weighed label, a priced label, a
// coupon or goods of its own. Every shop has another one, because GS1 leaves 02, 04 and 20–29 to
// each shop. Where the table comes from (publication, settings) is not known here.
#pragma once
#include "pos/core/payload.h"
#include "pos/core/result.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kopilka {

enum class CodeKind : std::uint8_t { Card, Weight, Price, Coupon, Goods };
// The last digit of the number. Usual: GS1 for 8 and 12 to 14 digits, Luhn for 15 to 19, else none.
enum class CheckDigit : std::uint8_t { Usual, None, Gs1, Luhn };

// One row. A weighed or priced label is an EAN-13:
//   prefix, `item_digits`, `skipped_digits` (a price check digit, where scales print one),
//   `value_digits`, check digit. "22" 5 0 5 with three decimals: 22 00123 00350 c is 0.350 of
//   00123.
struct CodeRange {
    std::string prefix;  // digits; of other symbologies than EAN also capitals, '-' and '.'
    CodeKind kind = CodeKind::Card;
    std::uint32_t length = 13;  // characters in all; 0 = any, for coupons and goods in words
    CheckDigit check = CheckDigit::Usual;
    std::uint32_t item_digits = 0;
    std::uint32_t skipped_digits = 0;
    std::uint32_t value_digits = 0;
    std::optional<std::uint32_t> decimals =
        std::nullopt;  // weight: 0–3, 3 (grams) if unsaid; price: 0–2, 2
    IdentityStrength strength = IdentityStrength::Plastic;  // of cards; StaticCode if app-only
};

// "card", "weight", "price", "coupon", "goods", as a shop's settings name them.
std::optional<CodeKind> parse_code_kind(std::string_view name);

class CodeRanges {
public:
    CodeRanges() = default;  // an empty table: nothing but the world's own numbers is understood
    // Errc::Invalid, naming the rows by their prefixes, when two rows claim the same number, a
    // layout does not add up to 13 digits, or a card range lies among books and periodicals
    // (977–979), coupons (981–984, 99) or payment cards.
    static Result<CodeRanges> parse(std::span<const CodeRange> rows);

    // The row that `number` belongs to, whether or not its check digit is right.
    const CodeRange* find(std::string_view number) const;

private:
    std::vector<CodeRange> rows_;
};

// For shops that say nothing: cards 29 (EAN-13) and 6699 (16 digits, Luhn), weight 21 and price 22
// (five item and five value digits each).
std::vector<CodeRange> usual_code_ranges();

}  // namespace kopilka

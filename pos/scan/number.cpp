#include "pos/scan/number.h"

#include "pos/core/check.h"
#include "pos/scan/check_digits.h"
#include "pos/scan/phone.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace kopilka {
namespace {

using Interpreted = tl::expected<Payload, PayloadRefusal>;

bool starts_with_any(std::string_view number, std::initializer_list<std::string_view> prefixes) {
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](std::string_view prefix) { return number.starts_with(prefix); });
}

bool check_holds(CheckDigit check, std::string_view number) {
    switch (check) {
        case CheckDigit::Usual: break;  // CodeRanges::parse has said which
        case CheckDigit::None: return true;
        case CheckDigit::Gs1: return gs1_check_holds(number);
        case CheckDigit::Luhn: return luhn_holds(number);
    }
    unreachable("a check digit of no kind");
}

std::int64_t scaled(std::string_view digits, std::uint32_t from_decimals,
                    std::uint32_t to_decimals) {
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    for (; from_decimals < to_decimals; ++from_decimals) value *= 10;
    return value;
}

Interpreted from_label(const CodeRange& row, std::string_view number) {
    const std::string item(number.substr(row.prefix.size(), row.item_digits));
    const std::size_t value_at = row.prefix.size() + row.item_digits + row.skipped_digits;
    const std::string_view digits = number.substr(value_at, row.value_digits);
    if (digits.find_first_not_of('0') == std::string_view::npos)
        return refuse(PayloadRefusal::EmptyLabel);
    if (row.kind == CodeKind::Weight)
        return WeighedGoods{item, Quantity::of(scaled(digits, *row.decimals, 3))};
    return PricedGoods{item, Money::of(scaled(digits, *row.decimals, 2))};
}

Interpreted by_table(const CodeRange& row, std::string_view number) {
    if (!check_holds(row.check, number)) return refuse(PayloadRefusal::WrongCheckDigit);
    switch (row.kind) {
        case CodeKind::Card: return CardCode{std::string(number), row.strength};
        case CodeKind::Coupon: return CouponCode{std::string(number)};
        case CodeKind::Goods: return GoodsCode{std::string(number)};
        case CodeKind::Weight:
        case CodeKind::Price: return from_label(row, number);
    }
    unreachable("a code range of no kind");
}

// GS1 General Specifications 1.4: what the prefixes of an EAN-13 are for. The check digit holds.
Interpreted from_ean13(const CodeRanges& ranges, const std::string& number) {
    if (const CodeRange* row = ranges.find(number)) return by_table(*row, number);
    if (starts_with_any(number, {"981", "982", "983", "984", "99"})) return CouponCode{number};
    if (starts_with_any(number, {"02", "04", "2"})) return refuse(PayloadRefusal::ForeignLabel);
    if (number.starts_with("980")) return refuse(PayloadRefusal::Unknown);  // refund slips
    return GoodsCode{number};  // 977–979, periodicals and books, among them
}

Interpreted from_eight(const CodeRanges& ranges, std::string_view digits, NumberSource source) {
    if (source == NumberSource::Code128 || source == NumberSource::Matrix)
        return refuse(PayloadRefusal::Unknown);
    if (source != NumberSource::Ean && gs1_check_holds(digits))
        return GoodsCode{std::string(digits)};
    const auto ean13 = expand_upce(digits);
    if (ean13 && source != NumberSource::Ean8) return from_ean13(ranges, *ean13);
    return refuse(PayloadRefusal::WrongCheckDigit);
}

Interpreted from_fourteen(const CodeRanges& ranges, std::string_view digits) {
    if (digits[0] != '0') return refuse(PayloadRefusal::CasePack);
    return from_ean13(ranges, std::string(digits.substr(1)));
}

Interpreted from_other_length(std::string_view digits, NumberSource source) {
    const bool may_be_phone = source == NumberSource::Matrix || source == NumberSource::Unsaid;
    if (const auto phone = parse_phone(digits); phone && may_be_phone) return PhoneCode{*phone};
    constexpr std::size_t kShortestIsoCard = 15;
    constexpr std::size_t kLongestIsoCard = 19;
    const bool iso_length = digits.size() >= kShortestIsoCard && digits.size() <= kLongestIsoCard;
    if (!iso_length) return refuse(PayloadRefusal::Unknown);
    return refuse(luhn_holds(digits) ? PayloadRefusal::ForeignCard
                                     : PayloadRefusal::WrongCheckDigit);
}

Interpreted from_digits(const CodeRanges& ranges, std::string_view digits, NumberSource source) {
    const std::size_t length = digits.size();
    const bool trade_number = (length == 13 || length == 14) && gs1_check_holds(digits);
    if (!trade_number && is_bank_card(digits)) return refuse(PayloadRefusal::BankCard);
    if (const CodeRange* row = ranges.find(digits)) return by_table(*row, digits);
    if (length == 8) return from_eight(ranges, digits, source);
    if (length == 12 && gs1_check_holds(digits))
        return from_ean13(ranges, "0" + std::string(digits));
    if (length >= 12 && length <= 14 && !trade_number)
        return refuse(PayloadRefusal::WrongCheckDigit);
    if (length == 13) return from_ean13(ranges, std::string(digits));
    if (length == 14) return from_fourteen(ranges, digits);
    return from_other_length(digits, source);
}

// "6699 0000 0000 0037" and "460-1234-567893" as people type them.
std::string without_gaps(std::string_view text) {
    std::string digits(text);
    std::erase_if(digits, [](char c) { return c == ' ' || c == '-'; });
    return digits;
}

}  // namespace

Interpreted interpret_number(const CodeRanges& ranges, std::string_view text, NumberSource source) {
    if (const std::string digits = without_gaps(text); all_digits(digits))
        return from_digits(ranges, digits, source);
    if (const CodeRange* row = ranges.find(text)) return by_table(*row, text);
    if (holds_bank_card(text)) return refuse(PayloadRefusal::BankCard);
    if (const auto phone = parse_phone(text); phone && source != NumberSource::Code128)
        return PhoneCode{*phone};
    return refuse(PayloadRefusal::Unknown);
}

}  // namespace kopilka

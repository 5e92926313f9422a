#include "pos/scan/code_ranges.h"

#include "pos/scan/check_digits.h"

#include <algorithm>
#include <array>

namespace kopilka {
namespace {

constexpr std::uint32_t kEanLength = 13;
constexpr std::uint32_t kLongest = 48;  // what Code 128 can carry on a card

bool nested(std::string_view a, std::string_view b) { return a.starts_with(b) || b.starts_with(a); }

bool overlap(const CodeRange& a, const CodeRange& b) {
    const bool same_length = a.length == b.length || a.length == 0 || b.length == 0;
    return same_length && nested(a.prefix, b.prefix);
}

CheckDigit usual_check(std::uint32_t length) {
    if (length == 8 || (length >= 12 && length <= 14)) return CheckDigit::Gs1;
    return length >= 15 && length <= 19 ? CheckDigit::Luhn : CheckDigit::None;
}

// The row with everything said that it left to custom.
CodeRange completed(CodeRange row) {
    const bool digits = all_digits(row.prefix);
    if (row.check == CheckDigit::Usual)
        row.check = digits ? usual_check(row.length) : CheckDigit::None;
    if (!row.decimals) row.decimals = row.kind == CodeKind::Weight ? 3 : 2;
    return row;
}

bool is_label(const CodeRange& row) {
    return row.kind == CodeKind::Weight || row.kind == CodeKind::Price;
}

std::string fault_of_prefix(const CodeRange& row) {
    constexpr std::string_view kAllowed = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-.";
    if (row.prefix.empty()) return "give the prefix";
    if (row.prefix.find_first_not_of(kAllowed) != std::string::npos)
        return "write the prefix in digits and capitals";
    if (row.length > kLongest) return "numbers have at most 48 characters";
    if (row.length != 0 && row.prefix.size() >= row.length)
        return "the prefix must be shorter than the number";
    if (row.length == 0 && row.check != CheckDigit::None)
        return "a check digit needs a fixed length";
    if (row.check != CheckDigit::None && !all_digits(row.prefix))
        return "a check digit needs a prefix of digits";
    return {};
}

std::string fault_of_label(const CodeRange& row) {
    const std::uint64_t sum = row.prefix.size() + std::uint64_t{row.item_digits} +
                              row.skipped_digits + row.value_digits + 1;
    if (row.length != kEanLength || row.check != CheckDigit::Gs1 || sum != kEanLength)
        return "prefix, item, skipped and value digits and the check digit must make 13";
    if (row.item_digits == 0 || row.value_digits == 0) return "item and value need digits";
    if (*row.decimals > (row.kind == CodeKind::Weight ? 3u : 2u))
        return "a weight has at most 3 decimals, a price 2";
    if (row.prefix[0] != '2' && !row.prefix.starts_with("02"))
        return "labels of the shop's scales start with 02 or 20-29";
    return {};
}

std::string fault_of_card(const CodeRange& row) {
    constexpr std::array<std::string_view, 8> kTaken{"977", "978", "979", "981",
                                                     "982", "983", "984", "99"};
    const bool gtin_length = row.length == kEanLength || row.length == 0;
    for (const std::string_view taken : kTaken)
        if (gtin_length && nested(row.prefix, taken))
            return "977-979 are books and periodicals, 981-984 and 99 coupons, never cards";
    const bool may_be_gtin = row.length == kEanLength && row.check == CheckDigit::Gs1;
    for (std::uint32_t length = 13; length <= 19; ++length)
        if ((row.length == length || row.length == 0) && !may_be_gtin &&
            may_be_bank_card(row.prefix, length))
            return "payment cards start so (4, 5, 22-27, 62)";
    return {};
}

std::string fault_of(const CodeRange& row) {
    if (auto fault = fault_of_prefix(row); !fault.empty()) return fault;
    if (is_label(row)) return fault_of_label(row);
    if (row.kind == CodeKind::Card) return fault_of_card(row);
    return {};
}

}  // namespace

Result<CodeRanges> CodeRanges::parse(std::span<const CodeRange> rows) {
    CodeRanges table;
    for (const CodeRange& said : rows) {
        const CodeRange row = completed(said);
        if (const std::string fault = fault_of(row); !fault.empty())
            return fail(Errc::Invalid, "code range " + row.prefix + ": " + fault);
        for (const CodeRange& earlier : table.rows_)
            if (overlap(earlier, row))
                return fail(Errc::Invalid, "code ranges " + earlier.prefix + " and " + row.prefix +
                                               " overlap: make one prefix longer or remove a row");
        table.rows_.push_back(row);
    }
    return table;
}

const CodeRange* CodeRanges::find(std::string_view number) const {
    const auto found = std::find_if(rows_.begin(), rows_.end(), [&](const CodeRange& row) {
        return (row.length == 0 || row.length == number.size()) && number.starts_with(row.prefix);
    });
    return found == rows_.end() ? nullptr : &*found;
}

std::optional<CodeKind> parse_code_kind(std::string_view name) {
    if (name == "card") return CodeKind::Card;
    if (name == "weight") return CodeKind::Weight;
    if (name == "price") return CodeKind::Price;
    if (name == "coupon") return CodeKind::Coupon;
    if (name == "goods") return CodeKind::Goods;
    return std::nullopt;
}

std::vector<CodeRange> usual_code_ranges() {
    CodeRange weight{"21", CodeKind::Weight};
    CodeRange price{"22", CodeKind::Price};
    for (CodeRange* label : {&weight, &price}) label->item_digits = label->value_digits = 5;
    return {CodeRange{"29", CodeKind::Card}, CodeRange{"6699", CodeKind::Card, 16}, weight, price};
}

}  // namespace kopilka

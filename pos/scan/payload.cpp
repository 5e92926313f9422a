#include "pos/scan/payload.h"

#include "pos/core/check.h"
#include "pos/scan/app_token.h"
#include "pos/scan/check_digits.h"
#include "pos/scan/gs1.h"
#include "pos/scan/link.h"
#include "pos/scan/number.h"
#include "pos/scan/phone.h"
#include "pos/scan/signed_code.h"

#include <charconv>

namespace kopilka {
namespace {

using Interpreted = tl::expected<Payload, PayloadRefusal>;

struct Scanned {
    std::string_view text;
    std::string_view aim;
};

// Without the line end of the scanner, and with the identifier that stood at the head of the text.
Scanned cleaned(std::string_view text, std::string_view aim) {
    while (!text.empty() && std::string_view("\r\n\t ").find(text.back()) != std::string_view::npos)
        text.remove_suffix(1);
    constexpr std::size_t kAimLength = 3;
    const bool headed =
        aim.empty() && text.size() >= kAimLength && text[0] == ']' && all_digits(text.substr(2, 1));
    if (!headed) return {text, aim};
    return {text.substr(kAimLength), text.substr(0, kAimLength)};
}

bool says_gs1(std::string_view aim) { return aim == "]d2" || aim == "]C1" || aim == "]Q3"; }

// Wedge scanners lose the identifier, and DataMatrix is often set up without it.
bool looks_like_elements(const Scanned& scanned) {
    if (says_gs1(scanned.aim)) return true;
    if (scanned.text.find(kGroupSeparator) != std::string_view::npos) return true;
    constexpr std::size_t kGtinElement = 16;
    return scanned.text.size() >= kGtinElement && scanned.text.starts_with("01") &&
           gs1_check_holds(scanned.text.substr(2, 14));
}

// A GTIN-14 as the number of the single unit that the catalogue knows.
tl::expected<std::string, PayloadRefusal> unit_of(std::string_view gtin14) {
    if (!gs1_check_holds(gtin14)) return refuse(PayloadRefusal::WrongCheckDigit);
    if (gtin14[0] != '0') return refuse(PayloadRefusal::CasePack);
    const std::size_t zeros = gtin14.starts_with("000000") ? 6 : 1;
    return std::string(gtin14.substr(zeros));
}

Interpreted goods_of(const Gs1Elements& elements, std::string_view text) {
    const auto barcode = unit_of(*value_of(elements, "01"));
    if (!barcode) return refuse(barcode.error());
    if (text.starts_with(kGroupSeparator)) text.remove_prefix(1);
    if (const auto serial = value_of(elements, "21"))
        return MarkedGoods{*barcode, *serial, std::string(text)};
    return GoodsCode{*barcode};
}

Interpreted from_elements(const Gs1Elements& elements, std::string_view text) {
    if (value_of(elements, "01")) return goods_of(elements, text);
    if (const auto recipient = value_of(elements, "8018")) {
        if (!gs1_check_holds(*recipient)) return refuse(PayloadRefusal::WrongCheckDigit);
        return CardCode{*recipient, IdentityStrength::StaticCode};
    }
    if (const auto coupon = value_of(elements, "255")) {
        constexpr std::size_t kCheckedDigits = 13;
        if (!gs1_check_holds(std::string_view(*coupon).substr(0, kCheckedDigits)))
            return refuse(PayloadRefusal::WrongCheckDigit);
        return CouponCode{*coupon};
    }
    for (const std::string_view american : {"8110", "8112"})
        if (const auto coupon = value_of(elements, american))
            return CouponCode{std::string(american) + *coupon};
    if (value_of(elements, "00") || value_of(elements, "02"))
        return refuse(PayloadRefusal::CasePack);
    return refuse(PayloadRefusal::Unknown);
}

Interpreted from_element_string(std::string_view text) {
    const auto elements = parse_element_string(text);
    if (!elements) return refuse(PayloadRefusal::BrokenElements);
    return from_elements(*elements, text);
}

// The number in a link must be a card: a link never sells goods by their bare number.
Interpreted card_of_link(const CodeRanges& ranges, std::string_view number) {
    if (const auto token = parse_app_token(number))
        return CardCode{*token, IdentityStrength::StaticCode};
    if (looks_like_token(number)) return refuse(PayloadRefusal::BrokenToken);
    auto meaning = interpret_number(ranges, number, NumberSource::Matrix);
    if (!meaning) return meaning;
    auto* card = std::get_if<CardCode>(&*meaning);
    if (!card) return refuse(PayloadRefusal::UnknownLink);
    card->strength = IdentityStrength::StaticCode;
    return meaning;
}

Interpreted from_link(const CodeRanges& ranges, std::string_view link) {
    if (const auto number = card_part(link)) return card_of_link(ranges, *number);
    if (const auto elements = parse_digital_link(link)) {
        auto meaning = from_elements(*elements, link);
        if (meaning || meaning.error() != PayloadRefusal::Unknown) return meaning;
    }
    return refuse(holds_bank_card(link) ? PayloadRefusal::BankCard : PayloadRefusal::UnknownLink);
}

template <typename Number>
bool read_whole(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && number > 0;
}

constexpr std::string_view kReceiptHead = "KR1:";

// "KR1:nevsky-1/1/42:0e5751c0": what pos/sale/receipt prints.
Interpreted from_receipt_code(std::string_view text) {
    text.remove_prefix(kReceiptHead.size());
    const auto first = text.find('/');
    const auto second = text.find('/', first + 1);
    const auto colon = text.find(':', second + 1);
    if (first == std::string_view::npos || second == std::string_view::npos ||
        colon == std::string_view::npos)
        return refuse(PayloadRefusal::BrokenReceiptCode);
    ReceiptCode code;
    code.till = text.substr(0, first);
    code.hash8 = text.substr(colon + 1);
    constexpr std::size_t kLongestTill = 32;
    const bool right = !code.till.empty() && code.till.size() <= kLongestTill &&
                       read_whole(text.substr(first + 1, second - first - 1), code.epoch) &&
                       read_whole(text.substr(second + 1, colon - second - 1), code.sequence) &&
                       code.hash8.size() == 8 &&
                       code.hash8.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!right) return refuse(PayloadRefusal::BrokenReceiptCode);
    return code;
}

// A pack of cigarettes: GTIN-14, serial of 7, price of 4 and verification code of 4 characters, in
// a DataMatrix without GS1 structure (Russian marking, "Честный знак").
bool is_cigarette_pack(std::string_view text) {
    constexpr std::size_t kPack = 29;
    return text.size() == kPack && !all_digits(text) && gs1_check_holds(text.substr(0, 14));
}

Interpreted from_cigarette_pack(std::string_view text) {
    const auto barcode = unit_of(text.substr(0, 14));
    if (!barcode) return refuse(barcode.error());
    return MarkedGoods{*barcode, std::string(text.substr(14, 7)), std::string(text)};
}

bool is_fiscal_receipt(std::string_view text) {
    return text.starts_with("t=") && text.find("&fn=") != std::string_view::npos &&
           text.find("&fp=") != std::string_view::npos;
}

bool is_phone(std::string_view text) {
    return text.starts_with('+') || text.starts_with("tel:") || text.starts_with("TEL:");
}

Interpreted from_phone(std::string_view text) {
    const auto phone = parse_phone(text);
    if (!phone) return refuse(PayloadRefusal::BrokenPhone);
    return PhoneCode{*phone};
}

Interpreted from_token(std::string_view text) {
    const auto token = parse_app_token(text);
    if (!token) return refuse(PayloadRefusal::BrokenToken);
    return CardCode{*token, IdentityStrength::StaticCode};
}

Interpreted from_signed_code(std::string_view text) {
    const auto card = parse_signed_code(text);
    if (!card) return refuse(PayloadRefusal::BrokenSignedCode);
    return *card;
}

NumberSource source_of(std::string_view aim) {
    if (aim == "]E4") return NumberSource::Ean8;
    if (aim.starts_with("]E")) return NumberSource::Ean;
    if (aim.starts_with("]C")) return NumberSource::Code128;
    return aim.empty() ? NumberSource::Unsaid : NumberSource::Matrix;
}

}  // namespace

Interpreted interpret(const CodeRanges& ranges, std::string_view text, std::string_view aim) {
    const Scanned scanned = cleaned(text, aim);
    if (scanned.text.empty()) return refuse(PayloadRefusal::Nothing);
    if (is_cigarette_pack(scanned.text)) return from_cigarette_pack(scanned.text);
    if (looks_like_elements(scanned)) return from_element_string(scanned.text);
    if (is_link(scanned.text)) return from_link(ranges, scanned.text);
    if (looks_like_token(scanned.text)) return from_token(scanned.text);
    if (looks_like_signed_code(scanned.text)) return from_signed_code(scanned.text);
    if (scanned.text.starts_with(kReceiptHead)) return from_receipt_code(scanned.text);
    if (is_phone(scanned.text)) return from_phone(scanned.text);
    if (is_fiscal_receipt(scanned.text)) return refuse(PayloadRefusal::FiscalReceipt);
    return interpret_number(ranges, scanned.text, source_of(scanned.aim));
}

Interpreted interpret(const CodeRanges& ranges, const Symbol& symbol) {
    return interpret(ranges, symbol.text, symbol.aim);
}

Phrase words_for(PayloadRefusal refusal) {
    switch (refusal) {
        case PayloadRefusal::Nothing: return {"scan.refused.nothing", {}};
        case PayloadRefusal::BankCard: return {"scan.refused.bank_card", {}};
        case PayloadRefusal::WrongCheckDigit: return {"scan.refused.wrong_check_digit", {}};
        case PayloadRefusal::ForeignLabel: return {"scan.refused.foreign_label", {}};
        case PayloadRefusal::ForeignCard: return {"scan.refused.foreign_card", {}};
        case PayloadRefusal::BrokenToken: return {"scan.refused.broken_token", {}};
        case PayloadRefusal::BrokenSignedCode: return {"scan.refused.broken_signed_code", {}};
        case PayloadRefusal::BrokenReceiptCode: return {"scan.refused.broken_receipt_code", {}};
        case PayloadRefusal::BrokenPhone: return {"scan.refused.broken_phone", {}};
        case PayloadRefusal::BrokenElements: return {"scan.refused.broken_elements", {}};
        case PayloadRefusal::CasePack: return {"scan.refused.case_pack", {}};
        case PayloadRefusal::EmptyLabel: return {"scan.refused.empty_label", {}};
        case PayloadRefusal::FiscalReceipt: return {"scan.refused.fiscal_receipt", {}};
        case PayloadRefusal::UnknownLink: return {"scan.refused.unknown_link", {}};
        case PayloadRefusal::Unknown: return {"scan.refused.unknown", {}};
    }
    unreachable("a refusal without words");
}

}  // namespace kopilka

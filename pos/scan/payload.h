// What a scanned text means to a till: goods, a weighed or priced label, a card, a phone number, a
// coupon or one of our receipts; or, clearly, why it means nothing.
//
// Understood, in this order: GS1 element strings and digital links, links to a card, app tokens,
// signed codes of cards in phones, receipt codes, phone numbers, and plain numbers by their check
// digits and the shop's table. Whose card a number is, and whether the goods exist, is asked of the
// store, not here.
#pragma once
#include "pos/core/payload.h"
#include "pos/core/text.h"
#include "pos/scan/code_ranges.h"
#include "pos/scan/symbol.h"

#include <cstdint>
#include <string_view>

#include <tl/expected.hpp>

namespace kopilka {

// Never carries any of the text: a payment card's number must not live on in a log or on a screen.
enum class PayloadRefusal : std::uint8_t {
    Nothing,           // empty
    BankCard,          // a payment card's number
    WrongCheckDigit,   // misread, mistyped or not a number of this kind
    ForeignLabel,      // 02, 04, 20–29 that this shop's table does not know
    ForeignCard,       // a well-formed card number of nobody we know
    BrokenToken,       // an app token with a wrong length, character or checksum
    BrokenSignedCode,  // the code of a card in a phone, not read in full
    BrokenReceiptCode,
    BrokenPhone,
    BrokenElements,  // GS1 structure, for instance a scanner that drops the separator
    CasePack,        // a box or pallet of many, not one unit
    EmptyLabel,      // a weight or a price of nothing
    FiscalReceipt,   // the tax office's QR, of this or another shop
    UnknownLink,     // a web address without a card
    Unknown,
};

// `text` as read, line ends at its end ignored; `aim` as in drivers::RawScan, may be empty: then an
// identifier at the head of the text ("]d2…"), as wedge scanners send it, is taken instead.
tl::expected<Payload, PayloadRefusal> interpret(const CodeRanges& ranges, std::string_view text,
                                                std::string_view aim = {});
tl::expected<Payload, PayloadRefusal> interpret(const CodeRanges& ranges, const Symbol& symbol);

// What the cashier can do about it: `scan.refused.*`.
Phrase words_for(PayloadRefusal refusal);

}  // namespace kopilka

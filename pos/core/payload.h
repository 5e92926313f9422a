// What a scanned code said, once understood: goods, a weighed label, a card, a phone number.
// Produced by pos/scan from bytes and the shop's table of prefixes; consumed by pos/till.
#pragma once
#include "pos/core/money.h"
#include "pos/core/signed_card.h"

#include <compare>
#include <cstdint>
#include <string>
#include <variant>

namespace kopilka {

// How sure we are that the person showing it owns it; orders from weak to strong. A programme
// states the least strength for spending.
enum class IdentityStrength : std::uint8_t { Told, StaticCode, Plastic, SignedQr };

struct GoodsCode {  // EAN-13, EAN-8, UPC-A/E or Code 128 of goods; UPC-A as its 13 digits, EAN-8 as
                    // 8
    std::string barcode;
    bool operator==(const GoodsCode&) const = default;
};
struct MarkedGoods {      // GS1 DataMatrix: AI 01 and 21
    std::string barcode;  // the GTIN as the EAN-13 (or EAN-8) that the catalogue knows
    std::string serial;
    std::string marking;  // the whole code as read, GS kept
    bool operator==(const MarkedGoods&) const = default;
};
struct WeighedGoods {  // 2x label that carries a weight
    std::string item;  // the item digits of the label, leading zeros kept
    Quantity weight;
    bool operator==(const WeighedGoods&) const = default;
};
struct PricedGoods {  // 2x label that carries the price to pay
    std::string item;
    Money price;
    bool operator==(const PricedGoods&) const = default;
};
struct CardCode {  // a loyalty card number or an app token: what the look-up key is made of
    std::string number;
    IdentityStrength strength = IdentityStrength::StaticCode;
    bool operator==(const CardCode&) const = default;
};
struct PhoneCode {
    std::string e164;  // "+79161234567"
    bool operator==(const PhoneCode&) const = default;
};
struct CouponCode {  // promo code or coupon number
    std::string code;
    bool operator==(const CouponCode&) const = default;
};
struct ReceiptCode {  // the QR of one of our receipts: {till, epoch, sequence} and 8 digits of its
                      // hash
    std::string till;
    std::uint32_t epoch = 0;
    std::uint64_t sequence = 0;
    std::string hash8;
    bool operator==(const ReceiptCode&) const = default;
};

// SignedCard: the code of a card in a phone, well-formed but not judged yet.
using Payload = std::variant<GoodsCode, MarkedGoods, WeighedGoods, PricedGoods, CardCode, PhoneCode,
                             CouponCode, ReceiptCode, SignedCard>;

}  // namespace kopilka

// The questions that effects ask and events answer: an answer carries its question back, so that
// the till need not remember what it asked. Values only.
#pragma once
#include "pos/core/hash.h"
#include "pos/core/payload.h"
#include "pos/core/text.h"
#include "pos/loyalty/person.h"
#include "pos/sale/draft.h"
#include "pos/sale/goods.h"
#include "pos/sale/return.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>

namespace kopilka {

// How goods are looked for: by barcode, by the item digits of a 2x label, by sku.
struct ByBarcode {
    std::string barcode;
    bool operator==(const ByBarcode&) const = default;
};
struct ByItem {
    std::string item;
    bool operator==(const ByItem&) const = default;
};
struct BySku {
    Sku sku;
    bool operator==(const BySku&) const = default;
};
using GoodsKey = std::variant<ByBarcode, ByItem, BySku>;

enum class GoodsPurpose : std::uint8_t { Sell, PriceCheck, NameGift, Return };

struct GoodsQuery {
    GoodsKey key;
    GoodsPurpose purpose = GoodsPurpose::Sell;
    std::optional<Quantity> quantity;  // keyed, or on the label; nullopt: one piece
    std::optional<Money> fixed_total;  // of a label that carries the price
    std::string serial;                // of marked goods
    std::string marking;
    bool operator==(const GoodsQuery&) const = default;
};

// How a member is looked for.
struct ByCard {
    std::string number;
    bool operator==(const ByCard&) const = default;
};
struct ByPhone {
    std::string e164;
    bool operator==(const ByPhone&) const = default;
};
struct ByName {
    std::string text;
    bool operator==(const ByName&) const = default;
};
struct ByMember {
    MemberId id;
    bool operator==(const ByMember&) const = default;
};
// SignedCard: the member of the certificate, if the store finds that it proves who stands there.
struct MemberQuery {
    std::variant<ByCard, ByPhone, ByName, ByMember, SignedCard> key;
    IdentityStrength strength = IdentityStrength::Told;
    bool operator==(const MemberQuery&) const = default;
};

// How a sale is looked for, to pay back: by its code, or by its number at this till.
struct OriginalQuery {
    std::variant<ReceiptCode, ReceiptNumber, RecordId> key;
    bool operator==(const OriginalQuery&) const = default;
};

// Whether these are what is looked for; the store has indexes instead. A surname as a whole.
bool matches(const Goods& goods, const GoodsKey& key);
bool matches(const Member& member, const MemberQuery& query);
bool matches(const OriginalSale& sale, const OriginalQuery& query);

struct DraftRef {
    TillId till;
    std::uint64_t id = 0;
    auto operator<=>(const DraftRef&) const = default;
};
struct DraftSummary {
    DraftRef draft;
    LocalTime at;
    CashierId cashier;
    std::uint32_t lines = 0;
    Money amount;
    bool operator==(const DraftSummary&) const = default;
};

enum class PinPurpose : std::uint8_t { SignIn, Approval };
enum class TotalsPurpose : std::uint8_t { Report, Close };

// Where a journaled entry landed.
struct Stamp {
    RecordId id;
    Hash256 hash;
    bool operator==(const Stamp&) const = default;
};

struct ShiftInProgress {
    ShiftNumber number;
    Date business_date;
    bool operator==(const ShiftInProgress&) const = default;
};

// An intent found without its outcome when the till starts: one question to the cashier.
using OpenIntent = std::variant<CardAsked, PrintAsked>;

// The last record that has a paper, as found again when the till starts.
struct PaperRecord {
    JournalRecord record;  // of a Sale, Return, ShiftClosed or CashMoved
    Hash256 hash;
    bool asked = false;                   // its printing was begun
    std::optional<Sale> original;         // of a Return
    std::optional<Member> member;         // of a Sale
    std::map<Sku, Localized> gift_names;  // of a Sale
};

struct SyncNumbers {
    std::uint64_t unsent = 0;
    std::uint64_t quarantined = 0;
    std::optional<LocalTime> acknowledged;  // when the server last confirmed a record
    bool online = false;
    // Seconds by which the till's clock is wrong; negative: it is late. nullopt: it is right, or
    // was not compared yet.
    std::optional<std::int64_t> clock_ahead_s{};
    std::uint64_t kept = 0;  // of the unsent ones: the store server keeps them
    bool operator==(const SyncNumbers&) const = default;
};

enum class DeviceKind : std::uint8_t {
    Scanner,
    CardReader,
    Printer,
    Drawer,
    Terminal,
    Camera,
    Pole
};
enum class DeviceMood : std::uint8_t { Ready, Attention, Off };

}  // namespace kopilka

// What a till writes down. A journal record is an entry with its identity, its place in the hash
// chain and the moment; journal_codec.h turns it into the canonical bytes that disk, hash and wire
// carry. Not here: explanations (recomputable) and anything personal in the clear.
#pragma once
#include "pos/core/hash.h"
#include "pos/core/ids.h"
#include "pos/core/payload.h"
#include "pos/core/time.h"
#include "pos/loyalty/lease.h"
#include "pos/sale/basket.h"
#include "pos/sale/price.h"
#include "pos/sale/tender.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace kopilka {

enum class Role : std::uint8_t { Cashier, Senior, Manager };

struct JournalOpened {  // the first record of every epoch
    StoreId store;
    Epoch previous_epoch{0};  // 0: none
    std::string reason;
    bool operator==(const JournalOpened&) const = default;
};
struct SignedIn {
    CashierId cashier;
    Role role = Role::Cashier;
    bool operator==(const SignedIn&) const = default;
};
struct SignedOut {
    CashierId cashier;
    bool operator==(const SignedOut&) const = default;
};
struct SignInRefused {  // a wrong PIN, also one that was to allow something
    CashierId cashier;
    std::uint32_t attempts = 0;
    bool operator==(const SignInRefused&) const = default;
};

struct ShiftOpened {
    ShiftNumber shift;
    Money cash_float;
    bool operator==(const ShiftOpened&) const = default;
};
struct CashMoved {
    ShiftNumber shift;
    Money amount;
    std::string reason;
    bool operator==(const CashMoved&) const = default;
};  // in positive, out negative

// Sums of one shift, from the till's own journal. X is the same before closing.
struct ShiftTotals {
    ShiftNumber shift;
    std::uint32_t receipts = 0;
    std::uint32_t returns = 0;
    std::uint32_t voided_lines = 0;
    std::uint32_t voided_receipts = 0;
    Money gross;
    Money discounts;
    Money sold;      // totals of receipts
    Money returned;  // paid back
    Money tax;
    Money cash, card, sbp, points, certificates,
        cashback;  // by tender, returns and change deducted
    Money cash_float;
    Money cash_moved;     // in minus out
    Money expected_cash;  // in the drawer: float + moved + cash
    Points points_earned;
    Points points_redeemed;
    bool operator==(const ShiftTotals&) const = default;
};
struct ShiftClosed {  // the Z report; immutable, numbered like the shift
    ShiftTotals totals;
    Money counted_cash;
    Money difference;  // counted − expected
    bool operator==(const ShiftClosed&) const = default;
};

struct LineVoided {
    LineId line;
    Sku sku;
    Quantity quantity;
    Money amount;
    CashierId approved_by;
    bool operator==(const LineVoided&) const = default;
};
struct ReceiptVoided {
    std::vector<BasketLine> lines;
    Money amount;
    CashierId approved_by;
    bool operator==(const ReceiptVoided&) const = default;
};
struct PriceChanged {  // by hand: a manual price or a line discount
    LineId line;
    Sku sku;
    Money before;
    Money after;
    CashierId approved_by;
    bool operator==(const PriceChanged&) const = default;
};
struct AgeChecked {
    Sku sku;
    std::uint8_t limit = 0;
    bool old_enough = false;
    bool operator==(const AgeChecked&) const = default;
};
struct ReceiptSuspended {
    std::uint64_t draft = 0;
    Money amount;
    bool operator==(const ReceiptSuspended&) const = default;
};
struct ReceiptRecalled {
    std::uint64_t draft = 0;
    TillId from;
    bool operator==(const ReceiptRecalled&) const = default;
};

// An intent is journaled before the device acts; its outcome after. One without an outcome becomes
// a question to the cashier when the till starts.
struct CardAsked {
    std::string operation;
    TenderKind kind = TenderKind::Card;
    Money amount;
    bool operator==(const CardAsked&) const = default;
};
enum class CardOutcome : std::uint8_t { Approved, Declined, Unknown, Cancelled };
struct CardAnswered {
    std::string operation;
    CardOutcome outcome = CardOutcome::Unknown;
    std::string reference;
    bool told_by_cashier = false;  // the answer to the question at start
    bool operator==(const CardAnswered&) const = default;
};
struct PrintAsked {
    RecordId of;
    bool copy = false;
    bool operator==(const PrintAsked&) const = default;
};
enum class PrintResult : std::uint8_t { Printed, NotPrinted, Unknown };
struct PrintAnswered {
    RecordId of;
    PrintResult result = PrintResult::Unknown;
    bool told_by_cashier = false;
    bool operator==(const PrintAnswered&) const = default;
};
struct DrawerOpened {
    std::string reason;
    bool operator==(const DrawerOpened&) const = default;
};

// A completed sale: everything needed to price it again and to pay it back, and what was decided.
struct Sale {
    ReceiptNumber number;
    ShiftNumber shift;
    PriceContext context;               // `at` is the frozen instant with its offset
    std::optional<MemberView> member;   // the view it was priced with
    std::uint64_t member_position = 0;  // of the change feed behind that view
    IdentityStrength strength = IdentityStrength::Told;
    Basket basket;
    std::vector<Tender> tenders;  // as given; change is in the priced result
    Hash256 publication;
    Hash256 digest;  // of the priced result
    // Kept beside the inputs because paying back must never depend on pricing again.
    std::vector<PricedLine> lines;
    std::vector<Gift> gifts;
    std::vector<LedgerEntry> ledger;
    std::vector<IssuedCoupon> coupons;
    std::map<std::string, std::int64_t> stamps;
    Money gross, discount_total, tax_total, total, change;
    bool operator==(const Sale&) const = default;
};

struct ReturnedUnit {
    LineId line;
    std::uint32_t unit = 0;  // index into the original line's units
    Money paid_back;
    bool operator==(const ReturnedUnit&) const = default;
};
struct Return {
    ReceiptNumber number;  // returns are receipts too: one numbering
    ShiftNumber shift;
    RecordId original;
    LocalTime at;
    std::optional<MemberId> member;
    std::vector<ReturnedUnit> units;
    std::vector<Tender> paid_back;
    std::vector<LedgerEntry> ledger;
    Money total;
    CashierId approved_by;
    std::map<std::string, std::int64_t> stamps;  // by how many each card changes
    bool operator==(const Return&) const = default;
};

struct Approved {  // somebody else's PIN allowed what the cashier's role may not; the act follows
    CashierId by;
    bool operator==(const Approved&) const = default;
};

// A member told of themself and agreed that it is kept. What was told is personal and stands here
// only encrypted (profile.h).
struct ProfileFilled {
    MemberId member;
    std::uint32_t consent = 0;  // version of the text that was agreed to
    std::string sealed;
    bool operator==(const ProfileFilled&) const = default;
};

// Rights to spend (pos/loyalty/lease.h). Asking is a record itself: two copies of a journal cannot
// both ask without being found out, and what is lent is known by the record that asked for it.
struct LeaseAsked {
    std::vector<LeaseWish> wishes;
    // From now on also for whoever comes here usually, of these programmes, in place of what was
    // asked so before: the lender chooses. Their owner and most are none.
    std::optional<std::vector<LeaseWish>> usual;
    std::uint64_t draw = 0;       // by chance, so that no two copies ask the same
    std::int64_t running_ms = 0;  // AskedAt, but for the record's own moment
    std::uint64_t run = 0;
    bool operator==(const LeaseAsked&) const = default;
};
struct LeaseGranted {  // what was lent is held from here on
    std::vector<Lease> leases;
    bool operator==(const LeaseGranted&) const = default;
};
enum class LeaseEnd : std::uint8_t { NotNeeded, Over, AskedBack };
struct LeaseBack {
    LeaseId id;
    Purse purse;
    std::vector<Lot> left;  // not spent
    bool operator==(const LeaseBack&) const = default;
};
struct LeaseReturned {  // from here on nothing of it is spent
    std::vector<LeaseBack> leases;
    LeaseEnd why = LeaseEnd::NotNeeded;
    bool operator==(const LeaseReturned&) const = default;
};

using JournalEntry =
    std::variant<JournalOpened, SignedIn, SignedOut, SignInRefused, ShiftOpened, CashMoved,
                 ShiftClosed, LineVoided, ReceiptVoided, PriceChanged, AgeChecked, ReceiptSuspended,
                 ReceiptRecalled, CardAsked, CardAnswered, PrintAsked, PrintAnswered, DrawerOpened,
                 Sale, Return, Approved, ProfileFilled, LeaseAsked, LeaseGranted, LeaseReturned>;

struct JournalRecord {
    RecordId id;
    Hash256 previous;  // hash of the record before; of the first record of an epoch: the last held
                       // one's, or zeros
    LocalTime at;
    Date business_date;  // fixed when the shift opens
    CashierId cashier;   // signed in; empty for none
    JournalEntry entry;
    bool operator==(const JournalRecord&) const = default;
};

}  // namespace kopilka

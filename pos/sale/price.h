// price(): the whole engine as one pure function, the same on the till and on the server. No clock,
// disk, network, float, locale or thread; the same input gives the same bytes on every machine.
#pragma once
#include "pos/core/hash.h"
#include "pos/core/ids.h"
#include "pos/core/money.h"
#include "pos/core/time.h"
#include "pos/loyalty/explanation.h"
#include "pos/loyalty/ledger.h"
#include "pos/loyalty/member.h"
#include "pos/loyalty/publication.h"
#include "pos/sale/basket.h"
#include "pos/sale/tender.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kopilka {

enum class Channel : std::uint8_t { Shop, Online };
enum class TaxMode : std::uint8_t { Included, Excluded, None };

struct PriceContext {
    StoreId store;
    TillId till;
    Channel channel = Channel::Shop;
    TaxMode tax = TaxMode::Included;
    LocalTime at;                                  // frozen at the first press of Pay
    std::map<OfferId, std::int64_t> limit_shares;  // offline: this till's share of limited offers
    std::map<OfferId, Money> budget_shares = {};   // what is left of budgets in money, likewise
    std::map<std::string, std::int64_t> code_uses =
        {};  // receipts that used a code before, where known
    bool operator==(const PriceContext&) const = default;
};

struct LineSaving {
    OfferId offer;
    Money amount;
    std::vector<Money> units{};  // of each unit, where the line has more than one
    bool operator==(const LineSaving&) const = default;
};

struct PricedLine {
    LineId id;
    Money gross;               // before manual discount and offers
    Money discount;            // everything taken off: manual, offers, points spread as a discount
    Money net;                 // gross − discount, never negative
    Money tax;                 // inside net (Included) or on top (Excluded)
    std::vector<Money> units;  // net of each unit, for returns; one entry for a weighed line
    std::vector<LineSaving> savings;  // what each offer took off, in order of application
    bool operator==(const PricedLine&) const = default;
};

struct Gift {  // added by an offer, free
    Sku sku;
    Quantity quantity;
    OfferId offer;
    bool operator==(const Gift&) const = default;
};

struct IssuedCoupon {  // for next time, or a reward that is not money; printed with its code
    OfferId offer;
    std::string code;
    Localized text;
    bool operator==(const IssuedCoupon&) const = default;
};

// A gift certificate that this receipt sells: the right to its value belongs to whoever holds it.
struct SoldCertificate {
    LineId line;
    std::string number;  // as keyed or scanned; empty: the till gives one
    Money amount;
    std::optional<Date> valid_to;  // its last day
    bool operator==(const SoldCertificate&) const = default;
};

struct TierResult {  // of one programme with levels
    ProgrammeId programme;
    TierId before;
    TierId after;  // of this receipt; where only central promotes, as before
    TierId next;   // above that; empty: none
    Distance to_go;
    bool operator==(const TierResult&) const = default;
};

struct PointsResult {  // of one programme
    ProgrammeId programme;
    Points balance_before;  // active lots only
    Points earned;
    Points redeemed;  // by tenders
    Points bought;    // what offers cost that are bought with points
    Points balance_after;
    // What the cashier may enter at most, what it is worth, and why not more.
    Points most_redeemable;
    Money most_redeemable_worth;
    ConditionKind limited_by = ConditionKind::None;
    bool operator==(const PointsResult&) const = default;
};

struct PricedBasket {
    std::vector<PricedLine> lines;  // as the basket's
    std::vector<Gift> gifts;
    std::vector<IssuedCoupon> coupons;
    std::vector<PointsResult> points;            // by programme id
    std::map<std::string, std::int64_t> stamps;  // after this receipt, per stamp card
    std::vector<LedgerEntry> ledger;
    std::vector<TierResult> tiers;  // by programme id
    std::vector<SoldCertificate> certificates;
    // As the tenders, but what each really pays: change deducted, points cut to what is allowed,
    // `balance` of a certificate what stays on it.
    std::vector<Tender> paid;
    std::vector<Explanation> explanations;  // applied first, then nearest missing
    Money gross;
    Money discount_total;
    Money tax_total;
    Money total;   // after all discounts, with tax on top where excluded
    Money due;     // total less the tenders given: what is still to be paid; never negative
    Money change;  // cash handed over beyond the total
    Hash256 publication;
    Hash256 digest;  // of everything above in canonical bytes: till and server compare this
    bool operator==(const PricedBasket&) const = default;
};

// `member` may be null (a stranger). Codes are in the basket. Tenders decide tender-dependent
// offers and points spent; a tender of no amount is open: it takes the rest, and so does the last
// where it pays the receipt in full. Accounts and certificates pay first, then card and SBP, cash
// last, whatever their order. An empty list prices the basket as if paid by none of the
// special ways. Precondition (checked): lines ascending by id, quantities positive. A points tender
// above `most_redeemable` is cut to it; the result says so.
PricedBasket price(const Publication& publication, const PriceContext& context,
                   const MemberView* member, const Basket& basket, std::span<const Tender> tenders);

// The same into `priced`, whatever it held before: for whoever prices again and again. Its memory
// is used again, so that nothing is allocated for each offer once it has grown.
void price_into(PricedBasket& priced, const Publication& publication, const PriceContext& context,
                const MemberView* member, const Basket& basket, std::span<const Tender> tenders);

// All offers of the publication, in the order worth reading; price() explains only those that the
// basket's goods and codes touch, so that its cost follows the basket.
std::vector<Explanation> explain_every_offer(const Publication& publication,
                                             const PriceContext& context, const MemberView* member,
                                             const Basket& basket, std::span<const Tender> tenders);

// One offer on demand, whether or not the basket touches it.
std::optional<Explanation> explain(const OfferId& offer, const Publication& publication,
                                   const PriceContext& context, const MemberView* member,
                                   const Basket& basket, std::span<const Tender> tenders);

}  // namespace kopilka

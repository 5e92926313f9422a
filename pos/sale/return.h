// Paying back: what was paid for each unit, and its share of the points, exactly once per unit; and
// what becomes of offers, gifts, stamps and coupons that the rest of the receipt would not have
// had. A pure function: computed before anything is confirmed, it is the preview. Not here: who may
// do it (till), and where the original comes from (store).
#pragma once
#include "pos/loyalty/programme.h"
#include "pos/sale/journal_entry.h"

#include <cstdint>
#include <span>
#include <vector>

#include <tl/expected.hpp>

namespace kopilka {

// A sale as found again, with the units that came back already.
struct OriginalSale {
    RecordId id;
    Hash256 hash;
    LocalTime at;
    Sale sale;
    std::vector<ReturnedUnit> returned;
    std::vector<Tender> paid_back{};  // with them, where known
};

struct UnitRef {  // one unit of one line of the original: index into PricedLine::units
    LineId line;
    std::uint32_t unit = 0;
    auto operator<=>(const UnitRef&) const = default;
};

struct ReturnContext {
    LocalTime at;
    // What the sale was priced with: policies of programmes and offers. nullptr: unknown; money and
    // points go back in proportion, offers keep.
    const Publication* publication = nullptr;
    // As they are now: whether points to be taken back are still there. nullptr: unknown; a
    // deficit is carried.
    const MemberView* member = nullptr;
    // Where the money goes, as the programme or the customer chose: the caller says, for a till
    // that hands out cash must not fill an account as well. Into no account of a stranger.
    RefundTo refund_to = RefundTo::AsPaid;
    ProgrammeId refund_account{};
};

enum class ReturnRefusal : std::uint8_t {
    NothingChosen,
    NoSuchUnit,
    AlreadyReturned,
    ChosenTwice,
    PointsSpent,  // what the goods earned is spent, and the programme does not wait for it
};

// By how much less an offer would take off what stays; negative: more, by evaluating it again.
struct OfferChange {
    OfferId offer;
    Money amount;
    bool operator==(const OfferChange&) const = default;
};

struct PricedReturn {
    std::vector<ReturnedUnit> units;  // ascending by line, then unit
    Money total;                      // to pay back in money
    Money tax;                        // of the units, as the receipt stated it
    // The same by ways of paying: money adds up to `total`; points and cashback are in the ledger
    // too. None for ways to which nothing goes back. `balance` of a certificate: what it holds
    // after this return, where it has paid for nothing else since.
    std::vector<Tender> tenders;
    // Earned points go back, spent points come back; over all units of a receipt the parts sum to
    // what it earned and redeemed, whatever the order of returns.
    std::vector<LedgerEntry> ledger;
    std::map<std::string, std::int64_t> stamps;  // by how many each card changes
    std::vector<Gift> gifts;           // to be given back: what stays would not have had them
    std::vector<std::string> coupons;  // codes to be cancelled
    std::vector<OfferChange> changes;  // of offers that are evaluated again or charged back
    Money points_charged;              // for points that are not there any more, inside `total`
    bool operator==(const PricedReturn&) const = default;
};

tl::expected<PricedReturn, ReturnRefusal> price_return(const OriginalSale& original,
                                                       std::span<const UnitRef> units,
                                                       const ReturnContext& context);
bool is_returned(const OriginalSale& original, UnitRef unit);

}  // namespace kopilka

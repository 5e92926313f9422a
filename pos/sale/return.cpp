#include "pos/sale/return.h"

#include "pos/sale/return_points.h"
#include "pos/sale/return_tenders.h"
#include "pos/sale/spread.h"

#include <algorithm>

namespace kopilka {
namespace {

UnitSet units_returned(const OriginalSale& original) {
    UnitSet gone;
    for (const ReturnedUnit& unit : original.returned) gone.insert({unit.line, unit.unit});
    return gone;
}

// All programmes whose points paid for a part of it.
std::vector<ProgrammeId> programmes_paid(const Sale& sale) {
    std::vector<ProgrammeId> ids;
    for (const Tender& tender : sale.tenders)
        if (is_account(tender.kind) && !tender.amount.is_zero()) ids.push_back(tender.programme);
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

class Returning {
public:
    Returning(const OriginalSale& original, const ReturnContext& context)
        : original_(original),
          context_(context),
          costs_(unit_costs(original.sale)),
          before_(units_returned(original)),
          gone_(before_) {}

    std::optional<ReturnRefusal> choose(std::span<const UnitRef> units) {
        if (units.empty()) return ReturnRefusal::NothingChosen;
        chosen_.assign(units.begin(), units.end());
        std::ranges::sort(chosen_);
        if (std::ranges::adjacent_find(chosen_) != chosen_.end()) return ReturnRefusal::ChosenTwice;
        for (const UnitRef& unit : chosen_) {
            if (std::ranges::find(costs_, unit, &UnitCost::unit) == costs_.end())
                return ReturnRefusal::NoSuchUnit;
            if (!gone_.insert(unit).second) return ReturnRefusal::AlreadyReturned;
        }
        return std::nullopt;
    }

    tl::expected<PricedReturn, ReturnRefusal> price() {
        const PointsReturn about{original_, context_, costs_, gone_, before_};
        priced_.ledger = points_back(about);
        Money already;
        for (const ReturnedUnit& unit : original_.returned) already += unit.paid_back;
        already = std::max(already, money_back(about, before_));
        priced_.total = std::max(money_back(about, gone_) - already, kNoMoney);
        if (!settle_deficit()) return tl::unexpected(ReturnRefusal::PointsSpent);
        share_total();
        priced_.tenders = tenders_back(about, priced_.total, priced_.ledger);
        note_rest();
        return std::move(priced_);
    }

private:
    // In all, once these units have come back: what they cost, less what points paid of it, less
    // what offers take off the rest no more.
    Money money_back(const PointsReturn& about, const UnitSet& gone) const {
        Money sum;
        for (const UnitCost& unit : costs_)
            if (gone.contains(unit.unit)) sum += unit.cost;
        for (const ProgrammeId& programme : programmes_paid(original_.sale))
            sum -= worth_back(about, gone, programme);
        if (context_.publication != nullptr && !gone.empty() && gone.size() < costs_.size())
            sum -= Remains(original_.sale, gone, *context_.publication).change_with_tax();
        // The rest may now cost less than the points that pay for it: never more than was paid.
        return std::clamp(sum, kNoMoney, std::max(money_paid(), kNoMoney));
    }
    // Of what points paid, the part of these units: as many as come back, else by what they cost.
    Money worth_back(const PointsReturn& about, const UnitSet& gone,
                     const ProgrammeId& programme) const {
        std::int64_t back = spent_back(about, gone, programme).count();
        std::int64_t whole = spent_back(about, every_unit(about), programme).count();
        if (whole == 0)
            for (const UnitCost& unit : costs_) {
                whole += unit.cost.count();
                if (gone.contains(unit.unit)) back += unit.cost.count();
            }
        const Money worth = worth_paid(original_.sale, programme);
        return whole == 0 ? kNoMoney
                          : Money::of(scale(worth.count(), back, whole, Rounding::HalfUp));
    }
    Money money_paid() const {
        Money sum;
        for (const UnitCost& unit : costs_) sum += unit.cost;
        for (const ProgrammeId& programme : programmes_paid(original_.sale))
            sum -= worth_paid(original_.sale, programme);
        return sum;
    }

    // Reversals beyond what the member has: carried, cut, charged or refused. False: refused.
    bool settle_deficit() {
        if (context_.member == nullptr || context_.publication == nullptr) return true;
        std::map<ProgrammeId, Points> left;
        for (const auto& [programme, account] : context_.member->accounts)
            for (const Lot& lot : account.lots)
                if (!lot.expires || *lot.expires > context_.at.instant)
                    left[programme] += lot.amount;
        for (const LedgerEntry& entry : priced_.ledger)
            if (entry.amount > kNoPoints) left[entry.programme] += entry.amount;
        for (LedgerEntry& entry : priced_.ledger)
            if (entry.amount < kNoPoints && !entry.member &&
                !take_back(entry, left[entry.programme]))
                return false;
        std::erase_if(priced_.ledger,
                      [](const LedgerEntry& entry) { return entry.amount.is_zero(); });
        for (std::uint32_t i = 0; i < priced_.ledger.size(); ++i) priced_.ledger[i].operation = i;
        return true;
    }
    bool take_back(LedgerEntry& entry, Points& left) {
        const Programme* programme = context_.publication->find_programme(entry.programme);
        if (programme == nullptr || !programme->points) return true;
        const Points lacking = std::max(-entry.amount - std::max(left, kNoPoints), kNoPoints);
        left += entry.amount;
        if (lacking.is_zero()) return true;
        switch (programme->points->returns.deficit) {
            case Deficit::Carried: return true;
            case Deficit::Refused: return false;
            case Deficit::Forgiven: entry.amount += lacking; return true;
            case Deficit::Charged: {
                const Money worth =
                    std::min(worth_in_money(lacking, *programme->points), priced_.total);
                priced_.points_charged += worth;
                priced_.total -= worth;
                entry.amount += lacking;
                return true;
            }
        }
        return true;
    }

    void share_total() {
        std::vector<SpreadPart> parts;
        for (std::uint32_t i = 0; i < chosen_.size(); ++i) {
            const auto cost = std::ranges::find(costs_, chosen_[i], &UnitCost::unit);
            parts.push_back({cost->cost.count(), priced_.total.count(), i});
            priced_.tax += cost->tax;
        }
        const auto shares = spread(priced_.total.count(), parts);
        for (std::size_t i = 0; i < chosen_.size(); ++i)
            priced_.units.push_back({chosen_[i].line, chosen_[i].unit, Money::of(shares[i])});
    }

    // Stamps, gifts, coupons and offers of what stays, as it changes by this return.
    void note_rest() {
        if (context_.publication == nullptr) return;
        const Sale& sale = original_.sale;
        const Remains rest(sale, gone_, *context_.publication);
        const Remains earlier(sale, before_, *context_.publication);
        if (!rest.empty()) note_changes(rest.changes(), earlier.changes());
        note_stamps(rest.stamps(), earlier.stamps());
        for (const Gift& gift : sale.gifts) note_gift(gift, rest, earlier);
        for (const IssuedCoupon& coupon : sale.coupons)
            if (is_lost(coupon.offer, rest, earlier)) priced_.coupons.push_back(coupon.code);
    }
    // As many as what stays would not have had, where the offer says so; all of them with the last.
    void note_gift(const Gift& gift, const Remains& rest, const Remains& earlier) {
        const Offer* offer = context_.publication->find_offer(gift.offer);
        if (offer == nullptr || earlier.empty()) return;
        const bool keeps = offer->on_return == OnReturn::Keep;
        const Quantity had = keeps || before_.empty() ? gift.quantity : earlier.given(gift);
        const Quantity has = rest.empty() ? Quantity() : keeps ? gift.quantity : rest.given(gift);
        Gift back = gift;
        back.quantity = std::min(had, gift.quantity) - std::min(has, gift.quantity);
        if (back.quantity > Quantity()) priced_.gifts.push_back(std::move(back));
    }
    // What this return alone changes.
    void note_changes(const std::vector<OfferChange>& now, const std::vector<OfferChange>& then) {
        std::map<OfferId, Money> change;
        for (const OfferChange& one : now) change[one.offer] += one.amount;
        for (const OfferChange& one : then) change[one.offer] -= one.amount;
        for (const auto& [offer, amount] : change)
            if (!amount.is_zero()) priced_.changes.push_back({offer, amount});
    }
    void note_stamps(const std::map<std::string, std::int64_t>& now,
                     const std::map<std::string, std::int64_t>& then) {
        for (const auto& [card, stamps] : then) {
            const auto found = now.find(card);
            const std::int64_t change = (found == now.end() ? 0 : found->second) - stamps;
            if (change != 0) priced_.stamps[card] = change;
        }
    }
    // Kept while anything stays, where the offer says so.
    bool is_lost(const OfferId& id, const Remains& rest, const Remains& earlier) const {
        const Offer* offer = context_.publication->find_offer(id);
        if (offer == nullptr || earlier.empty()) return false;
        if (offer->on_return == OnReturn::Keep) return rest.empty();
        const bool had = before_.empty() || earlier.gives(id);
        return had && !rest.gives(id);
    }

    const OriginalSale& original_;
    const ReturnContext& context_;
    std::vector<UnitCost> costs_;
    UnitSet before_;
    UnitSet gone_;
    std::vector<UnitRef> chosen_;
    PricedReturn priced_;
};

}  // namespace

bool is_returned(const OriginalSale& original, UnitRef unit) {
    return std::ranges::any_of(original.returned, [&](const ReturnedUnit& back) {
        return back.line == unit.line && back.unit == unit.unit;
    });
}

tl::expected<PricedReturn, ReturnRefusal> price_return(const OriginalSale& original,
                                                       std::span<const UnitRef> units,
                                                       const ReturnContext& context) {
    Returning returning(original, context);
    if (const auto refusal = returning.choose(units)) return tl::unexpected(*refusal);
    return returning.price();
}

}  // namespace kopilka

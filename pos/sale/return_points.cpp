#include "pos/sale/return_points.h"

#include "pos/sale/return_weights.h"

#include <algorithm>
#include <tuple>

namespace kopilka {
namespace {

constexpr std::int64_t kDay = 86'400'000;

ReturnRules policy(const ReturnContext& context, const ProgrammeId& id) {
    const PointsRules* rules = rules_of(context, id);
    return rules == nullptr ? ReturnRules{} : rules->returns;
}

bool says_nothing(const Weights& weights) {
    return std::ranges::all_of(weights, [](std::int64_t weight) { return weight == 0; });
}

// The part of `whole` that comes back with `back` of `all`, in multiples of `step`; all of it, to
// the last hundredth, once nothing that counts is left.
Points part(Points whole, std::int64_t back, std::int64_t all, Points step) {
    if (back == all) return whole;
    const std::int64_t steps = scale(whole.count(), back, all * step.count(), Rounding::HalfUp);
    return std::min(step * steps, whole);
}
Points part(Points whole, Weights weights, const PointsReturn& about, const UnitSet& gone,
            Points step) {
    if (says_nothing(weights)) std::ranges::fill(weights, 1);
    std::int64_t all = 0, back = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        all += weights[i];
        if (gone.contains(about.costs[i].unit)) back += weights[i];
    }
    return part(whole, back, all, step);
}

bool all_gone(const PointsReturn& about, const UnitSet& gone) {
    return gone.size() >= about.costs.size();
}

// What all redemptions of one rule (none: the tenders of a programme) took.
Points redeemed(const Sale& sale, const ProgrammeId& programme, const OfferId& rule) {
    Points sum;
    for (const LedgerEntry& entry : sale.ledger)
        if (entry.kind == LedgerKind::Redemption && entry.programme == programme &&
            entry.rule == rule)
            sum += -entry.amount;
    return sum;
}

// How much of an offer's reward a unit has: where each piece or group of it costs points of its
// own, one; else what it takes off.
std::int64_t reward_on_unit(const Offer* offer, Money saved) {
    const bool by_piece =
        offer != nullptr && offer->costs && offer->costs->each && (offer->pick || offer->groups);
    return by_piece ? std::int64_t{saved > kNoMoney} : saved.count();
}

// A whole that is shared, and what of it has come back.
struct Shares {
    std::int64_t all = 0;
    std::int64_t back = 0;
};

// What an offer took off, and what of that the customer has no more: on goods that came back, and
// on goods that stay, where it is evaluated again for them.
Shares discount_back(const PointsReturn& about, const UnitSet& gone, const OfferId& id,
                     const Offer* offer) {
    Shares shares;
    std::int64_t stays = 0;
    for (const UnitCost& unit : about.costs) {
        const PricedLine& line = line_of(about.original.sale, unit.unit.line);
        const std::int64_t part = reward_on_unit(offer, saved_on(line, unit.unit.unit, id));
        shares.all += part;
        if (!gone.contains(unit.unit)) stays += part;
    }
    if (offer != nullptr && offer->cut && offer->on_return != OnReturn::Keep) {
        const Remains rest(about.original.sale, gone, *about.context.publication);
        std::int64_t now = 0;
        for (const Money saved : rest.savings_by(id)) now += reward_on_unit(offer, saved);
        stays = offer->on_return == OnReturn::ChargeBack ? std::min(now, stays) : now;
    }
    shares.back = std::max<std::int64_t>(shares.all - stays, 0);
    return shares;
}

// The same of a reward that is no discount: of its gifts, or else of the whole.
Shares benefit_back(const PointsReturn& about, const UnitSet& gone, const Offer* offer) {
    Shares shares{1, 0};
    if (offer == nullptr || offer->on_return == OnReturn::Keep) return shares;
    const Remains rest(about.original.sale, gone, *about.context.publication);
    Quantity had, has;
    for (const Gift& gift : about.original.sale.gifts) {
        if (gift.offer != offer->id) continue;
        had += gift.quantity;
        has += std::min(rest.given(gift), gift.quantity);
    }
    if (had.count() > 0) return {had.count(), had.count() - has.count()};
    shares.back = rest.gives(offer->id) ? 0 : 1;
    return shares;
}

// What an offer cost comes back with its reward: all of it with all of the reward, or with all
// goods.
Points cost_back(const PointsReturn& about, const UnitSet& gone, const LedgerEntry& entry) {
    const Points whole = redeemed(about.original.sale, entry.programme, entry.rule);
    if (gone.empty()) return {};
    if (all_gone(about, gone)) return whole;
    const Offer* offer = about.context.publication == nullptr
                             ? nullptr
                             : about.context.publication->find_offer(entry.rule);
    Shares shares = discount_back(about, gone, entry.rule, offer);
    if (shares.all == 0) shares = benefit_back(about, gone, offer);
    return part(whole, shares.back, shares.all, policy(about.context, entry.programme).step);
}

Points redemption_back(const PointsReturn& about, const UnitSet& gone, const LedgerEntry& entry) {
    if (!policy(about.context, entry.programme).spent_back) return {};
    return entry.rule.value.empty() ? spent_back(about, gone, entry.programme)
                                    : cost_back(about, gone, entry);
}

// Its lot again, or a lot restored where the old one would hardly outlive the day. Below zero:
// taken again.
LedgerEntry undone(const LedgerEntry& entry, Points amount, const ReturnContext& context) {
    LedgerEntry back = entry;
    back.kind = LedgerKind::Reversal;
    back.amount = amount;
    if (!entry.expires || amount < kNoPoints) return back;
    const PointsRules* rules = rules_of(context, entry.programme);
    const std::int64_t live =
        rules == nullptr ? LotRules{}.restored_days : rules->lots.restored_days;
    const Instant soon{context.at.instant.ms + live * kDay};
    if (*entry.expires >= soon) return back;
    back.kind = LedgerKind::Restored;
    back.active = context.at.instant;
    back.expires = soon;
    return back;
}

class Undoing {
public:
    explicit Undoing(const PointsReturn& about) : about_(about) {}

    std::vector<LedgerEntry> run() {
        const std::vector<LedgerEntry>& made = about_.original.sale.ledger;
        for (const LedgerEntry& entry : made)
            if (entry.kind == LedgerKind::Accrual) take_back(entry);
        // The lot that lives longest is filled again first.
        for (auto entry = made.rbegin(); entry != made.rend(); ++entry)
            if (entry->kind == LedgerKind::Redemption) give_back(*entry);
        std::ranges::stable_sort(ledger_, {}, &LedgerEntry::operation);
        for (std::uint32_t i = 0; i < ledger_.size(); ++i) ledger_[i].operation = i;
        return std::move(ledger_);
    }

private:
    void take_back(const LedgerEntry& entry) {
        const Points back = accrual_back(entry, about_.gone) - accrual_back(entry, about_.before);
        if (back.is_zero()) return;
        ledger_.push_back(entry);
        ledger_.back().kind = LedgerKind::Reversal;
        ledger_.back().amount = -back;
    }
    Points accrual_back(const LedgerEntry& entry, const UnitSet& gone) const {
        const ReturnRules rules = policy(about_.context, entry.programme);
        switch (rules.earned) {
            case EarnedBack::Kept: return {};
            case EarnedBack::Recalculated: {
                if (gone.empty()) return {};
                if (all_gone(about_, gone)) return entry.amount;
                const Points left = earned_by_rest(entry, gone);
                return entry.amount - std::clamp(left, kNoPoints, entry.amount);
            }
            case EarnedBack::Proportional: break;
        }
        return part(entry.amount, by_rule(about_, entry), about_, gone, rules.step);
    }
    Points earned_by_rest(const LedgerEntry& entry, const UnitSet& gone) const {
        const Sale& sale = about_.original.sale;
        const Remains rest(sale, gone, *about_.context.publication);
        Money with_points;
        for (const Programme& programme : about_.context.publication->programmes()) {
            const Money worth = worth_paid(sale, programme.id);
            const Points whole = redeemed(sale, programme.id, {});
            if (worth.is_zero() || whole.is_zero()) continue;
            const Points still = whole - spent_back(about_, gone, programme.id);
            with_points +=
                Money::of(scale(worth.count(), still.count(), whole.count(), Rounding::HalfUp));
        }
        Points left;
        for (const PointsEarned& one : rest.earned(with_points))
            if (one.rule == entry.rule && one.programme == entry.programme &&
                one.member == entry.member)
                left += one.points;
        return left;
    }

    // Between what had come back before and what has now, this entry's stretch. Points are taken
    // again where what stays has again a reward that what stayed before had not.
    void give_back(const LedgerEntry& entry) {
        Points& filled = filled_[{entry.programme, entry.rule}];
        const Points upto = filled - entry.amount;
        const Points from = std::clamp(redemption_back(about_, about_.before, entry), filled, upto);
        const Points to = std::clamp(redemption_back(about_, about_.gone, entry), filled, upto);
        filled = upto;
        if (to == from) return;
        ledger_.push_back(undone(entry, to - from, about_.context));
    }

    const PointsReturn& about_;
    std::vector<LedgerEntry> ledger_;
    std::map<std::pair<ProgrammeId, OfferId>, Points> filled_;
};

}  // namespace

UnitSet every_unit(const PointsReturn& about) {
    UnitSet all;
    for (const UnitCost& unit : about.costs) all.insert(unit.unit);
    return all;
}

bool is_account(TenderKind kind) {
    return kind == TenderKind::PointsPaid || kind == TenderKind::Cashback;
}

Money worth_paid(const Sale& sale, const ProgrammeId& programme) {
    Money sum;
    for (const Tender& tender : sale.tenders)
        if (is_account(tender.kind) && tender.programme == programme) sum += tender.amount;
    return sum;
}

Points spent_back(const PointsReturn& about, const UnitSet& gone, const ProgrammeId& programme) {
    const Sale& sale = about.original.sale;
    const bool as_discount = worth_paid(sale, programme).is_zero();
    return part(redeemed(sale, programme, {}),
                as_discount ? by_saving(about, {programme.value}) : by_payable(about, programme),
                about, gone, policy(about.context, programme).step);
}

std::vector<LedgerEntry> points_back(const PointsReturn& about) { return Undoing(about).run(); }

}  // namespace kopilka

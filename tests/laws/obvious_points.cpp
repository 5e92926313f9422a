#include "pos/core/overload.h"
#include "tests/laws/obvious.h"

#include <algorithm>

namespace kopilka::obvious {
namespace {

Kopecks price_of(const Chosen& pieces, const Sheet& sheet) {
    Kopecks all = 0;
    for (const std::size_t i : pieces) all += sheet.pieces[i].now;
    return all;
}

// Hundredths of points that can be spent at this moment.
std::int64_t balance(const Sheet& sheet, const ProgrammeId& programme) {
    const MemberView* member = sheet.purchase->member;
    if (member == nullptr) return 0;
    const auto account = member->accounts.find(programme);
    if (account == member->accounts.end()) return 0;
    const Instant now = sheet.purchase->context.at.instant;
    std::int64_t all = 0;
    for (const Lot& lot : account->second.lots)
        if (lot.active <= now && (!lot.expires || now < *lot.expires)) all += lot.amount.count();
    return all;
}

std::int64_t down_to(std::int64_t n, std::int64_t multiple) { return n / multiple * multiple; }

// Goods with the same multipliers count together: what they cost, as far as it earns, and how many
// of them cost anything.
struct Counted {
    Kopecks money = 0;
    std::int64_t thousandths = 0;
};

// The hundredths of points of one rule, before rounding: a fraction.
struct Fraction {
    __int128_t over = 0, under = 1;
};
Fraction points_of(const EarnRule& rule, const PointsRules& rules, const Counted& counted) {
    return std::visit(
        Overload{
            [&](const EarnPercent& earn) {
                return Fraction{static_cast<__int128_t>(counted.money) * earn.rate.value * 100,
                                static_cast<__int128_t>(10'000) * rules.worth.count()};
            },
            [&](const EarnPerMoney& earn) {
                if (earn.partial)
                    return Fraction{static_cast<__int128_t>(counted.money) * earn.points.count(),
                                    earn.money.count()};
                return Fraction{static_cast<__int128_t>(counted.money / earn.money.count()) *
                                    earn.points.count(),
                                1};
            },
            [&](const EarnPerUnit& earn) {
                const std::int64_t whole = earn.units * 1000;  // `units` of them, or parts of that
                if (earn.partial)
                    return Fraction{
                        static_cast<__int128_t>(counted.thousandths) * earn.points.count(), whole};
                return Fraction{counted.thousandths / whole * earn.points.count(), 1};
            },
            [](const auto&) { return Fraction{}; },
        },
        rule);
}

// An offer that took something off keeps this one out.
bool barred(const Offer& offer, const Sheet& sheet, const Answer& answer) {
    return std::ranges::any_of(answer.saved, [&](const auto& saved) {
        const Offer* other = sheet.purchase->publication.find_offer(saved.first);
        const auto names = [](const Offer& a, const Offer& b) {
            return std::ranges::find(a.excludes, b.id) != a.excludes.end();
        };
        return (other->stops_later_lanes && other->lane < offer.lane) || names(*other, offer) ||
               names(offer, *other);
    });
}

// What these pieces cost at the till: points that pay at the end pay the tax on top as well.
Kopecks at_the_till(const Chosen& pieces, PointsAs as, const Sheet& sheet) {
    const PriceContext& context = sheet.purchase->context;
    if (as == PointsAs::Discount || context.tax != TaxMode::Excluded)
        return price_of(pieces, sheet);
    std::map<std::size_t, Kopecks> lines;
    for (const std::size_t i : pieces) lines[sheet.pieces[i].line] += sheet.pieces[i].now;
    Kopecks all = 0;
    for (const auto& [line, net] : lines)
        all += net + tax_of(net, sheet.purchase->basket.lines[line], context.tax);
    return all;
}

Chosen everything(const Sheet& sheet) {
    Chosen all;
    for (std::size_t i = 0; i < sheet.pieces.size(); ++i) all.push_back(i);
    return all;
}

// What these points may pay for, and how much of it: goods, cap, floors, what must be kept.
Kopecks payable(const PointsRules& rules, const Chosen& goods, const Sheet& sheet) {
    Kopecks room = 0;
    for (const std::size_t i : goods)
        room += std::max<Kopecks>(sheet.pieces[i].now - sheet.pieces[i].floor, 0);
    const PointsAs as = rules.spend.as;
    const Kopecks capped =
        rounded(static_cast<__int128_t>(at_the_till(goods, as, sheet)) * rules.spend.cap.value,
                10'000, Rounding::Down);
    const Kopecks most =
        std::min(capped, at_the_till(everything(sheet), as, sheet) - rules.spend.keep.count());
    return std::max<Kopecks>(0, as == PointsAs::Discount ? std::min(most, room) : most);
}

void take_off(Kopecks worth, const Chosen& goods, Sheet& sheet) {
    Offer as_discount;
    as_discount.cut = AmountOff{Money::of(worth), AmountPer::Order};
    const auto off = cut(as_discount, sheet, {goods});
    for (std::size_t i = 0; i < off.size(); ++i) {
        sheet.pieces[i].now -= off[i];
        sheet.pieces[i].by_points = off[i];
    }
}

// One programme's account: what its offers give.
class Earning {
public:
    Earning(const ProgrammeId& programme, const PointsRules& rules, const Sheet& sheet,
            const Answer& answer)
        : rules_(rules),
          sheet_(sheet),
          all_(at_the_till(everything(sheet), PointsAs::Tender, sheet)) {
        for (const Offer& offer : sheet.purchase->publication.offers())
            for (const Benefit& benefit : offer.benefits) {
                const auto* earn = std::get_if<EarnPoints>(&benefit);
                if (earn != nullptr && earn->programme == programme &&
                    !barred(offer, sheet, answer) && holds(offer.when, sheet) &&
                    !pieces_of(offer.goods, sheet).empty())
                    given_.emplace_back(&offer, &earn->rule);
            }
        if (rules.spend.as == PointsAs::Tender && !rules.earn.on_points_paid)
            if (const auto spent = answer.redeemed.find(programme.value);
                spent != answer.redeemed.end())
                unpaid_ = spent->second * rules.worth.count() / 100;
    }

    std::int64_t points() const {
        std::int64_t all = 0;
        for (const auto& [offer, rule] : given_) all += of(*offer, *rule);
        return all;
    }

private:
    std::int64_t of(const Offer& offer, const EarnRule& rule) const {
        if (const auto* fixed = std::get_if<EarnPerReceipt>(&rule))
            return to_step(Fraction{fixed->points.count(), 1});
        std::map<std::int64_t, Counted> by_factor;
        for (std::size_t i = 0; i < sheet_.pieces.size(); ++i) {
            if (!fits(offer.goods, sheet_.line(i))) continue;
            // Of gifts only what they cost before, where points are given on that.
            if (sheet_.pieces[i].gift && rules_.earn.on != EarnOn::Original) continue;
            const Kopecks price = value(i);
            if (price == 0) continue;  // what costs nothing earns nothing
            Counted& counted = by_factor[factor(sheet_.line(i))];
            counted.money += price;
            counted.thousandths += sheet_.pieces[i].counts ? 1000 : sheet_.line(i).quantity.count();
        }
        Fraction sum;  // of equal denominators
        for (auto& [times, counted] : by_factor) {
            // No points on the part that points pay: everything counts in proportion.
            counted.money = all_ == 0 ? counted.money
                                      : rounded(static_cast<__int128_t>(counted.money) *
                                                    std::max<Kopecks>(all_ - unpaid_, 0),
                                                all_, Rounding::Down);
            const Fraction one = points_of(rule, rules_, counted);
            sum.over += one.over * times;
            sum.under = one.under * 10'000;
        }
        return to_step(sum);
    }
    std::int64_t to_step(const Fraction& exact) const {
        const std::int64_t step = rules_.earn.step.count();
        return rounded(exact.over, exact.under * step, rules_.earn.rounding) * step;
    }
    Kopecks value(std::size_t i) const {
        const Piece& piece = sheet_.pieces[i];
        if (rules_.earn.on == EarnOn::Original) return piece.original;
        return piece.now + (rules_.earn.on_points_paid ? piece.by_points : 0);
    }
    // All multipliers that speak of these goods, in ten-thousandths.
    std::int64_t factor(const BasketLine& line) const {
        std::int64_t all = 10'000;
        for (const auto& [offer, rule] : given_) {
            const auto* multiplied = std::get_if<EarnMultiplied>(rule);
            if (multiplied == nullptr || !fits(offer->goods, line)) continue;
            all = rules_.earn.multipliers == Multipliers::Add
                      ? all + multiplied->factor - 10'000
                      : rounded(static_cast<__int128_t>(all) * multiplied->factor, 10'000,
                                Rounding::HalfUp);
        }
        return std::max<std::int64_t>(all, 0);
    }

    const PointsRules& rules_;
    const Sheet& sheet_;
    Kopecks all_, unpaid_ = 0;
    std::vector<std::pair<const Offer*, const EarnRule*>> given_;
};

}  // namespace

void spend_points(Sheet& sheet, Answer& answer) {
    for (const Programme& programme : sheet.purchase->publication.programmes()) {
        if (!programme.points) continue;
        const PointsRules& rules = *programme.points;
        std::int64_t asked = 0;
        for (const Tender& tender : sheet.purchase->tenders)
            if (tender.kind == TenderKind::PointsPaid) asked += tender.points.count();
        Chosen goods;
        for (std::size_t i = 0; i < sheet.pieces.size(); ++i)
            if (fits(rules.spend.goods, sheet.line(i))) goods.push_back(i);
        const std::int64_t most =
            down_to(std::min(balance(sheet, programme.id),
                             payable(rules, goods, sheet) * 100 / rules.worth.count()),
                    rules.spend.block.count());
        const std::int64_t spent = down_to(std::min(asked, most), rules.spend.block.count());
        if (spent == 0 || spent < rules.spend.minimum.count()) continue;
        answer.redeemed[programme.id.value] = spent;
        if (rules.spend.as == PointsAs::Discount)
            take_off(spent * rules.worth.count() / 100, goods, sheet);
    }
}

void earn_points(const Sheet& sheet, Answer& answer) {
    if (sheet.purchase->member == nullptr) return;
    for (const Programme& programme : sheet.purchase->publication.programmes()) {
        if (!programme.points) continue;
        const std::int64_t points =
            Earning(programme.id, *programme.points, sheet, answer).points();
        if (points > 0) answer.earned[programme.id.value] = points;
    }
}

}  // namespace kopilka::obvious

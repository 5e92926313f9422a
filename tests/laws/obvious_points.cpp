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

// The hundredths of points of one rule on goods that cost so much, before rounding: a fraction.
struct Fraction {
    __int128_t over = 0, under = 1;
};
Fraction points_of(const EarnRule& rule, const PointsRules& rules, const Chosen& goods,
                   const Sheet& sheet) {
    const Kopecks paid = price_of(goods, sheet);
    return std::visit(
        Overload{
            [&](const EarnPercent& earn) {
                return Fraction{static_cast<__int128_t>(paid) * earn.rate.value * 100,
                                static_cast<__int128_t>(10'000) * rules.worth.count()};
            },
            [&](const EarnPerMoney& earn) {
                return Fraction{
                    static_cast<__int128_t>(paid / earn.money.count()) * earn.points.count(), 1};
            },
            [&](const EarnPerUnit& earn) {
                std::int64_t thousandths = 0;
                for (const std::size_t i : goods)  // what costs nothing earns nothing
                    if (sheet.pieces[i].now > 0)
                        thousandths +=
                            sheet.pieces[i].counts ? 1000 : sheet.line(i).quantity.count();
                return Fraction{static_cast<__int128_t>(thousandths) * earn.points.count(), 1000};
            },
            [](const EarnPerReceipt& earn) {
                return Fraction{earn.points.count(), 1};
            },
            [](const EarnMultiplied&) { return Fraction{}; },
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

// What these points may pay for, and how much of it: goods, cap, floors, what must be kept.
Kopecks payable(const PointsRules& rules, const Chosen& goods, const Sheet& sheet) {
    Kopecks all = 0, room = 0;
    for (const Piece& piece : sheet.pieces) all += piece.now;
    for (const std::size_t i : goods)
        room += std::max<Kopecks>(sheet.pieces[i].now - sheet.pieces[i].floor, 0);
    const Kopecks capped =
        rounded(static_cast<__int128_t>(price_of(goods, sheet)) * rules.spend.cap.value, 10'000,
                Rounding::Down);
    const Kopecks most = std::min(capped, all - rules.spend.keep.count());
    return std::max<Kopecks>(0, rules.spend.as == PointsAs::Discount ? std::min(most, room) : most);
}

void take_off(Kopecks worth, const Chosen& goods, Sheet& sheet) {
    Offer as_discount;
    as_discount.cut = AmountOff{Money::of(worth), AmountPer::Order};
    const auto off = cut(as_discount, sheet, {goods});
    for (std::size_t i = 0; i < off.size(); ++i) sheet.pieces[i].now -= off[i];
}

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
    for (const Offer& offer : sheet.purchase->publication.offers())
        for (const Benefit& benefit : offer.benefits) {
            const auto* earn = std::get_if<EarnPoints>(&benefit);
            if (earn == nullptr || barred(offer, sheet, answer) || !holds(offer.when, sheet))
                continue;
            const PointsRules& rules =
                *sheet.purchase->publication.find_programme(earn->programme)->points;
            const Chosen goods = pieces_of(offer.goods, sheet);
            if (goods.empty()) continue;
            if (std::holds_alternative<EarnMultiplied>(earn->rule) ||
                (!answer.redeemed.empty() && rules.spend.as == PointsAs::Tender))
                answer.sure_of_earned = false;
            const Fraction exact = points_of(earn->rule, rules, goods, sheet);
            const std::int64_t points =
                rounded(exact.over, exact.under * rules.earn.step.count(), rules.earn.rounding) *
                rules.earn.step.count();
            if (points > 0) answer.earned[earn->programme.value] += points;
        }
}

}  // namespace kopilka::obvious

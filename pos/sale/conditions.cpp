#include "pos/sale/conditions.h"

#include "pos/sale/match.h"
#include "pos/sale/member_conditions.h"
#include "pos/sale/tax.h"

#include <algorithm>
#include <array>

namespace kopilka {
namespace {

constexpr int kDay = 24 * 60;

struct Judge {
    const Given& given;
    const Worksheet& sheet;
    // The clock, which may be ahead of the given one.
    Date today = given.today;
    int minute = given.minute;

    Verdict operator()(const AllOf& all) const {
        Verdict first;
        for (const Condition& condition : all.conditions) {
            Verdict one = judge(condition, given, sheet);
            if (one.holds) continue;
            const int missing = first.missing + one.missing;
            if (first.holds) first = std::move(one);
            first.missing = missing;
        }
        if (const auto* then = std::get_if<LocalTime>(&first.distance))
            first.distance = first_moment(all, *then);
        return first;
    }
    Verdict operator()(const AnyOf& any) const {
        Verdict nearest;
        for (const Condition& condition : any.conditions) {
            Verdict one = judge(condition, given, sheet);
            if (one.holds) return one;
            if (nearest.holds || one.missing < nearest.missing) nearest = std::move(one);
        }
        return nearest;
    }
    Verdict operator()(const NoneOf& none) const {
        for (const Condition& condition : none.conditions)
            if (judge(condition, given, sheet).holds)
                return Verdict::missing_one(ConditionKind::ExclusiveOffer,
                                            std::string(word_of(kind_of(condition))));
        return {};
    }

    Verdict operator()(const AtLeastAmount& fact) const {
        const Money sum = amount_of(fact.goods, fact.basis);
        if (sum >= fact.amount) return {};
        return Verdict::missing_one(ConditionKind::MinimumAmount, fact.amount - sum);
    }
    Verdict operator()(const AtMostAmount& fact) const {
        const Money sum = amount_of(fact.goods, fact.basis);
        if (sum <= fact.amount) return {};
        return Verdict::missing_one(ConditionKind::MaximumAmount, sum - fact.amount);
    }
    Verdict operator()(const AtLeastQuantity& fact) const {
        const Quantity sum = quantity_of(fact.goods);
        if (sum >= fact.quantity) return {};
        return Verdict::missing_one(ConditionKind::MinimumQuantity, fact.quantity - sum);
    }
    Verdict operator()(const AtMostQuantity& fact) const {
        const Quantity sum = quantity_of(fact.goods);
        if (sum <= fact.quantity) return {};
        return Verdict::missing_one(ConditionKind::MaximumQuantity, sum - fact.quantity);
    }
    Verdict operator()(const DifferentGoods& fact) const {
        std::vector<Sku> kinds;
        for (const std::uint32_t unit : units_of(fact.goods, sheet)) {
            const Sku& sku = sheet.line_of(unit).sku;
            if (std::ranges::find(kinds, sku) == kinds.end()) kinds.push_back(sku);
        }
        const auto found = static_cast<std::int64_t>(kinds.size());
        if (found >= fact.kinds) return {};
        return Verdict::missing_one(ConditionKind::DifferentGoods, fact.kinds - found);
    }
    Verdict operator()(const OnlyGoods& fact) const {
        const bool only = std::ranges::all_of(
            sheet.lines, [&](const SheetLine& line) { return fits(fact.goods, *line.line); });
        if (only && !sheet.lines.empty()) return {};
        return Verdict::missing_one(ConditionKind::OnlyGoods);
    }
    Verdict operator()(const HasGoods& fact) const {
        if (!units_of(fact.goods, sheet).empty()) return {};
        return Verdict::missing_one(ConditionKind::Goods, kOneUnit);
    }

    Verdict operator()(const BetweenDates& fact) const {
        if (fact.from && today < *fact.from)
            return Verdict::missing_one(ConditionKind::DateRange, moment(*fact.from, 0));
        if (fact.to && today > *fact.to) return Verdict::missing_one(ConditionKind::DateRange);
        return {};
    }
    Verdict operator()(const Weekdays& fact) const {
        for (int ahead = 0; ahead < 7; ++ahead) {
            const Date day = plus_days(today, ahead);
            if ((fact.mask >> static_cast<int>(weekday(day)) & 1) == 0) continue;
            if (ahead == 0) return {};
            return Verdict::missing_one(ConditionKind::Weekday, moment(day, 0));
        }
        return Verdict::missing_one(ConditionKind::Weekday);
    }
    Verdict operator()(const Hours& fact) const {
        const int now = minute;
        const bool over_midnight = fact.from > fact.to;
        if (over_midnight ? now >= fact.from || now < fact.to : now >= fact.from && now < fact.to)
            return {};
        const int days = now < fact.from ? 0 : 1;
        return Verdict::missing_one(ConditionKind::Hours,
                                    moment(plus_days(today, days), fact.from));
    }

    Verdict operator()(const Shops& fact) const {
        return place(fact.stores, given.context.store.value, ConditionKind::Shop);
    }
    Verdict operator()(const Tills& fact) const {
        return place(fact.tills, given.context.till.value, ConditionKind::Till);
    }
    Verdict operator()(const InChannel& fact) const {
        if (fact.online == (given.context.channel == Channel::Online)) return {};
        return Verdict::missing_one(ConditionKind::Channel,
                                    std::string(fact.online ? "online" : "shop"));
    }
    // Which code it is stays unsaid: a cashier must not read it aloud.
    Verdict operator()(const HasCode& fact) const {
        for (const std::string& code : fact.codes)
            if (std::ranges::find(given.codes, code_form(code)) != given.codes.end()) return {};
        return Verdict::missing_one(ConditionKind::Code);
    }
    Verdict operator()(const PaidBy& fact) const {
        constexpr std::array<const char*, 6> kNames{"cash",   "card",        "sbp",
                                                    "points", "certificate", "cashback"};
        const bool so = fact.how == PaymentShare::Whole
                            ? paid_only_by(fact.methods, given)
                            : paid_by(fact.methods, sheet.running(), given) > 0;
        if (so) return {};
        return Verdict::missing_one(ConditionKind::PaymentMethod,
                                    std::string(kNames[fact.methods.front()]));
    }

    Verdict operator()(const InTier& fact) const {
        return judge_member(fact, given, Money::of(sheet.running()));
    }
    template <typename MemberFact>
    Verdict operator()(const MemberFact& fact) const {
        return judge_member(fact, given);
    }

private:
    Money amount_of(const GoodsFilter& goods, AmountBasis basis) const {
        Money sum;  // tax is per line
        for (const SheetLine& line : sheet.lines) {
            if (!fits(goods, *line.line)) continue;
            std::int64_t price = 0;
            for (std::uint32_t i = 0; i < line.unit_count; ++i) {
                const SheetUnit& unit = sheet.units[line.first_unit + i];
                if (unit.gift) continue;
                price += basis == AmountBasis::Original ? unit.original : unit.running;
            }
            sum += measured(basis, Money::of(price), *line.line);
        }
        return sum;
    }
    Quantity quantity_of(const GoodsFilter& goods) const {
        Quantity sum;
        for (const SheetLine& line : sheet.lines) {
            if (!fits(goods, *line.line)) continue;
            for (std::uint32_t i = 0; i < line.unit_count; ++i)
                if (!sheet.units[line.first_unit + i].gift)
                    sum += sheet.quantity_of(line.first_unit + i);
        }
        return sum;
    }
    LocalTime moment(Date day, int of_day) const {
        const std::int32_t offset = given.context.at.offset_minutes;
        return {{start_of_day(day, offset).ms + std::int64_t{of_day % kDay} * 60'000}, offset};
    }
    // From `then` on, the first moment at which all conditions on the clock hold: weekdays from
    // 08:00, asked on a Friday at noon, is Monday at 08:00. Nothing where there is none.
    Distance first_moment(const AllOf& all, LocalTime then) const {
        constexpr int kMostSteps = 16;  // dates, a weekday, hours, and so on again
        for (int step = 0; step < kMostSteps; ++step) {
            const Judge later{given, sheet, local_date(then), minute_of_day(then)};
            const Verdict next = later.by_the_clock(all);
            if (next.holds) return then;
            const auto* after = std::get_if<LocalTime>(&next.distance);
            if (after == nullptr) return {};
            then = *after;
        }
        return {};
    }
    Verdict by_the_clock(const AllOf& all) const {
        for (const Condition& condition : all.conditions) {
            Verdict one;
            if (const auto* dates = std::get_if<BetweenDates>(&condition.fact))
                one = (*this)(*dates);
            if (const auto* days = std::get_if<Weekdays>(&condition.fact)) one = (*this)(*days);
            if (const auto* hours = std::get_if<Hours>(&condition.fact)) one = (*this)(*hours);
            if (!one.holds) return one;
        }
        return {};
    }
    Verdict place(const std::vector<std::string>& names, const std::string& here,
                  ConditionKind kind) const {
        if (std::ranges::binary_search(names, here)) return {};
        return Verdict::missing_one(kind, names.front());
    }
    Money measured(AmountBasis basis, Money price, const BasketLine& line) const {
        const TaxMode mode = given.context.tax;
        switch (basis) {
            case AmountBasis::Running:
            case AmountBasis::Original: return price;
            case AmountBasis::BeforeTax:
                return mode == TaxMode::Included ? price - tax_of(price, line.tax_rate, mode)
                                                 : price;
            case AmountBasis::AfterTax:
                return mode == TaxMode::Excluded ? price + tax_of(price, line.tax_rate, mode)
                                                 : price;
        }
        return price;
    }
    // What stands in the way of a `none`, as a word of assets/text (offer.unwanted).
    static std::string_view word_of(ConditionKind kind) {
        switch (kind) {
            case ConditionKind::Code: return "code";
            case ConditionKind::Membership: return "member";
            case ConditionKind::Tier: return "tier";
            case ConditionKind::Segment:
            case ConditionKind::Tag: return "group";
            case ConditionKind::Goods:
            case ConditionKind::OnlyGoods: return "goods";
            case ConditionKind::PaymentMethod: return "payment";
            case ConditionKind::DateRange:
            case ConditionKind::Weekday:
            case ConditionKind::Hours: return "time";
            case ConditionKind::Shop:
            case ConditionKind::Till:
            case ConditionKind::Channel: return "place";
            default: return "purchase";
        }
    }
    // Of the first fact inside.
    static ConditionKind kind_of(const Condition& condition) {
        const auto* all = std::get_if<AllOf>(&condition.fact);
        const auto* any = std::get_if<AnyOf>(&condition.fact);
        if (all != nullptr && !all->conditions.empty()) return kind_of(all->conditions.front());
        if (any != nullptr && !any->conditions.empty()) return kind_of(any->conditions.front());
        // By position in Condition's variant.
        constexpr std::array kKinds{ConditionKind::None,
                                    ConditionKind::None,
                                    ConditionKind::None,
                                    ConditionKind::MinimumAmount,
                                    ConditionKind::MinimumQuantity,
                                    ConditionKind::Goods,
                                    ConditionKind::DateRange,
                                    ConditionKind::Weekday,
                                    ConditionKind::Hours,
                                    ConditionKind::Shop,
                                    ConditionKind::Till,
                                    ConditionKind::Channel,
                                    ConditionKind::Membership,
                                    ConditionKind::Tier,
                                    ConditionKind::Segment,
                                    ConditionKind::Tag,
                                    ConditionKind::MembershipAge,
                                    ConditionKind::NthPurchase,
                                    ConditionKind::LifetimeSpend,
                                    ConditionKind::DaysSincePurchase,
                                    ConditionKind::Birthday,
                                    ConditionKind::Referral,
                                    ConditionKind::Code,
                                    ConditionKind::PaymentMethod,
                                    ConditionKind::Stamps,
                                    ConditionKind::PointsBalance,
                                    ConditionKind::MaximumAmount,
                                    ConditionKind::MaximumQuantity,
                                    ConditionKind::DifferentGoods,
                                    ConditionKind::OnlyGoods};
        static_assert(kKinds.size() == std::variant_size_v<decltype(Condition::fact)>);
        return kKinds[condition.fact.index()];
    }
};

}  // namespace

Verdict judge(const Condition& condition, const Given& given, const Worksheet& sheet) {
    return std::visit(Judge{given, sheet}, condition.fact);
}

namespace {

// The offer's codes that were entered.
void entered_codes(const Condition& condition, const Given& given,
                   std::vector<std::string>& entered) {
    if (const auto* fact = std::get_if<HasCode>(&condition.fact)) {
        for (const std::string& code : fact->codes)
            if (std::ranges::find(given.codes, code_form(code)) != given.codes.end())
                entered.push_back(code_form(code));
        return;
    }
    const auto* all = std::get_if<AllOf>(&condition.fact);
    const auto* any = std::get_if<AnyOf>(&condition.fact);
    if (all != nullptr)
        for (const Condition& inner : all->conditions) entered_codes(inner, given, entered);
    if (any != nullptr)
        for (const Condition& inner : any->conditions) entered_codes(inner, given, entered);
}

template <typename Share>
bool is_exhausted(const std::map<OfferId, Share>& shares, const OfferId& offer) {
    const auto left = shares.find(offer);
    return left != shares.end() && left->second <= Share();
}

bool codes_used_up(const Offer& offer, const Given& given) {
    std::vector<std::string> codes;
    entered_codes(offer.when, given, codes);
    const bool fresh = std::ranges::any_of(codes, [&](const std::string& code) {
        const auto used = given.context.code_uses.find(code);
        return used == given.context.code_uses.end() || used->second < *offer.limits.per_code;
    });
    return !fresh && !codes.empty();
}

}  // namespace

bool always_holds(const Condition& condition) {
    const auto* all = std::get_if<AllOf>(&condition.fact);
    return all != nullptr && all->conditions.empty();
}

bool used_up(const std::map<OfferId, std::int64_t>& uses, const OfferId& offer, std::int64_t most) {
    const auto used = uses.find(offer);
    return used != uses.end() && used->second >= most;
}

ConditionKind limit_reached(const Offer& offer, const Given& given) {
    const Limits& limits = offer.limits;
    const MemberView* member = given.member;
    if ((limits.per_customer || limits.per_day) && member == nullptr)
        return ConditionKind::Membership;
    if (limits.per_customer && used_up(member->uses, offer.id, *limits.per_customer))
        return ConditionKind::LimitPerCustomer;
    if (limits.per_day && member->uses_day == given.today &&
        used_up(member->day_uses, offer.id, *limits.per_day))
        return ConditionKind::LimitPerDay;
    if (limits.total && is_exhausted(given.context.limit_shares, offer.id))
        return ConditionKind::LimitTotal;
    if (limits.budget && is_exhausted(given.context.budget_shares, offer.id))
        return ConditionKind::Budget;
    if (limits.per_code && codes_used_up(offer, given)) return ConditionKind::LimitPerCode;
    return ConditionKind::None;
}

}  // namespace kopilka

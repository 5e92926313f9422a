#include "pos/loyalty/describe_parts.h"

namespace kopilka {
namespace {

class Teller {
public:
    explicit Teller(Outline& outline) : outline_(outline) {}

    void operator()(const AllOf& all) {
        if (all.conditions.size() == 1)
            tell_condition(outline_, all.conditions.front());
        else
            inside("programme.when.all", all.conditions);
    }
    void operator()(const AnyOf& any) { inside("programme.when.any", any.conditions); }
    void operator()(const NoneOf& none) { inside("programme.when.none", none.conditions); }

    void operator()(const AtLeastAmount& fact) { amount("programme.when.amount", fact); }
    void operator()(const AtMostAmount& fact) { amount("programme.when.maximum_amount", fact); }
    void operator()(const AtMostQuantity& fact) {
        say("programme.when.maximum_quantity", {fact.quantity});
        goods(fact.goods);
    }
    void operator()(const DifferentGoods& fact) {
        say("programme.when.different_goods", {fact.kinds});
        goods(fact.goods);
    }
    void operator()(const OnlyGoods& fact) {
        say("programme.when.only_goods");
        goods(fact.goods);
    }
    void operator()(const AtLeastQuantity& fact) {
        say("programme.when.quantity", {fact.quantity});
        goods(fact.goods);
    }
    void operator()(const HasGoods& fact) {
        say("programme.when.goods");
        goods(fact.goods);
    }
    void operator()(const BetweenDates& fact) {
        std::vector<Phrase> ends;
        if (fact.from) ends.push_back({"programme.from_day", {*fact.from}});
        if (fact.to) ends.push_back({"programme.to_day", {*fact.to}});
        say("programme.when.dates", {}, std::move(ends));
    }
    void operator()(const Weekdays& fact) {
        constexpr const char* kDays[]{"monday", "tuesday",  "wednesday", "thursday",
                                      "friday", "saturday", "sunday"};
        std::vector<Phrase> days;
        for (std::size_t day = 0; day < 7; ++day)
            if ((fact.mask >> day & 1) != 0)
                days.push_back({key_of("programme.weekday.", day, kDays), {}});
        say("programme.when.weekdays", {}, std::move(days));
    }
    void operator()(const Hours& fact) {
        say("programme.when.hours", {clock_text(fact.from), clock_text(fact.to)});
    }

    void operator()(const Shops& fact) { list("programme.when.shops", fact.stores); }
    void operator()(const Tills& fact) { list("programme.when.tills", fact.tills); }
    void operator()(const InChannel& fact) {
        say(fact.online ? "programme.when.online" : "programme.when.in_shop");
    }
    void operator()(const IsMember& fact) {
        say(fact.member ? "programme.when.member" : "programme.when.stranger");
    }
    void operator()(const InTier& fact) { list("programme.when.tiers", fact.tiers); }
    void operator()(const InSegment& fact) { list("programme.when.segments", fact.segments); }
    void operator()(const HasTag& fact) { list("programme.when.tags", fact.tags); }
    void operator()(const HasCode& fact) { list("programme.when.codes", fact.codes); }
    void operator()(const MembershipAge& fact) {
        if (fact.months != CountRange{})
            say("programme.when.member_months", {}, range(fact.months));
        if (fact.days != CountRange{}) say("programme.when.member_days", {}, range(fact.days));
    }
    void operator()(const PurchaseCount& fact) {
        if (fact.completed != CountRange{})
            say("programme.when.purchases", {}, range(fact.completed));
        if (fact.every) say("programme.when.every_purchase", {*fact.every});
    }
    void operator()(const SpentInLife& fact) {
        std::vector<Phrase> ends;
        if (fact.from) ends.push_back({"programme.from", {*fact.from}});
        if (fact.below) ends.push_back({"programme.below", {*fact.below}});
        say("programme.when.lifetime_spend", {}, std::move(ends));
    }
    void operator()(const DaysSinceLast& fact) {
        say("programme.when.days_since_purchase", {}, range(fact.days));
    }
    void operator()(const NearBirthday& fact) {
        say("programme.when.birthday",
            {std::int64_t{fact.days_before}, std::int64_t{fact.days_after}});
    }
    void operator()(const Referred&) { say("programme.when.referred"); }
    void operator()(const PaidBy& fact) {
        say(fact.how == PaymentShare::Share ? "programme.when.paid_share"
                                            : "programme.when.paid_whole",
            {}, payment_methods(fact.methods));
    }
    void operator()(const HasStamps& fact) { say("programme.when.stamps", {fact.from, fact.card}); }
    void operator()(const HasPoints& fact) {
        say("programme.when.points", {fact.from});
        if (!fact.programme.value.empty())
            outline_.under([&] { say("programme.of_programme", {fact.programme.value}); });
    }

private:
    void say(const char* key, std::vector<Phrase::Argument> arguments = {},
             std::vector<Phrase> listed = {}) {
        outline_.say({key, std::move(arguments)}, std::move(listed));
    }
    template <typename Fact>
    void amount(const char* key, const Fact& fact) {
        constexpr const char* kBases[]{"running", "original", "before_tax", "after_tax"};
        say(key, {fact.amount}, {{key_of("programme.basis.", fact.basis, kBases), {}}});
        goods(fact.goods);
    }
    void list(const char* key, const std::vector<std::string>& words) {
        say(key, {}, as_written(words));
    }
    void goods(const GoodsFilter& filter) {
        outline_.under([&] { tell_goods(outline_, filter); });
    }
    void inside(const char* key, const std::vector<Condition>& conditions) {
        say(key);
        outline_.under([&] {
            for (const Condition& one : conditions) tell_condition(outline_, one);
        });
    }

    Outline& outline_;
};

}  // namespace

std::vector<Phrase> payment_methods(const std::vector<std::uint8_t>& methods) {
    constexpr const char* kMethods[]{"cash", "card", "sbp", "points", "certificate", "cashback"};
    std::vector<Phrase> phrases;
    for (const std::uint8_t method : methods)
        phrases.push_back({key_of("programme.payment.", method, kMethods), {}});
    return phrases;
}

void tell_condition(Outline& outline, const Condition& condition) {
    std::visit(Teller(outline), condition.fact);
}

}  // namespace kopilka

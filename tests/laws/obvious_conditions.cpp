#include "pos/core/overload.h"
#include "tests/laws/obvious.h"

#include <algorithm>
#include <stdexcept>

namespace kopilka::obvious {
namespace {

Kopecks amount(const AtLeastAmount& fact, const Sheet& sheet) {
    const TaxMode tax = sheet.purchase->context.tax;
    std::map<std::size_t, Kopecks> lines;
    for (const std::size_t i : pieces_of(fact.goods, sheet)) {
        const Piece& piece = sheet.pieces[i];
        lines[piece.line] +=
            fact.basis == AmountBasis::Original ? piece.original : piece.lane_start;
    }
    Kopecks all = 0;
    for (auto [number, price] : lines) {
        const BasketLine& line = sheet.purchase->basket.lines[number];
        if (fact.basis == AmountBasis::BeforeTax && tax == TaxMode::Included)
            price -= tax_of(price, line, tax);
        if (fact.basis == AmountBasis::AfterTax && tax == TaxMode::Excluded)
            price += tax_of(price, line, tax);
        all += price;
    }
    return all;
}

std::int64_t thousandths(const GoodsFilter& goods, const Sheet& sheet) {
    std::int64_t all = 0;
    for (const std::size_t i : pieces_of(goods, sheet))
        all += sheet.pieces[i].counts ? 1000 : sheet.line(i).quantity.count();
    return all;
}

bool nobody_asks() { throw std::logic_error("a fact nobody asks about"); }

bool in(const std::vector<std::string>& words, const std::string& word) {
    return std::ranges::find(words, word) != words.end();
}

}  // namespace

// The facts that the random programmes ask about; another one is a mistake of the test.
bool holds(const Condition& condition, const Sheet& sheet) {
    const Purchase& bought = *sheet.purchase;
    const MemberView* member = bought.member;
    const auto one_holds = [&](const Condition& one) { return holds(one, sheet); };
    return std::visit(
        Overload{
            [&](const AllOf& all) { return std::ranges::all_of(all.conditions, one_holds); },
            [&](const AnyOf& any) { return std::ranges::any_of(any.conditions, one_holds); },
            [&](const NoneOf& none) { return std::ranges::none_of(none.conditions, one_holds); },
            [&](const AtLeastAmount& fact) { return amount(fact, sheet) >= fact.amount.count(); },
            [&](const AtLeastQuantity& fact) {
                return thousandths(fact.goods, sheet) >= fact.quantity.count();
            },
            [&](const HasGoods& fact) { return !pieces_of(fact.goods, sheet).empty(); },
            [&](const IsMember& fact) { return fact.member == (member != nullptr); },
            [&](const PurchaseCount& fact) {
                return member != nullptr && member->purchases >= fact.completed.from.value_or(0);
            },
            [&](const Weekdays& fact) {
                const Date today = local_date(bought.context.at);
                return (fact.mask >> static_cast<int>(weekday(today)) & 1) != 0;
            },
            [&](const HasCode& fact) {
                return std::ranges::any_of(bought.basket.codes, [&](const std::string& code) {
                    return std::ranges::any_of(fact.codes, [&](const std::string& wanted) {
                        return code_form(wanted) == code_form(code);
                    });
                });
            },
            [&](const InTier& fact) {
                return member != nullptr && in(fact.tiers, member->tier.value);
            },
            [](const auto&) { return nobody_asks(); },
        },
        condition.fact);
}

}  // namespace kopilka::obvious

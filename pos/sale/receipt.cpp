// The paper of a sale: every line with what each offer took off it and why.
#include "pos/sale/receipt.h"

#include "pos/sale/paper.h"

#include <algorithm>

namespace kopilka {
namespace {

constexpr std::size_t kMostHints = 2;

const Explanation* explanation_of(const SaleReceipt& receipt, const OfferId& offer) {
    const auto found = std::ranges::find(receipt.explanations, offer, &Explanation::offer);
    return found == receipt.explanations.end() ? nullptr : &*found;
}

std::string offer_name(const PaperWriter& paper, const SaleReceipt& receipt, const OfferId& offer) {
    const Explanation* known = explanation_of(receipt, offer);
    return known ? paper.in(known->name) : offer.value;
}

std::string quantity_of(const PaperWriter& paper, const BasketLine& line) {
    const std::string amount = paper.texts().quantity(line.quantity);
    const std::string price = paper.texts().plain_money(line.unit_price);
    const std::string_view key = line.weighed ? "receipt.kilograms" : "receipt.pieces";
    return "  " + paper.say({std::string(key), {amount, price}});
}

void taken_off(PaperWriter& paper, std::string what, Money amount) {
    if (!amount.is_zero())
        paper.columns("  " + std::move(what), paper.texts().plain_money(-amount));
}

void goods_line(PaperWriter& paper, const SaleReceipt& receipt, const BasketLine& line,
                const PricedLine& priced) {
    const std::string mark = line.marking.empty() ? "" : paper.say("receipt.marked") + " ";
    const std::string gross = paper.texts().plain_money(priced.gross);
    if (line.quantity == kOneUnit && !line.weighed) {
        paper.columns(mark + paper.in(line.name), gross);
    } else {
        paper.line(mark + paper.in(line.name));
        paper.columns(quantity_of(paper, line), gross);
    }
    Money rest = priced.discount;
    taken_off(paper, paper.say("receipt.by_hand"), line.manual_discount);
    rest -= line.manual_discount;
    for (const LineSaving& saving : priced.savings) {
        taken_off(paper, offer_name(paper, receipt, saving.offer), saving.amount);
        rest -= saving.amount;
    }
    taken_off(paper, paper.say("receipt.by_points"), rest);
    if (!priced.discount.is_zero())
        paper.columns("  " + paper.say("receipt.with_discount"),
                      paper.texts().plain_money(priced.net));
}

void goods(PaperWriter& paper, const SaleReceipt& receipt) {
    for (const PricedLine& priced : receipt.sale.lines)
        if (const BasketLine* line = find_line(receipt.sale.basket, priced.id))
            goods_line(paper, receipt, *line, priced);
    for (const Gift& gift : receipt.sale.gifts) {
        const auto known = receipt.gift_names.find(gift.sku);
        const std::string name =
            known == receipt.gift_names.end() ? gift.sku.value : paper.in(known->second);
        const std::string amount = paper.texts().quantity(gift.quantity);
        paper.columns(paper.say({"receipt.gift", {name, amount}}),
                      paper.texts().plain_money(kNoMoney));
    }
}

// Tax by rate, as the lines were taxed.
void taxes(PaperWriter& paper, const Sale& sale) {
    if (sale.context.tax == TaxMode::None) return;
    std::map<BasisPoints, Money> by_rate;
    for (const PricedLine& priced : sale.lines)
        if (const BasketLine* line = find_line(sale.basket, priced.id))
            by_rate[line->tax_rate] += priced.tax;
    const std::string_view key =
        sale.context.tax == TaxMode::Included ? "receipt.tax_included" : "receipt.tax_on_top";
    for (const auto& [rate, tax] : by_rate)
        paper.columns(paper.say({std::string(key), {paper.texts().points(Points::of(rate.value))}}),
                      paper.texts().plain_money(tax));
}

void sums(PaperWriter& paper, const Sale& sale) {
    paper.rule();
    if (!sale.discount_total.is_zero()) {
        paper.sum("receipt.without_discounts", sale.gross);
        paper.sum("receipt.discounts", -sale.discount_total);
    }
    paper.total("receipt.total", sale.total);
    taxes(paper, sale);
    for (const Tender& tender : sale.tenders)
        paper.columns(paper.say(tender_name(tender)), paper.texts().plain_money(tender.amount));
    paper.sum_unless_zero("receipt.change", sale.change);
}

// Why: what applied, what a limit kept back, and the nearest thing still to be had.
void reasons(PaperWriter& paper, const SaleReceipt& receipt) {
    std::vector<std::string> given, near;
    const auto say = [&](const Explanation& each) {
        return paper.say(receipt.publication ? words(each, *receipt.publication) : words(each));
    };
    for (const Explanation& each : receipt.explanations) {
        if (each.outcome == Outcome::Applied || each.outcome == Outcome::Limited)
            given.push_back(say(each));
        if (each.outcome == Outcome::Missing && each.hint && near.size() < kMostHints)
            near.push_back(say(each));
    }
    if (given.empty() && near.empty()) return;
    paper.rule();
    if (!given.empty()) paper.title(paper.say("receipt.why"));
    for (std::string& text : given) paper.line(std::move(text));
    if (!near.empty()) paper.title(paper.say("receipt.nearly"));
    for (std::string& text : near) paper.line(std::move(text));
}

void points_of(PaperWriter& paper, const PointsResult& points) {
    paper.points("receipt.points.before", points.balance_before);
    if (!points.redeemed.is_zero()) paper.points("receipt.points.redeemed", -points.redeemed);
    if (!points.earned.is_zero()) paper.points("receipt.points.earned", points.earned);
    paper.points("receipt.points.after", points.balance_after);
}

void stamp_card(PaperWriter& paper, const SaleReceipt& receipt, const std::string& card,
                std::int64_t stamps) {
    const auto known = receipt.stamp_cards.find(card);
    if (known == receipt.stamp_cards.end()) return;
    const auto& [name, every] = known->second;
    paper.line(paper.say({"receipt.stamps", {stamps, name, every}}));
}

void member_part(PaperWriter& paper, const SaleReceipt& receipt) {
    if (!receipt.sale.member) return;
    paper.rule();
    const std::string& name = receipt.member_name;
    paper.title(name.empty() ? paper.say("receipt.member")
                             : paper.say({"receipt.member_name", {name}}));
    for (const PointsResult& points : receipt.points) points_of(paper, points);
    if (!receipt.expiring.is_zero() && receipt.expiring_on)
        paper.line(
            paper.say({"receipt.points.expiring", {receipt.expiring, *receipt.expiring_on}}));
    for (const auto& [card, stamps] : receipt.sale.stamps) stamp_card(paper, receipt, card, stamps);
}

void coupons(PaperWriter& paper, const Sale& sale) {
    for (const IssuedCoupon& coupon : sale.coupons) {
        paper.rule();
        paper.title(paper.say("receipt.coupon"));
        paper.centre(paper.in(coupon.text));
        paper.add(QrCode{coupon.code, coupon.code});
    }
}

void thanks(PaperWriter& paper, const SaleReceipt& receipt) {
    paper.rule();
    if (!receipt.sale.discount_total.is_zero())
        paper.title(paper.say({"receipt.saved", {receipt.sale.discount_total}}));
    if (!receipt.member_name.empty())
        paper.title(paper.say({"receipt.thanks", {receipt.member_name}}));
    for (const Localized& text : paper.shop().receipt_footer) paper.centre(paper.in(text));
    if (paper.shop().receipt_advert.empty()) return;
    paper.rule();
    for (const Localized& text : paper.shop().receipt_advert) paper.centre(paper.in(text));
}

}  // namespace

PrintDocument lay_out_sale(const SaleReceipt& receipt, PaperWriter paper, CopyMark mark) {
    const auto number = static_cast<std::int64_t>(receipt.sale.number.value);
    const auto shift = static_cast<std::int64_t>(receipt.sale.shift.value);
    paper.shop_header();
    paper.copy_mark(mark);
    paper.columns(paper.say({"receipt.number", {std::to_string(number)}}),
                  paper.say({"receipt.shift", {std::to_string(shift)}}));
    paper.when(receipt.at, receipt.cashier);
    paper.rule();
    goods(paper, receipt);
    sums(paper, receipt.sale);
    reasons(paper, receipt);
    member_part(paper, receipt);
    coupons(paper, receipt.sale);
    thanks(paper, receipt);
    paper.code(receipt.id, receipt.hash);
    return paper.cut();
}

}  // namespace kopilka

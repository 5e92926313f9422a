#include "tests/sale/pricing_kit.h"

#include <stdexcept>

namespace kopilka {
namespace {

std::string text_of(const Distance& distance) {
    struct Visitor {
        std::string operator()(std::monostate) const { return {}; }
        std::string operator()(Money money) const { return to_string(money); }
        std::string operator()(Quantity quantity) const { return to_string(quantity) + " units"; }
        std::string operator()(Points points) const { return to_string(points) + " points"; }
        std::string operator()(std::int64_t count) const { return std::to_string(count); }
        std::string operator()(LocalTime time) const { return to_string(time); }
        std::string operator()(const std::string& name) const { return name; }
    };
    return std::visit(Visitor{}, distance);
}

}  // namespace

Publication publication_of(std::string_view offers) {
    const PublicationFile file{"test.toml",
                               "programme = \"test\"\nname = \"Test\"\n" + std::string(offers)};
    auto parsed = parse_publication(std::vector{file});
    if (parsed) return *std::move(parsed);
    std::string all;
    for (const ProgrammeError& error : parsed.error()) all += to_string(error) + "\n";
    throw std::runtime_error(all);
}

PriceContext Shop::default_context() {
    PriceContext context;
    context.store = {"nevsky"};
    context.till = {"nevsky-1"};
    context.at = *parse_local_time("2026-03-08T18:05:00+03:00");
    return context;
}

BasketLine& Shop::add(std::string sku, std::string_view price, std::string_view quantity) {
    BasketLine line;
    line.id = basket.next_line;
    ++basket.next_line.value;
    line.categories = {sku.substr(0, sku.find('-'))};
    line.sku = {std::move(sku)};
    line.unit_price = *parse_money(price);
    line.quantity = *parse_quantity(quantity);
    line.tax_rate = BasisPoints::percent(20);
    basket.lines.push_back(std::move(line));
    return basket.lines.back();
}

void Shop::pay(TenderKind kind, std::string_view amount) {
    Tender tender;
    tender.kind = kind;
    tender.amount = *parse_money(amount);
    tenders.push_back(tender);
}

MemberView& Shop::join() {
    member.emplace();
    member->joined = local_date(context.at);
    return *member;
}

PricedBasket Shop::price() const {
    return kopilka::price(publication, context, member ? &*member : nullptr, basket, tenders);
}

std::string Shop::total() const { return to_string(price().total); }

std::string Shop::nets() const {
    std::string text;
    for (const PricedLine& line : price().lines)
        text += (text.empty() ? "" : " ") + to_string(line.net);
    return text;
}

std::string Shop::outcomes() const {
    std::string text;
    for (const Explanation& one :
         explain_every_offer(publication, context, member ? &*member : nullptr, basket, tenders))
        text += (text.empty() ? "" : "; ") + in_words(one);
    return text;
}

Explanation Shop::about(std::string_view offer) const {
    const auto one = explain({std::string(offer)}, publication, context,
                             member ? &*member : nullptr, basket, tenders);
    return one.value_or(Explanation{});
}

std::string in_words(const Explanation& one) {
    std::string text = one.offer.value;
    switch (one.outcome) {
        case Outcome::Applied: text += " applied " + to_string(one.amount); break;
        case Outcome::Lost:
            text += " lost to " + one.lost_to->value + " by " + to_string(one.by);
            break;
        case Outcome::Missing: text += " missing"; break;
        case Outcome::Limited: text += " limited " + to_string(one.amount); break;
    }
    if (const std::string distance = text_of(one.distance); !distance.empty())
        text += " " + distance;
    if (one.hint)
        text += " (add " + to_string(one.hint->cost) + ", save " + to_string(one.hint->saves) + ")";
    return text;
}

}  // namespace kopilka

// What the customer sees follows from the sale; told to the pole display when it changes.
#include "pos/core/overload.h"
#include "pos/till/regions.h"

namespace kopilka {
namespace {

std::string first_name(const stage::OpenReceipt& receipt) {
    return receipt.member ? receipt.member->member.person.first_name : std::string();
}

CustomerStage of_receipt(const stage::OpenReceipt& receipt) {
    const PricedBasket& priced = receipt.priced;
    if (receipt.frozen_at) return stage::SeesDue{priced.due, priced.discount_total};
    if (receipt.basket.lines.empty()) {
        if (!receipt.member) return stage::Welcome{};
        return stage::Greeting{first_name(receipt)};
    }
    return stage::SeesBasket{receipt.basket.lines.back().name, priced.total, priced.discount_total};
}

CustomerStage of_finished(const stage::Finished& done) {
    const auto* sale = std::get_if<SaleReceipt>(&done.paper);
    if (!sale) return stage::Welcome{};
    return stage::SeesThanks{sale->member_name, sale->sale.change, sale->sale.discount_total};
}

CustomerStage of_sale(const SaleStage& sale) {
    return std::visit(
        Overload{
            [](const stage::Starting&) -> CustomerStage { return stage::Welcome{}; },
            [](const stage::Questions&) -> CustomerStage { return stage::Welcome{}; },
            [](const stage::NoShift&) -> CustomerStage { return stage::Welcome{}; },
            [](const stage::Idle&) -> CustomerStage { return stage::Welcome{}; },
            [](const stage::Ringing& s) { return of_receipt(s.receipt); },
            [](const stage::Asking& s) -> CustomerStage {
                return s.receipt ? of_receipt(*s.receipt) : stage::Welcome{};
            },
            [](const stage::Paying& s) { return of_receipt(s.receipt); },
            [](const stage::CardPending& s) -> CustomerStage {
                const auto* receipt = std::get_if<stage::OpenReceipt>(&s.of);
                return receipt ? of_receipt(*receipt) : stage::Welcome{};
            },
            [](const stage::Committing& s) -> CustomerStage {
                if (const auto* commit = std::get_if<stage::CommitSale>(&s.what))
                    return of_receipt(commit->receipt);
                const auto* profile = std::get_if<stage::CommitProfile>(&s.what);
                return profile ? of_receipt(profile->receipt) : stage::Welcome{};
            },
            [](const stage::Printing& s) { return of_finished(s.done); },
            [](const stage::Done& s) { return of_finished(s.done); },
            [](const stage::Counting&) -> CustomerStage { return stage::Welcome{}; },
            [](const stage::FindingOriginal&) -> CustomerStage { return stage::Welcome{}; },
            [](const stage::Returning&) -> CustomerStage { return stage::Welcome{}; },
        },
        sale);
}

Phrase hello(const std::string& name) {
    if (name.empty()) return {"till.customer.hello", {}};
    return {"till.customer.hello_name", {name}};
}

Phrase saved(Money money) {
    if (money.is_zero()) return {"till.customer.nothing", {}};
    return {"till.customer.saved", {money}};
}

effect::ShowCustomer on_pole(const CustomerStage& stage) {
    return std::visit(
        Overload{
            [](const stage::Welcome&) {
                return effect::ShowCustomer{{"till.customer.welcome", {}},
                                            {"till.customer.nothing", {}}};
            },
            [](const stage::Greeting& s) {
                return effect::ShowCustomer{hello(s.first_name), {"till.customer.nothing", {}}};
            },
            [](const stage::SeesBasket& s) {
                return effect::ShowCustomer{{"till.customer.goods", {s.last}},
                                            {"till.customer.total", {s.total}}};
            },
            [](const stage::SeesDue& s) {
                return effect::ShowCustomer{{"till.customer.due", {s.due}}, saved(s.saved)};
            },
            [](const stage::SeesThanks& s) {
                Phrase thanks = s.first_name.empty()
                                    ? Phrase{"till.customer.thanks", {}}
                                    : Phrase{"till.customer.thanks_name", {s.first_name}};
                Phrase lower = s.change.is_zero() ? saved(s.saved)
                                                  : Phrase{"till.customer.change", {s.change}};
                return effect::ShowCustomer{std::move(thanks), std::move(lower)};
            },
        },
        stage);
}

}  // namespace

CustomerStage step_customer(Turn& turn, const CustomerStage& stage, const SaleStage& sale) {
    CustomerStage next = of_sale(sale);
    const effect::ShowCustomer before = on_pole(stage);
    effect::ShowCustomer now = on_pole(next);
    if (now.upper != before.upper || now.lower != before.lower) turn.ask(std::move(now));
    return next;
}

}  // namespace kopilka

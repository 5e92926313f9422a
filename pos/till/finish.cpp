#include "pos/till/finish.h"

#include "pos/core/check.h"
#include "pos/core/overload.h"
#include "pos/core/wipe.h"
#include "pos/loyalty/programme.h"

namespace kopilka {

Expiring expiring_soon(const MemberView& member, LocalTime now, std::int32_t days) {
    constexpr std::int64_t kDay = 86'400'000;
    const Instant until{now.instant.ms + days * kDay};
    Expiring soon;
    for (const auto& [programme, account] : member.accounts)
        for (const Lot& lot : account.lots) {
            if (!lot.expires || *lot.expires <= now.instant || *lot.expires > until) continue;
            soon.points += lot.amount;
            const Date date = local_date({*lot.expires, now.offset_minutes});
            if (!soon.first || date < *soon.first) soon.first = date;
        }
    return soon;
}

namespace {

std::map<std::string, StampCardName> stamp_cards(const Publication& publication) {
    std::map<std::string, StampCardName> cards;
    for (const Offer& offer : publication.offers())
        if (offer.stamps) cards[offer.stamps->card] = {offer.name, offer.stamps->every};
    return cards;
}

void explain(SaleReceipt& paper, const PricedBasket& priced,
             std::shared_ptr<const Publication> publication) {
    paper.explanations = priced.explanations;
    paper.points = priced.points;
    paper.stamp_cards = stamp_cards(*publication);
    paper.publication = std::move(publication);
}

void address(SaleReceipt& paper, const Member& member) {
    paper.member_name = member.person.first_name;
    const Expiring soon = expiring_soon(member.view, paper.at);
    paper.expiring = soon.points;
    paper.expiring_on = soon.first;
}

Localized name_of(const Turn& turn, const CashierId& id) {
    const StaffMember* who = find_staff(*turn.world.shop, id);
    return who ? who->name : Localized{id.value, id.value};
}

SaleReceipt sale_again(const Turn& turn, const PaperRecord& found, const Sale& sale) {
    SaleReceipt paper;
    paper.id = found.record.id;
    paper.hash = found.hash;
    paper.sale = sale;
    paper.at = found.record.at;
    paper.cashier = name_of(turn, found.record.cashier);
    paper.gift_names = found.gift_names;
    const Publication& now = *turn.world.publication;
    if (now.hash() == sale.publication)
        explain(paper,
                price(now, sale.context, sale.member ? &*sale.member : nullptr, sale.basket,
                      sale.tenders),
                turn.world.publication);
    if (found.member) address(paper, *found.member);
    return paper;
}

}  // namespace

stage::Finished finished_sale(const Turn& turn, const stage::CommitSale& sale, const Stamp& stamp) {
    SaleReceipt paper;
    paper.id = stamp.id;
    paper.hash = stamp.hash;
    paper.sale = sale.sale;
    paper.at = turn.desk.now;
    paper.cashier = cashier_name(turn);
    paper.gift_names = sale.receipt.gift_names;
    explain(paper, sale.receipt.priced, sale.receipt.publication);
    if (sale.receipt.member) address(paper, sale.receipt.member->member);
    return {std::move(paper), stamp.id, sale.sale.change, 0};
}

stage::Finished finished_return(const Turn& turn, const stage::CommitReturn& goods,
                                const Stamp& stamp) {
    ReturnReceipt paper;
    paper.id = stamp.id;
    paper.hash = stamp.hash;
    paper.refund = goods.refund;
    paper.original = goods.goods.original.sale;
    paper.cashier = cashier_name(turn);
    return {std::move(paper), stamp.id, goods.refund.total, 0};
}

void wipe_customer(stage::Finished& done) {
    if (auto* sale = std::get_if<SaleReceipt>(&done.paper)) wipe(sale->member_name);
}

stage::Finished finished_again(const Turn& turn, const PaperRecord& found) {
    const Localized cashier = name_of(turn, found.record.cashier);
    const RecordId id = found.record.id;
    const LocalTime at = found.record.at;
    return std::visit(
        Overload{
            [&](const Sale& sale) -> stage::Finished {
                return {sale_again(turn, found, sale), id, sale.change, 0};
            },
            [&](const Return& back) -> stage::Finished {
                return {
                    ReturnReceipt{id, found.hash, back, found.original.value_or(Sale{}), cashier},
                    id, back.total, 0};
            },
            [&](const ShiftClosed& closed) -> stage::Finished {
                return {ZReport{closed, at, cashier}, id, {}, 0};
            },
            [&](const CashMoved& moved) -> stage::Finished {
                return {CashSlip{moved, at, cashier}, id, {}, 0};
            },
            [](const auto&) -> stage::Finished { unreachable("a record without a paper"); },
        },
        found.record.entry);
}

}  // namespace kopilka

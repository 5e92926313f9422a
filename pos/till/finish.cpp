#include "pos/till/finish.h"

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

}  // namespace

stage::Finished finished_sale(const Turn& turn, const stage::CommitSale& sale, const Stamp& stamp) {
    SaleReceipt paper;
    paper.id = stamp.id;
    paper.hash = stamp.hash;
    paper.sale = sale.sale;
    paper.at = turn.desk.now;
    paper.cashier = cashier_name(turn);
    paper.explanations = sale.receipt.priced.explanations;
    paper.points = sale.receipt.priced.points;
    paper.gift_names = sale.receipt.gift_names;
    paper.stamp_cards = stamp_cards(*sale.receipt.publication);
    if (sale.receipt.member) {
        paper.member_name = sale.receipt.member->member.person.first_name;
        const Expiring soon = expiring_soon(sale.receipt.member->member.view, turn.desk.now);
        paper.expiring = soon.points;
        paper.expiring_on = soon.first;
    }
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

}  // namespace kopilka

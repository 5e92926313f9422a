// A sale as a till writes it down, so that the server finds the same when it prices again.
#pragma once
#include "pos/loyalty/programme.h"
#include "pos/sale/journal_entry.h"
#include "pos/sale/price.h"

namespace kopilka {

// `sale`: context, member, basket and tenders; the rest is what they come to.
inline Sale priced(Sale sale, const Publication& publication = Publication(PublicationParts{})) {
    const PricedBasket result =
        price(publication, sale.context, sale.member ? &*sale.member : nullptr, sale.basket,
              sale.tenders);
    sale.publication = result.publication;
    sale.digest = result.digest;
    sale.lines = result.lines;
    sale.ledger = result.ledger;
    sale.stamps = result.stamps;
    sale.gross = result.gross;
    sale.total = result.total;
    return sale;
}

}  // namespace kopilka

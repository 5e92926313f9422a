// A sale as a till writes it down, so that the server finds the same when it prices again.
#pragma once
#include "pos/loyalty/programme.h"
#include "pos/sale/kept_result.h"

namespace kopilka {

// `sale`: context, member, basket and tenders; the rest is what they come to.
inline Sale priced(Sale sale, const Publication& publication = Publication(PublicationParts{})) {
    keep_result(sale, price(publication, sale.context, sale.member ? &*sale.member : nullptr,
                            sale.basket, sale.tenders));
    return sale;
}

}  // namespace kopilka

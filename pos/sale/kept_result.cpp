#include "pos/sale/kept_result.h"

namespace kopilka {

void keep_result(Sale& sale, const PricedBasket& priced) {
    sale.publication = priced.publication;
    sale.digest = priced.digest;
    sale.lines = priced.lines;
    sale.gifts = priced.gifts;
    sale.ledger = priced.ledger;
    sale.coupons = priced.coupons;
    sale.stamps = priced.stamps;
    sale.gross = priced.gross;
    sale.discount_total = priced.discount_total;
    sale.tax_total = priced.tax_total;
    sale.total = priced.total;
    sale.change = priced.change;
}

}  // namespace kopilka

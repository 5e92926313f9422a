#include "tests/laws/sold.h"

#include "pos/sale/kept_result.h"

namespace kopilka::laws {

Sale sold(const RandomShop& shop) {
    const PricedBasket priced = shop.price();
    Sale sale;
    sale.context = shop.context;
    sale.member = shop.member;
    sale.basket = shop.basket;
    keep_result(sale, priced);
    sale.change = kNoMoney;  // the tenders below leave none
    for (const Tender& tender : shop.tenders)
        if (tender.kind == TenderKind::PointsPaid) {
            sale.tenders.push_back(tender);
            sale.tenders.back().amount = priced.total - priced.due;
        }
    Tender cash;
    cash.amount = priced.due;
    sale.tenders.push_back(cash);
    return sale;
}

std::vector<UnitRef> units_of(const Sale& sale) {
    std::vector<UnitRef> units;
    for (const PricedLine& line : sale.lines)
        for (std::uint32_t unit = 0; unit < line.units.size(); ++unit)
            units.push_back({line.id, unit});
    return units;
}

std::vector<UnitRef> some_of(std::vector<UnitRef>& units, Dice& dice) {
    std::vector<UnitRef> some;
    const int count = dice.number(1, static_cast<int>(units.size()));
    for (int i = 0; i < count; ++i) {
        const auto at = units.begin() + dice.number(0, static_cast<int>(units.size()) - 1);
        some.push_back(*at);
        units.erase(at);
    }
    return some;
}

}  // namespace kopilka::laws

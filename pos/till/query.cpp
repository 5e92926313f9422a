#include "pos/till/query.h"

#include "pos/core/overload.h"

#include <algorithm>

namespace kopilka {

bool matches(const Goods& goods, const GoodsKey& key) {
    return std::visit(Overload{[&](const ByBarcode& by) {
                                   return std::ranges::find(goods.barcodes, by.barcode) !=
                                          goods.barcodes.end();
                               },
                               [&](const ByItem& by) { return goods.item == by.item; },
                               [&](const BySku& by) { return goods.sku == by.sku; }},
                      key);
}

bool matches(const Member& member, const MemberQuery& query) {
    return std::visit(
        Overload{[&](const ByCard& by) {
                     return std::ranges::find(member.cards, by.number) != member.cards.end();
                 },
                 [&](const ByPhone& by) { return member.person.phone == by.e164; },
                 [&](const ByName& by) { return member.person.surname == by.text; },
                 [&](const ByMember& by) { return member.view.id == by.id; },
                 [&](const SignedCard& card) { return member.view.id == card.certificate.member; }},
        query.key);
}

bool matches(const OriginalSale& sale, const OriginalQuery& query) {
    return std::visit(
        Overload{[&](const ReceiptCode& code) {
                     return sale.id.till.value == code.till && sale.id.epoch.value == code.epoch &&
                            sale.id.sequence.value == code.sequence;
                 },
                 [&](const ReceiptNumber& number) { return sale.sale.number == number; },
                 [&](const RecordId& id) { return sale.id == id; }},
        query.key);
}

}  // namespace kopilka

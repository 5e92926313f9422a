#include "pos/loyalty/parse_parts.h"

namespace kopilka {

GoodsFilter parse_goods(TableReader table) {
    GoodsFilter goods;
    goods.skus = table.texts("skus");
    goods.categories = table.texts("categories");
    goods.brands = table.texts("brands");
    goods.tags = table.texts("tags");
    goods.price_from = table.money("price_from");
    goods.price_to = table.money("price_to");
    if (goods.price_from && goods.price_to && *goods.price_to < *goods.price_from)
        table.wrong("price_to", "must not be less than \"price_from\"; no goods cost that");
    goods.line_quantity_from = table.quantity("line_quantity_from");
    goods.line_quantity_to = table.quantity("line_quantity_to");
    goods.line_amount_from = table.money("line_amount_from");
    goods.line_amount_to = table.money("line_amount_to");
    goods.already_reduced = table.boolean("already_reduced");
    if (auto except = table.table("except", "except")) {
        const GoodsFilter all = parse_goods(*except);
        const auto leave_out = [&](auto GoodsFilter::*member) {
            GoodsFilter one;
            one.*member = all.*member;
            if (!(one == GoodsFilter{})) goods.except.push_back(std::move(one));
        };
        leave_out(&GoodsFilter::skus);
        leave_out(&GoodsFilter::categories);
        leave_out(&GoodsFilter::brands);
        leave_out(&GoodsFilter::tags);
        leave_out(&GoodsFilter::already_reduced);
        if (all.price_from || all.price_to) {
            GoodsFilter band;
            band.price_from = all.price_from;
            band.price_to = all.price_to;
            goods.except.push_back(std::move(band));
        }
        if (all.line_quantity_from || all.line_quantity_to || all.line_amount_from ||
            all.line_amount_to) {
            GoodsFilter line;
            line.line_quantity_from = all.line_quantity_from;
            line.line_quantity_to = all.line_quantity_to;
            line.line_amount_from = all.line_amount_from;
            line.line_amount_to = all.line_amount_to;
            goods.except.push_back(std::move(line));
        }
        if (!all.except.empty())
            table.wrong("except", "holds another \"except\"; say the goods plainly instead");
    }
    table.finish();
    return goods;
}

}  // namespace kopilka

#include "pos/loyalty/parse_parts.h"

#include <algorithm>

namespace kopilka {
namespace {

constexpr std::array<std::pair<std::string_view, Pick>, 4> kPicks{{{"cheapest", Pick::Cheapest},
                                                                   {"dearest", Pick::Dearest},
                                                                   {"first", Pick::First},
                                                                   {"last", Pick::Last}}};

GroupPart parse_part(TableReader table) {
    GroupPart part;
    if (auto goods = table.table("goods", "goods")) part.goods = parse_goods(*goods);
    part.quantity = table.integer("quantity", 1, 10'000).value_or(1);
    part.rewarded = table.integer("rewarded", 0, 10'000).value_or(part.quantity);
    if (part.rewarded > part.quantity)
        table.wrong("rewarded", "must not be more than \"quantity\" of the same part");
    table.finish();
    return part;
}

Grouping parse_group(TableReader table, const GoodsFilter& goods) {
    constexpr std::array<std::pair<std::string_view, GroupForm>, 4> kForms{
        {{"best", GroupForm::Best},
         {"dearest_first", GroupForm::DearestFirst},
         {"cheapest_first", GroupForm::CheapestFirst},
         {"line_order", GroupForm::LineOrder}}};
    constexpr std::array<std::pair<std::string_view, GroupOf>, 3> kSame{
        {{"no", GroupOf::Anything}, {"sku", GroupOf::OneSku}, {"line", GroupOf::OneLine}}};
    Grouping group;
    group.rewarded = table.choice("which", kPicks).value_or(Pick::Cheapest);
    group.form = table.choice("form", kForms).value_or(GroupForm::Best);
    group.of = table.choice("same", kSame).value_or(GroupOf::Anything);
    group.incomplete = table.boolean("incomplete").value_or(false);
    if (table.has("parts")) {
        for (TableReader& part : table.tables("parts", "part")) {
            group.parts.push_back(parse_part(part));
            group.parts.back().goods =
                group.parts.back().goods.fits_all() ? goods : group.parts.back().goods;
        }
        if (table.has("take") || table.has("rewarded"))
            table.wrong("parts", "says it all; remove \"take\" and \"rewarded\"");
    } else {
        if (!table.has("take"))
            table.errors().add(table.place(), "group needs take = 3, or parts = [ … ]");
        GroupPart part{goods, table.integer("take", 1, 10'000).value_or(1), 1};
        part.rewarded = table.integer("rewarded", 0, 10'000).value_or(1);
        if (part.rewarded > part.quantity)
            table.wrong("rewarded", "must not be more than \"take\"");
        group.parts.push_back(std::move(part));
    }
    if (std::ranges::none_of(group.parts, [](const GroupPart& part) { return part.rewarded > 0; }))
        table.errors().add(table.place(), "no unit of the group is rewarded; write rewarded = 1");
    table.finish();
    return group;
}

UnitPick parse_pick(TableReader table) {
    constexpr std::array<std::pair<std::string_view, bool>, 2> kPer{
        {{"receipt", false}, {"line", true}}};
    UnitPick pick;
    pick.which = table.choice("which", kPicks).value_or(Pick::Cheapest);
    pick.units = table.integer("units", 1, 10'000).value_or(1);
    pick.per_line = table.choice("per", kPer).value_or(false);
    pick.skip = table.integer("skip", 0, 10'000).value_or(0);
    table.finish();
    return pick;
}

StampCard parse_stamp_card(TableReader table) {
    StampCard card{table.id("card"), table.integer("every", 2, 1000).value_or(10),
                   table.boolean("same_receipt").value_or(true)};
    if (!table.has("every"))
        table.errors().add(table.place(), "stamps needs every = 10: which unit is free");
    table.finish();
    return card;
}

Repeat parse_repeat(TableReader table) {
    Repeat repeat;
    if (table.has("amount")) {
        repeat.amount = std::max(table.money("amount").value_or(Money::of(1)), Money::of(1));
        repeat.after = table.money("after").value_or(kNoMoney).count();
        if (table.has("quantity"))
            table.wrong("quantity", "cannot stand beside \"amount\"; keep one");
    } else {
        repeat.quantity = table.quantity("quantity").value_or(kOneUnit);
        if (table.has("after")) repeat.after = table.quantity("after").value_or(Quantity{}).count();
        if (!table.has("quantity"))
            table.errors().add(table.place(), "for_each needs amount = \"50.00\" or quantity = 3");
    }
    table.finish();
    return repeat;
}

}  // namespace

void parse_units(TableReader& table, Offer& offer) {
    if (auto pick = table.table("pick", "pick")) {
        offer.pick = parse_pick(*pick);
        if (!offer.cut)
            table.wrong("pick",
                        "chooses units of a discount that is not there; write percent = 50");
    }
    if (auto group = table.table("group", "group")) {
        offer.groups = parse_group(*group, offer.goods);
        if (offer.pick) table.wrong("group", "cannot stand beside \"pick\"; keep one");
        if (!offer.cut) offer.cut = PercentOff{BasisPoints::percent(100)};
    }
    if (auto stamps = table.table("stamps", "stamps")) {
        offer.stamps = parse_stamp_card(*stamps);
        if (offer.pick || offer.groups)
            table.wrong("stamps", "cannot stand beside \"pick\" or \"group\"; keep one");
        if (!offer.cut) offer.cut = PercentOff{BasisPoints::percent(100)};
    }
    if (auto repeat = table.table("for_each", "for_each")) {
        offer.repeat = parse_repeat(*repeat);
        if (offer.groups || offer.stamps)
            table.wrong("for_each", "cannot stand beside \"group\" or \"stamps\"; keep one");
        if (offer.cut && !std::holds_alternative<AmountOff>(*offer.cut) &&
            !std::holds_alternative<PercentOff>(*offer.cut))
            table.wrong("for_each", "repeats amount_off, percent, gift or coupon; write one");
    }
    offer.reuses_units = table.boolean("reuses_units").value_or(false);
}

}  // namespace kopilka

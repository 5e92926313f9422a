#include "tests/laws/random_shop.h"

#include <regex>

namespace kopilka::laws {
namespace {

const std::vector<std::string> kCategories{"tea", "jam", "bun", "milk"};
const std::vector<std::string> kLanes{"goods", "order", "last"};

std::string text(std::int64_t n) { return std::to_string(n); }

// Braces roll the dice from left to right with every compiler; a chain of + need not.
std::string all(std::initializer_list<std::string> parts) {
    std::string joined;
    for (const std::string& part : parts) joined += part;
    return joined;
}

std::string maybe(Dice& dice, int once_in, const std::vector<std::string>& keys) {
    return dice.once_in(once_in) ? dice.one_of(keys) : "";
}

std::string money(Dice& dice, const Taste& taste, int most) {
    const std::string whole = text(dice.number(taste.exact ? 1 : 0, most));
    return "\"" + whole + (taste.exact ? "" : "." + text(dice.number(10, 99))) + "\"";
}

std::string random_plain_cut(Dice& dice, const Taste& taste) {
    const std::string percent = text(dice.number(1, 100));
    switch (dice.number(0, taste.units == Taste::Units::Distinct ? 2 : 3)) {
        case 0:
            return "percent = \"" + percent +
                   (taste.exact || percent == "100" || dice.once_in(2) ? "" : ".5") + "\"";
        case 1: return "amount_off = " + money(dice, taste, 60);
        case 2:
            return all({"amount_off = ", money(dice, taste, 30), "\nper = \"",
                        dice.one_of<std::string>({"unit", "line"}), "\""});
        default: return "price = " + money(dice, taste, 80);
    }
}

std::string in_step(std::string cut) {
    if (const auto per = cut.find('\n'); per != std::string::npos) cut[per] = ',';
    return cut;
}

std::string random_ladder(Dice& dice, const Taste& taste) {
    const int first = dice.number(1, 40);
    const std::string by = dice.one_of<std::string>(
        {"amount", "quantity", "lifetime_spend", "purchases", "member_months"});
    const int unit = by == "quantity" ? 10 : 1;
    const auto step = [&](int from) {
        return "{ from = " + text(from) + ", " + in_step(random_plain_cut(dice, taste)) + " }";
    };
    const int second = 2 + first / unit + dice.number(0, 60) / unit;
    return all({"ladder = { by = \"", by, "\", steps = [", step(1 + first / unit), ", ",
                step(second), "] }"});
}

// Which units: all, some, groups, every n-th.
// A stamp card and a pick speak of what others leave: competing with groups, no two readings of
// that agree.
std::string random_units(Dice& dice, const Taste& taste) {
    if (taste.units == Taste::Units::None) return "";
    const std::string which =
        dice.one_of<std::string>({"cheapest", taste.exact ? "cheapest" : "dearest"});
    const std::string take = text(dice.number(2, 4));
    const bool competing = taste.lanes == Taste::Lanes::Competing;
    const std::string form =
        competing
            ? ""
            : dice.one_of<std::string>({"", ", form = \"dearest_first\"",
                                        ", form = \"cheapest_first\"", ", form = \"line_order\""});
    switch (dice.number(0, competing ? 4 : 8)) {
        case 0:
        case 1: return "";
        case 2: return "group = { take = " + take + form + " }\n";
        case 3:
            return all({"group = { take = ", take, ", rewarded = ", text(dice.number(1, 2)),
                        ", which = \"", which, "\"", form, " }\n"});
        case 4:
            return all({"group = { parts = [ { goods = { categories = \"tea\" }, quantity = ",
                        text(dice.number(1, 2)), ", rewarded = ", text(dice.number(0, 1)),
                        " }, { goods = { categories = \"", dice.one_of<std::string>({"jam", "bun"}),
                        "\" }, rewarded = 1 } ]", form, " }\n"});
        case 5:
            return "pick = { which = \"" + which + "\", units = " + text(dice.number(1, 3)) +
                   " }\n";
        case 6:
            return all({"pick = { which = \"", dice.one_of<std::string>({which, "first", "last"}),
                        "\", units = ", text(dice.number(1, 2)), ", skip = ",
                        text(dice.number(0, 2)), maybe(dice, 2, {", per = \"line\""}), " }\n"});
        case 7:
            return all({"group = { take = ", take, ", rewarded = 1, which = \"",
                        dice.one_of<std::string>({"first", "last"}), "\"", form, " }\n"});
        default: return "stamps = { card = \"c\", every = " + take + " }\n";
    }
}

std::string random_cut(Dice& dice, const Taste& taste) {
    const std::string units = random_units(dice, taste);
    const bool may_be_free = units.starts_with("group") || units.starts_with("stamps");
    if (may_be_free && dice.once_in(2)) return units;
    if (units.starts_with("group") && taste.lanes == Taste::Lanes::Competing)
        return units + "percent = " + text(dice.number(1, 100)) + "\n";
    if (units.starts_with("group") && dice.once_in(3))
        return units + "amount_off = " + money(dice, taste, 60) + "\nper = \"group\"\n";
    const bool ladder = units.empty() && dice.once_in(4);
    return units + (ladder ? random_ladder(dice, taste) : random_plain_cut(dice, taste)) + "\n";
}

std::string random_policy(Dice& dice, const Taste& taste) {
    const std::string basis = all({maybe(dice, 4, {"of = \"original\"\n", "of = \"lane\"\n"}),
                                   maybe(dice, 4, {"over_floor = \"drop\"\n"})});
    if (taste.exact) return basis;
    return all({basis,
                maybe(dice, 3,
                      {"rounding = \"half_even\"\n", "rounding = \"half_down\"\n",
                       "rounding = \"down\"\n", "rounding = \"up\"\n"}),
                maybe(dice, 4, {"rounding_per = \"line\"\n", "rounding_per = \"unit\"\n"}),
                maybe(dice, 4, {"rounding_step = 1\n", "rounding_step = \"0.05\"\n"}),
                maybe(dice, 5, {"rounded = \"price\"\n"}), maybe(dice, 4, {"spread = \"unit\"\n"}),
                maybe(dice, 5, {"share_rounding = \"half_up\"\n", "share_rounding = \"up\"\n"}),
                maybe(dice, 4,
                      {"remainder = \"first\"\n", "remainder = \"last\"\n",
                       "remainder = \"all_to_first\"\n", "remainder = \"all_to_last\"\n"})});
}

std::string random_limits(Dice& dice, const Taste& taste) {
    const std::string most = text(dice.number(1, 60));
    if (taste.lanes == Taste::Lanes::Competing)
        return maybe(dice, 6, {"limits = { cap = " + most + " }\n"});
    return maybe(dice, 6,
                 {"limits = { cap = " + most + " }\n", "limits = { budget = " + most + " }\n",
                  "limits = { cap = " + most + ", cap_shared = \"in_order\" }\n"});
}

// A plain sum or percentage may be given again and again.
bool is_repeated(const std::string& cut) {
    return cut.starts_with("percent") || cut.starts_with("amount_off");
}
std::string random_repeat(Dice& dice) {
    return maybe(dice, 5,
                 {"for_each = { amount = " + text(dice.number(20, 200)) + " }\n",
                  "for_each = { quantity = 2, after = 1 }\n",
                  "for_each = { quantity = 3 }\nlimits = { per_receipt = 2 }\n"});
}

std::string random_when(Dice& dice) {
    switch (dice.number(0, 5)) {
        case 0:
        case 1:
        case 2: return "";
        case 3: return "when = { " + random_fact(dice) + " }\n";
        case 4:
            return all({"when = { any = [ { ", random_fact(dice), " }, { ", random_fact(dice),
                        " } ] }\n"});
        default: return "when = { none = [ { " + random_fact(dice) + " } ] }\n";
    }
}

std::string random_company(Dice& dice, int id) {
    return all({maybe(dice, 3, {"priority = 1\n", "priority = 2\n"}),
                maybe(dice, 9, {"exclusive = \"lane\"\n", "exclusive = \"receipt\"\n"}),
                maybe(dice, 12, {"stops_later_lanes = true\n"}),
                id > 0 ? maybe(dice, 8, {"excludes = [\"o0\"]\n"}) : "",
                maybe(dice, 6, {"reuses_units = true\n"})});
}

std::string random_points(Dice& dice) {
    const std::string few = text(dice.number(1, 20));
    return dice.one_of<std::string>(
        {"points = { percent = " + few + " }\n", "points = { give = " + few + ", each = 50 }\n",
         "points = { per_unit = " + few + " }\n", "points = { per_receipt = " + few + " }\n",
         "points = { multiply = 2 }\n", "points = { multiply = 3 }\n",
         "points = { multiply = \"0.50\" }\n",
         "points = { give = " + few + ", each = 30, partial = true }\n",
         "points = { give = " + few + ", units = 2 }\n", "gift = { sku = \"toy\" }\n",
         "earn_stamps = { card = \"c\", per_unit = 1 }\n"});
}

std::string random_account(Dice& dice) {
    const std::string spend =
        all({maybe(dice, 3, {"as = \"discount\", "}), maybe(dice, 3, {"cap_percent = 30, "}),
             maybe(dice, 4, {"minimum = 10, block = 5, "}), maybe(dice, 5, {"keep = 7, "}),
             dice.one_of<std::string>({"goods = {}", "goods = { categories = \"tea\" }"})});
    return all({"[points]\n",
                maybe(dice, 3, {"worth = \"0.50\"\n", "worth = 2\n", "worth = \"0.30\"\n"}),
                "spend = { ", spend, " }\n",
                maybe(dice, 2,
                      {"earn = { on_points_paid = true }\n", "earn = { rounding = \"half_up\" }\n",
                       "earn = { on = \"original\" }\n",
                       "earn = { step = \"0.01\", multipliers = \"add\" }\n"}),
                maybe(dice, 2,
                      {"lots = { expire = \"after_days\", count = 30 }\n",
                       "lots = { active_after_days = 14, expire = \"end_of_month\" }\n"})});
}

// Goods of an earlier line once more.
void add_again(Shop& shop, Dice& dice, const Taste& taste) {
    BasketLine line = shop.basket.lines[static_cast<std::size_t>(
        dice.number(0, static_cast<int>(shop.basket.lines.size()) - 1))];
    if (!line.weighed) line.quantity = units(dice.number(1, taste.most_pieces));
    line.id = shop.basket.next_line;
    ++shop.basket.next_line.value;
    shop.basket.lines.push_back(line);
}

void add_line(Shop& shop, Dice& dice, const Taste& taste) {
    const std::string sku = all({dice.one_of(kCategories), "-", text(dice.number(0, 2))});
    const bool distinct = taste.units == Taste::Units::Distinct;
    const std::string kopecks = taste.exact ? "00"
                                : distinct  ? text(10 + 13 * std::ssize(shop.basket.lines))
                                            : text(dice.number(10, 99));
    const std::string price = all({text(dice.number(taste.exact ? 1 : 0, 200)), ".", kopecks});
    const bool weighed = !taste.exact && dice.once_in(6);
    BasketLine& line = shop.add(
        sku, price, weighed ? "0.350" : text(dice.number(1, distinct ? 1 : taste.most_pieces)));
    line.weighed = weighed;
    if (taste.floors && dice.once_in(7))
        line.minimum_price = Money::of(line.unit_price.count() / 200 * 100);
    if (dice.once_in(9)) line.already_reduced = true;
    if (dice.once_in(5)) line.tags = {"novelty"};
    if (dice.once_in(5)) line.tax_rate = BasisPoints::percent(10);
    if (!taste.exact && dice.once_in(9))
        line.manual_discount = Money::of(line.unit_price.count() / 9);
}

void join(Shop& shop, Dice& dice, const Taste& taste) {
    MemberView& member = shop.join();
    member.id = {"m"};
    member.stamps["c"] = dice.number(0, 12);
    member.purchases = dice.number(0, 6);
    member.lifetime_spend = Money::of(100 * dice.number(0, 100));
    if (dice.once_in(3)) member.tier = {"gold"};
    if (!taste.points) return;
    const std::int64_t now = shop.context.at.instant.ms;
    constexpr std::int64_t kDay = 86'400'000;
    const int lots = dice.number(0, 3);
    for (int i = 0; i < lots; ++i) {
        Lot lot{Points::of(100 * dice.number(1, 60)), {now - kDay * dice.number(-1, 5)}, {}};
        if (dice.once_in(2)) lot.expires = Instant{now + kDay * dice.number(-1, 60)};
        member.accounts[{"test"}].lots.push_back(lot);
    }
}

}  // namespace

std::string random_fact(Dice& dice, Facts facts) {
    const std::string sum = text(dice.number(1, 300));
    const std::string few = text(dice.number(1, 6));
    const std::string goods = "goods = { " + random_goods(dice) + " }";
    switch (dice.number(0, facts == Facts::All ? 22 : 9)) {
        case 0: return "minimum_amount = " + sum;
        case 1:
            return "minimum_amount = { amount = " + sum + ", basis = \"" +
                   dice.one_of<std::string>({"original", "before_tax", "after_tax"}) + "\", " +
                   goods + " }";
        case 2: return "minimum_quantity = " + few;
        case 3: return "minimum_quantity = { quantity = " + few + ", " + goods + " }";
        case 4: return goods;
        case 5: return "member = true";
        case 6: return "purchases = " + few;
        case 7: return "weekdays = [\"sunday\", \"monday\"]";
        case 8: return "codes = \"spring\"";
        case 9: return "tiers = \"gold\"";
        case 10: return "hours = { from = \"0" + few + ":30\", to = \"09:00\" }";
        case 11: return "dates = { from = 2026-03-1" + few + ", to = 2026-03-20 }";
        case 12: return "shops = \"sadovaya\"";
        case 13: return "tills = \"sadovaya-2\"";
        case 14: return "channel = \"online\"";
        case 15: return "segments = \"families\"";
        case 16: return "tags = \"vip\"";
        case 17: return "member_months = " + few;
        case 18: return "member_days = { from = " + sum + " }";
        case 19: return "lifetime_spend = { from = " + sum + " }";
        case 20: return "days_since_purchase = " + sum;
        case 21: return "birthday = { days_before = " + few + ", days_after = 2 }";
        default:
            return dice.one_of<std::string>(
                {"stamps = { card = \"c\", from = 13 }", "points = { from = " + sum + " }",
                 "purchases = { every = 1" + few + " }", "weekdays = [\"tuesday\", \"friday\"]"});
    }
}

std::string random_goods(Dice& dice) {
    return dice.one_of<std::string>({"", "categories = \"" + dice.one_of(kCategories) + "\"",
                                     "categories = [\"tea\", \"jam\"]", "skus = \"tea-1\"",
                                     "except = { tags = \"novelty\" }", "price_from = 50",
                                     "price_to = 90", "already_reduced = false"});
}

std::string random_offer(Dice& dice, const Taste& taste, int id) {
    if (taste.lanes == Taste::Lanes::CompetingFirst) {
        Taste own = taste;
        const bool first = dice.once_in(2);
        own.lanes = first ? Taste::Lanes::Competing : Taste::Lanes::Following;
        own.exact = first;
        const std::string offer = random_offer(dice, own, id);
        return first || offer.find("\nlane = \"goods\"") == std::string::npos
                   ? offer
                   : std::regex_replace(offer, std::regex("lane = \"goods\""), "lane = \"order\"");
    }
    std::string offer = "[[offer]]\nid = \"o" + text(id) + "\"\nname = \"O\"\n";
    const std::string goods = maybe(dice, 2, {"goods = { " + random_goods(dice) + " }\n"});
    if (taste.points && dice.once_in(5))
        return all({offer, goods, "lane = \"rewards\"\n", random_points(dice), random_when(dice)});
    const std::string cut = random_cut(dice, taste);
    if (cut.find("parts") == std::string::npos) offer += goods;
    offer += all({cut, random_policy(dice, taste), random_when(dice), random_limits(dice, taste)});
    const bool repeats = offer.find("limits") == std::string::npos && is_repeated(cut);
    if (repeats && taste.lanes != Taste::Lanes::Competing) offer += random_repeat(dice);
    const bool counts =
        offer.find("group =") != std::string::npos || offer.find("pick =") != std::string::npos;
    if (counts && offer.find("limits") == std::string::npos)
        offer += maybe(dice, 5, {"limits = { per_receipt = 1 }\n"});
    if (taste.lanes != Taste::Lanes::Competing) offer += "lane = \"" + dice.one_of(kLanes) + "\"\n";
    return taste.company ? offer + random_company(dice, id) : offer;
}

std::string random_programme(Dice& dice, const Taste& taste) {
    std::string toml = taste.points && dice.once_in(2) ? random_account(dice) : "";
    const bool points = !toml.empty();
    Taste own = taste;
    own.points = points;
    for (const std::string& id : kLanes) {
        const bool first = taste.lanes == Taste::Lanes::CompetingFirst && id == kLanes.front();
        const std::string choose = taste.lanes == Taste::Lanes::Competing || first ? "best"
                                   : taste.lanes != Taste::Lanes::Any
                                       ? dice.one_of<std::string>({"all", "priority"})
                                       : dice.one_of<std::string>({"best", "all", "priority"});
        toml += "[[lane]]\nid = \"" + id + "\"\nchoose = \"" + choose + "\"\n";
    }
    toml += "[[lane]]\nid = \"rewards\"\nchoose = \"all\"\n";
    const int offers = dice.number(0, taste.most_offers);
    for (int id = 0; id < offers; ++id) toml += random_offer(dice, own, id);
    return toml;
}

void fill(Shop& shop, Dice& dice, const Taste& taste) {
    shop.context.tax = dice.one_of<TaxMode>({TaxMode::Included, TaxMode::Excluded, TaxMode::None});
    const int lines = dice.number(1, taste.most_lines);
    for (int i = 0; i < lines; ++i) {
        const bool again = taste.units != Taste::Units::Distinct && i > 0 && dice.once_in(6);
        again ? add_again(shop, dice, taste) : add_line(shop, dice, taste);
    }
    if (dice.once_in(2)) shop.basket.codes = {"Spring"};
    if (!dice.once_in(4)) join(shop, dice, taste);
    if (!taste.points || !dice.once_in(2)) return;
    Tender points;
    points.kind = TenderKind::PointsPaid;
    points.points = Points::of(100 * dice.number(1, 90));
    shop.tenders = {points, Tender{}};
}

std::string RandomShop::story() const {
    std::string told = programme;
    for (const BasketLine& line : basket.lines) {
        told += line.sku.value + " " + to_string(line.unit_price) + " x " +
                to_string(line.quantity) + (line.weighed ? " weighed" : "");
        if (!line.minimum_price.is_zero()) told += " floor " + to_string(line.minimum_price);
        if (!line.manual_discount.is_zero()) told += " by hand " + to_string(line.manual_discount);
        if (line.already_reduced) told += " reduced";
        if (!line.tags.empty()) told += " novelty";
        told += "\n";
    }
    if (member)
        told += "member: stamps " + std::to_string(member->stamps.at("c")) + ", purchases " +
                std::to_string(member->purchases) + ", spent " + to_string(member->lifetime_spend) +
                " " + member->tier.value + "\n";
    if (!basket.codes.empty()) told += "code " + basket.codes.front() + "\n";
    if (!tenders.empty()) told += "points paid " + to_string(tenders.front().points) + "\n";
    return told + "nets " + nets() + "\n" + outcomes() + "\n";
}

RandomShop random_shop(Dice& dice, const Taste& taste) {
    RandomShop shop(random_programme(dice, taste));
    fill(shop, dice, taste);
    return shop;
}

}  // namespace kopilka::laws

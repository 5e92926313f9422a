// The laws of the engine on random programmes and baskets.
#include "tests/sale/pricing_kit.h"

#include <algorithm>

#include <rapidcheck/gtest.h>

namespace kopilka {
namespace {

const std::vector<std::string> kCategories{"tea", "jam", "bun", "milk"};

template <typename T>
T one_of(const std::vector<T>& choices) {
    return choices[*rc::gen::inRange<std::size_t>(0, choices.size())];
}

int number(int from, int to) { return *rc::gen::inRange(from, to + 1); }

std::string random_goods() {
    if (number(0, 2) == 0) return "";
    return "goods = { categories = \"" + one_of(kCategories) + "\" }\n";
}

std::string random_cut() {
    const std::string n = std::to_string(number(1, 100));
    const std::string m = std::to_string(number(1, 60));
    return one_of(std::vector<std::string>{
        "percent = " + n + "\n", "percent = " + n + "\nrounding_per = \"line\"\n",
        "percent = " + n + "\nof = \"original\"\n",
        "percent = " + n + "\nlimits = { cap = " + m + " }\n", "amount_off = " + m + "\n",
        "amount_off = " + m + "\nper = \"unit\"\n", "amount_off = " + m + "\nspread = \"unit\"\n",
        "price = " + m + "\n", "group = { take = " + std::to_string(number(2, 4)) + " }\n",
        "percent = " + n + "\ngroup = { take = 2, form = \"cheapest_first\" }\n",
        "percent = " + n + "\npick = { which = \"cheapest\", units = 2 }\n",
        "stamps = { card = \"c\", every = " + std::to_string(number(2, 9)) + " }\n",
        "ladder = { by = \"quantity\", steps = [{ from = 2, percent = " + n + " }] }\n"});
}

std::string random_offer(int id) {
    const std::string lane = one_of(std::vector<std::string>{"", "lane = \"order\"\n"});
    const std::string when = one_of(std::vector<std::string>{
        "", "", "when = { minimum_amount = " + std::to_string(number(1, 300)) + " }\n",
        "when = { minimum_quantity = " + std::to_string(number(1, 6)) + " }\n"});
    return "[[offer]]\nid = \"o" + std::to_string(id) + "\"\nname = \"O\"\n" + random_goods() +
           random_cut() + lane + when;
}

std::string random_programme(int most_offers) {
    std::string text = one_of(std::vector<std::string>{
        "", "[[lane]]\nid = \"goods\"\nchoose = \"all\"\n[[lane]]\nid = \"order\"\n"});
    const int offers = number(0, most_offers);
    for (int id = 0; id < offers; ++id) text += random_offer(id);
    return text;
}

void fill(Shop& shop) {
    const int lines = number(1, 7);
    for (int i = 0; i < lines; ++i) {
        const std::string sku = one_of(kCategories) + "-" + std::to_string(number(0, 2));
        const std::string price =
            std::to_string(number(0, 200)) + "." + std::to_string(number(10, 99));
        const bool weighed = number(0, 5) == 0;
        BasketLine& line = shop.add(sku, price, weighed ? "0.350" : std::to_string(number(1, 4)));
        line.weighed = weighed;
        if (number(0, 6) == 0) line.minimum_price = Money::of(line.unit_price.count() / 2);
    }
    shop.join().stamps["c"] = number(0, 12);
}

Shop random_shop(int most_offers = 5) {
    Shop shop(random_programme(most_offers));
    fill(shop);
    return shop;
}

Money sum_of(const std::vector<Money>& parts) {
    Money sum;
    for (const Money part : parts) sum += part;
    return sum;
}

RC_GTEST_PROP(Engine, SumsAlwaysAgreeAndNothingIsNegative, ()) {
    const Shop shop = random_shop();
    const PricedBasket priced = shop.price();
    Money total;
    for (const PricedLine& line : priced.lines) {
        RC_ASSERT(line.net >= kNoMoney);
        RC_ASSERT(line.discount >= kNoMoney);
        RC_ASSERT(line.gross == line.net + line.discount);
        RC_ASSERT(sum_of(line.units) == line.net);
        Money saved;
        for (const LineSaving& saving : line.savings) saved += saving.amount;
        RC_ASSERT(saved == line.discount);
        total += line.net;
    }
    RC_ASSERT(priced.total == total);
    RC_ASSERT(priced.gross == priced.discount_total + priced.total);
}

RC_GTEST_PROP(Engine, ExplainsEveryKopeck, ()) {
    const Shop shop = random_shop();
    const PricedBasket priced = shop.price();
    Money applied;
    for (const Explanation& one : priced.explanations)
        if (one.outcome == Outcome::Applied) applied += one.amount;
    RC_ASSERT(applied == priced.discount_total);
}

RC_GTEST_PROP(Engine, GivesTheSameBytesForTheSameInput, ()) {
    const Shop shop = random_shop();
    RC_ASSERT(shop.price() == shop.price());
    RC_ASSERT(shop.price().digest == shop.price().digest);
}

RC_GTEST_PROP(Engine, DoesNotCareInWhichOrderGoodsWereScanned, ()) {
    const Shop shop = random_shop();
    Shop shuffled = shop;
    const auto order =
        *rc::gen::container<std::vector<int>>(shop.basket.lines.size(), rc::gen::inRange(0, 1000));
    std::vector<std::pair<int, BasketLine>> lines;
    for (std::size_t i = 0; i < order.size(); ++i)
        lines.emplace_back(order[i], shop.basket.lines[i]);
    std::ranges::stable_sort(lines, {}, [](const auto& line) { return line.first; });
    for (std::uint32_t i = 0; i < lines.size(); ++i) {
        shuffled.basket.lines[i] = lines[i].second;
        shuffled.basket.lines[i].id = LineId{i + 1};
    }
    RC_ASSERT(shop.price().total == shuffled.price().total);
}

RC_GTEST_PROP(Engine, DoesNotCareHowEqualPiecesAreSplitIntoLines, ()) {
    Shop shop = random_shop();
    std::erase_if(shop.basket.lines, [](const BasketLine& line) { return line.weighed; });
    bool by_line = false;  // an offer that rounds for each line says that lines matter
    for (const Offer& offer : shop.publication.offers())
        by_line = by_line || offer.money.per == RoundingPer::Line;
    RC_PRE(!by_line);
    Shop split = shop;
    split.basket.lines.clear();
    split.basket.next_line = LineId{1};
    for (const BasketLine& line : shop.basket.lines)
        for (std::int64_t i = 0; i < line.quantity.count() / 1000; ++i) {
            split.basket.lines.push_back(line);
            split.basket.lines.back().id = split.basket.next_line;
            split.basket.lines.back().quantity = kOneUnit;
            ++split.basket.next_line.value;
        }
    RC_LOG() << shop.outcomes() << " " << shop.nets() << " | " << split.outcomes() << " "
             << split.nets();
    RC_ASSERT(shop.price().total == split.price().total);
}

RC_GTEST_PROP(Engine, OneMoreOfferInABestLaneNeverCostsTheCustomerMore, ()) {
    const std::string first =
        "[[lane]]\nid = \"goods\"\n[[lane]]\nid = \"order\"\n" + random_offer(0) + random_offer(1);
    std::string third = random_offer(2);
    const auto own_lane = [](std::string text) {
        const std::string lane = "lane = \"order\"\n";
        for (std::size_t at; (at = text.find(lane)) != std::string::npos;)
            text.erase(at, lane.size());
        return text;
    };
    Shop fewer(own_lane(first));
    fill(fewer);
    Shop more(own_lane(first + third));
    more.basket = fewer.basket;
    more.member = fewer.member;
    RC_ASSERT(more.price().total <= fewer.price().total);
}

RC_GTEST_PROP(Engine, ALargerRateNeverGivesASmallerDiscount, ()) {
    const int rate = number(0, 99);
    const std::string goods = random_goods();
    const auto offer = [&](int percent) {
        return "[[offer]]\nid = \"o\"\nname = \"O\"\n" + goods +
               "percent = " + std::to_string(percent) + "\n";
    };
    Shop smaller(offer(rate));
    fill(smaller);
    Shop larger(offer(rate + 1));
    larger.basket = smaller.basket;
    RC_ASSERT(larger.price().total <= smaller.price().total);
}

RC_GTEST_PROP(Engine, FindsTheVeryBestForOneGroupOfferBesideAPercentage, ()) {
    // One pair offer (the cheaper free) and one percentage for all: the obvious best is found by
    // trying every number of pairs, formed from the dearest on.
    const int rate = number(1, 60);
    Shop shop(
        "[[offer]]\nid = \"pair\"\nname = \"P\"\ngroup = { take = 2 }\n"
        "[[offer]]\nid = \"rate\"\nname = \"R\"\npercent = " +
        std::to_string(rate) + "\n");
    std::vector<std::int64_t> prices;
    const int pieces = number(1, 8);
    for (int i = 0; i < pieces; ++i) {
        prices.push_back(100 * number(1, 50));
        shop.add("tea-" + std::to_string(i), to_string(Money::of(prices.back())));
    }
    std::ranges::sort(prices, std::greater<>());
    std::int64_t best = 0;
    for (std::size_t pairs = 0; 2 * pairs <= prices.size(); ++pairs) {
        std::int64_t saved = 0;
        for (std::size_t i = 0; i < prices.size(); ++i)
            if (i >= 2 * pairs)
                saved += prices[i] * rate / 100;
            else if (i % 2 == 1)
                saved += prices[i];
        best = std::max(best, saved);
    }
    RC_ASSERT(shop.price().discount_total == Money::of(best));
}

}  // namespace
}  // namespace kopilka

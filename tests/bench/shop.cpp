#include "tests/bench/shop.h"

#include "pos/loyalty/parse.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

namespace kopilka::bench {
namespace {

std::string text(int n) { return std::to_string(n); }

Publication or_exit(tl::expected<Publication, ProgrammeErrors> publication) {
    if (publication) return *std::move(publication);
    std::cerr << to_string(publication.error().front()) << "\n";
    std::exit(2);
}

std::string slurp(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string offer(int id, const std::string& keys) {
    return "[[offer]]\nid = \"o" + text(id) + "\"\nname = \"Offer " + text(id) + "\"\n" + keys +
           "\n";
}
std::string on_category(int n) { return "goods = { categories = \"c" + text(n % 40) + "\" }\n"; }

std::string mixed_keys(int n) {
    switch (n % 10) {
        case 0: return on_category(n) + "group = { take = 3 }";
        case 1: return on_category(n) + "price = " + text(30 + n % 50);
        case 2:
            return on_category(n) +
                   "ladder = { by = \"quantity\", steps = [{ from = 2, percent = " +
                   text(1 + n % 9) + " }, { from = 4, percent = 15 }] }";
        case 3:
            return "lane = \"order\"\npercent = " + text(1 + n % 5) +
                   "\nwhen = { minimum_amount = " + text(500 * (1 + n % 12)) + ", member = true }";
        case 4: return on_category(n) + "points = { percent = " + text(1 + n % 5) + " }";
        case 5: return on_category(n) + "percent = 10\nwhen = { weekdays = [\"sunday\"] }";
        case 6:
            return on_category(n) + "amount_off = 5\nper = \"unit\"\nwhen = { tiers = \"gold\" }";
        default: return on_category(n) + "percent = " + text(3 + n % 17);
    }
}

}  // namespace

PricedBasket Counter::price() const {
    return kopilka::price(publication, context, member ? &*member : nullptr, basket, tenders);
}

void Counter::price_into(PricedBasket& priced) const {
    kopilka::price_into(priced, publication, context, member ? &*member : nullptr, basket, tenders);
}

Publication parsed(const std::string& offers) {
    return or_exit(parse_publication(std::vector{
        PublicationFile{"bench.toml", "programme = \"bench\"\nname = \"Bench\"\n" + offers}}));
}

Publication demo_publication() {
    const std::string folder = std::string(SOURCE_DIR) + "/assets/demo/";
    const auto files = collect_publication(
        {"publication.toml", slurp(folder + "publication.toml")},
        [&](const std::string& name) -> Result<std::string> { return slurp(folder + name); });
    if (files) return or_exit(parse_publication(*files));
    return or_exit(tl::unexpected(files.error()));
}

Basket basket_of(int lines) {
    Basket basket;
    for (int i = 0; i < lines; ++i) {
        BasketLine line;
        line.id = basket.next_line;
        ++basket.next_line.value;
        line.sku = {"sku-" + text(i)};
        line.categories = {"c" + text(i), "food"};
        line.brand = "b" + text(i % 5);
        line.quantity = units(1 + i % 3);
        line.unit_price = Money::of(4'990 + 1'370 * i);
        line.tax_rate = BasisPoints::percent(20);
        basket.lines.push_back(std::move(line));
    }
    return basket;
}

MemberView regular_customer() {
    constexpr std::int64_t kMonth = 30LL * 86'400'000;
    const Instant now = parse_local_time("2026-03-08T18:05:00+03:00")->instant;
    MemberView member;
    member.id = {"m-1"};
    member.tier = {"gold"};
    member.joined = *parse_date("2024-03-01");
    member.birthday = *parse_date("1990-02-28");
    member.purchases = 164;
    member.lifetime_spend = Money::of(12'845'000);
    member.last_purchase = *parse_date("2026-03-01");
    member.segments = {"families", "weekend"};
    member.tags = {"vip"};
    member.stamps = {{"coffee", 7}};
    for (const char* programme : {"bench", "bonus"})
        for (int i = 0; i < 12; ++i)
            member.accounts[{programme}].lots.push_back({Points::of(1'000 + 100 * i),
                                                         {now.ms - kMonth * i},
                                                         Instant{now.ms + kMonth * i + 1}});
    return member;
}

Counter counter_with(Publication publication, Basket basket) {
    Counter counter{std::move(publication), {}, regular_customer(), std::move(basket), {}};
    counter.context.store = {"nevsky"};
    counter.context.till = {"nevsky-1"};
    counter.context.at = *parse_local_time("2026-03-08T18:05:00+03:00");
    return counter;
}

std::string mixed_offers(int count) {
    std::string offers =
        "[points]\n[[tier]]\nid = \"gold\"\nname = \"Gold\"\nlifetime_spend = 1000\n";
    for (int i = 0; i < count; ++i) offers += offer(i, mixed_keys(i));
    return offers;
}

std::string plain_percentages(int count) {
    std::string offers = "[[lane]]\nid = \"goods\"\nchoose = \"all\"\n";
    for (int i = 0; i < count; ++i)
        offers +=
            offer(i, on_category(i) + "rounding_per = \"line\"\npercent = " + text(1 + i % 5));
    return offers;
}

}  // namespace kopilka::bench

#include "tests/bench/bench.h"
#include "tests/bench/medusa.h"
#include "tests/bench/shop.h"

#include <algorithm>

namespace kopilka::bench {
namespace {

constexpr double kMicro = 1'000;
constexpr double kMilli = 1'000'000;

Times price_again_and_again(const Counter& counter, double seconds) {
    PricedBasket priced;
    return time_each([&] { counter.price_into(priced); }, seconds);
}

std::vector<Row> basket(const Options& options) {
    const Counter counter = counter_with(parsed(mixed_offers(200)), basket_of(20));
    const Times times = price_again_and_again(counter, options.seconds);
    return {{"price: 20 lines x 200 offers, median", times.median() / kMicro, "us", "", {}, ""},
            at_most("price: 20 lines x 200 offers, p99", times.at(0.99) / kMicro, "us", 200)};
}

std::vector<Row> medusa(const Options& options) {
    const Counter counter = counter_with(parsed(plain_percentages(200)), basket_of(20));
    const double ours = price_again_and_again(counter, options.seconds).median();
    std::vector<Row> rows{{"price: 20 lines x 200 percentages, median",
                           ours / kMicro,
                           "us",
                           "",
                           {},
                           "saves " + to_string(counter.price().discount_total)}};
    const MedusaRun peer = run_medusa(options, counter);
    if (!peer.why_not.empty()) {
        rows.push_back({"Medusa's computation of the same", 0, "us", "", {}, peer.why_not});
        return rows;
    }
    rows.push_back({"Medusa's computation of the same, median",
                    peer.nanoseconds / kMicro,
                    "us",
                    "",
                    {},
                    "saves " + peer.saved});
    rows.push_back(at_least("times faster than Medusa", peer.nanoseconds / ours, "x", 200));
    return rows;
}

// Offers on goods that nobody buys.
std::string others(int count) {
    std::string offers;
    for (int i = 0; i < count; ++i)
        offers += "[[offer]]\nid = \"x" + std::to_string(i) +
                  "\"\nname = \"X\"\ngoods = { skus = \"other-" + std::to_string(i) +
                  "\" }\npercent = 5\n";
    return offers;
}

std::vector<Row> published(const Options& options) {
    const Counter few = counter_with(parsed(plain_percentages(20)), basket_of(20));
    const Counter many = counter_with(parsed(plain_percentages(20) + others(4'980)), basket_of(20));
    // Turn about, so that what disturbs one disturbs the other.
    double small = 0, large = 0;
    for (int round = 0; round < 4; ++round) {
        small += price_again_and_again(few, options.seconds / 4).median();
        large += price_again_and_again(many, options.seconds / 4).median();
    }
    return {{"price: 20 published offers, median", small / 4 / kMicro, "us", "", {}, ""},
            {"price: 5,000 published, the same 20 concern, median",
             large / 4 / kMicro,
             "us",
             "",
             {},
             ""},
            at_most("5,000 published against 20", large / small, "x", 1.5)};
}

std::vector<Row> best_deal(const Options& options) {
    std::string offers;
    for (int i = 0; i < 12; ++i)
        offers += "[[offer]]\nid = \"g" + std::to_string(i) +
                  "\"\nname = \"G\"\npercent = " + std::to_string(40 + 5 * i) +
                  "\ngroup = { take = " + std::to_string(2 + i % 4) +
                  " }\ngoods = { categories = [\"c" + std::to_string(i) + "\", \"c" +
                  std::to_string(i + 4) + "\", \"c" + std::to_string(i + 8) + "\"] }\n";
    Basket sixty = basket_of(20);
    for (BasketLine& line : sixty.lines) line.quantity = units(3);
    const Counter counter = counter_with(parsed(offers), std::move(sixty));
    const Times times = price_again_and_again(counter, options.seconds);
    const auto explained = counter.price().explanations;
    const bool exact = std::ranges::none_of(explained, &Explanation::approximate);
    return {
        {"best deal: 12 group offers, 60 units, median", times.median() / kMilli, "ms", "", {}, ""},
        at_most("best deal: 12 group offers, 60 units, p99", times.at(0.99) / kMilli, "ms", 5,
                exact ? "exact" : "approximate")};
}

std::vector<Row> repricing(const Options& options) {
    const Counter counter = counter_with(demo_publication(), basket_of(5));
    const double each = price_again_and_again(counter, options.seconds).median();
    return {at_least("re-pricing: receipts of 5 lines, the demo shop, one core", 1e9 / each, "/s",
                     50'000)};
}

double allocations_of(const Counter& counter) {
    PricedBasket priced;
    counter.price_into(priced);
    const std::uint64_t before = allocations();
    counter.price_into(priced);
    return static_cast<double>(allocations() - before);
}

std::vector<Row> allocating(const Options&) {
    const Counter half = counter_with(parsed(plain_percentages(200)), basket_of(40));
    const Counter whole = counter_with(parsed(plain_percentages(400)), basket_of(40));
    const double few = allocations_of(half), many = allocations_of(whole);
    return {{"allocations: 200 offers that apply", few, "", "", {}, ""},
            {"allocations: 400 offers that apply", many, "", "", {}, ""},
            at_most("allocations for each further offer", (many - few) / 200, "", 0)};
}

}  // namespace

std::vector<Benchmark> engine_benchmarks() {
    return {{"engine.basket", basket},       {"engine.medusa", medusa},
            {"engine.published", published}, {"engine.best_deal", best_deal},
            {"engine.repricing", repricing}, {"engine.allocations", allocating}};
}

}  // namespace kopilka::bench

#include "tests/bench/medusa.h"

#include "tests/bench/peer.h"

#include <sstream>

#include <nlohmann/json.hpp>

namespace kopilka::bench {
namespace {

using Json = nlohmann::json;

Json items_of(const Basket& basket) {
    Json items = Json::array();
    for (const BasketLine& line : basket.lines)
        items.push_back({{"id", line.sku.value},
                         {"quantity", line.quantity.count() / 1000},
                         {"subtotal", static_cast<double>(gross(line).count()) / 100},
                         {"category", line.categories.front()}});
    return items;
}

Json promotions_of(const Publication& publication) {
    Json promotions = Json::array();
    for (const Offer& offer : publication.offers())
        promotions.push_back(
            {{"code", offer.id.value},
             {"percent", static_cast<double>(std::get<PercentOff>(*offer.cut).rate.value) / 100},
             {"category", offer.goods.categories.front()}});
    return promotions;
}

}  // namespace

MedusaRun run_medusa(const Options& options, const Counter& counter) {
    const Json work{{"seconds", options.seconds},
                    {"items", items_of(counter.basket)},
                    {"promotions", promotions_of(counter.publication)}};
    const std::string text = answer_of_peer(options, "medusa.cjs", work.dump());
    std::istringstream answer(text);
    MedusaRun run;
    if (answer >> run.nanoseconds >> run.saved) return run;
    return {0, "", why_not(text)};
}

}  // namespace kopilka::bench

#include "tests/bench/medusa.h"

#include "tests/support/temporary_folder.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
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

std::string output_of(const std::string& command) {
    std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::string text;
    std::array<char, 256> part{};
    while (pipe && std::fgets(part.data(), part.size(), pipe.get()) != nullptr) text += part.data();
    return text;
}

}  // namespace

MedusaRun run_medusa(const Options& options, const Counter& counter) {
    if (options.peers.empty()) return {0, "", "not run: --peers DIR, see tests/bench/README.md"};
    const TemporaryFolder folder;
    const std::string work = (folder.path() / "work.json").string();
    std::ofstream(work) << Json{{"seconds", options.seconds},
                                {"items", items_of(counter.basket)},
                                {"promotions", promotions_of(counter.publication)}};
    std::istringstream answer(output_of("node '" + std::string(SOURCE_DIR) +
                                        "/tests/bench/medusa.cjs' '" + options.peers + "' '" +
                                        work + "' 2>&1"));
    MedusaRun run;
    if (answer >> run.nanoseconds >> run.saved) return run;
    return {0, "", "not run: " + answer.str().substr(0, answer.str().find('\n'))};
}

}  // namespace kopilka::bench

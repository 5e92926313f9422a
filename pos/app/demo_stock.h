// The demo shop as values: what `till screenshots` and the tests of screens show. Reads assets/demo
// directly; a real till gets the same from its server.
#pragma once
#include "pos/core/result.h"
#include "pos/loyalty/person.h"
#include "pos/sale/goods.h"
#include "pos/till/world.h"

#include <filesystem>
#include <vector>

namespace kopilka::app {

struct DemoStock {
    World world;                       // shop and publication
    std::vector<Category> categories;  // those with goods, in the shop's order
    std::vector<Goods> goods;
    std::vector<Member> members;  // those that have a name in the story (README.md of the demo)
};

// Days of the members' data ("today-2") are counted from `today`.
Result<DemoStock> read_demo_stock(const std::filesystem::path& assets, Date today);

}  // namespace kopilka::app

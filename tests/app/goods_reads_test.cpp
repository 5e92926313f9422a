#include "pos/app/goods_reads.h"

#include "tests/support/temporary_folder.h"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

namespace kopilka::app {
namespace {

// The same price by two publications: planned for a moment that has come, and of the goods
// themselves. Whoever takes the goods of one and the plan of the other sells at a wrong price.
TEST(GoodsReads, GiveThePriceOfOnePublicationWhileTheNextOneArrives) {
    const TemporaryFolder folder;
    const auto lock = DataFolder::lock(folder.path());
    auto opened = Cache::open(lock.value(), make_keys(), {std::size_t{64} << 20});
    Cache& cache = opened.value();

    CacheDelta before;
    before.goods.resize(1);
    before.goods[0].sku = Sku{"BREAD"};
    before.goods[0].barcodes = {"4600000005256"};
    before.goods[0].price = Money::of(52'90);
    before.goods[0].button = 1;
    CacheDelta after = before;
    before.planned = {{Sku{"BREAD"}, {{0, Money::of(59'90)}}}};
    after.goods[0].price = Money::of(59'90);
    ASSERT_TRUE(cache.apply(before));

    std::atomic<bool> arriving = true;
    std::thread feed([&] {
        for (int i = 0; i < 50; ++i) {
            EXPECT_TRUE(cache.apply(after));
            EXPECT_TRUE(cache.apply(before));
        }
        arriving = false;
    });
    const LocalTime now{{1'000}, 0};
    std::size_t wrong = 0;
    while (arriving) {
        const auto found = find_goods(cache, ByBarcode{"4600000005256"}, now);
        const auto shown = buttons(cache, now);
        if (!found || found->price != Money::of(59'90)) ++wrong;
        if (shown.size() != 1 || shown[0].price != Money::of(59'90)) ++wrong;
    }
    feed.join();
    EXPECT_EQ(wrong, 0U);
}

}  // namespace
}  // namespace kopilka::app

// A sale never waits for the network: the same sales beside a quick server, without one, beside one
// that never answers and beside one that talks nonsense. Afterwards each record is there once.
#include "tests/scenario/kit/story_shop.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <iostream>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka {
namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

constexpr std::size_t kSales = 12;  // beside each server
constexpr Money kEach = Money::of(53'980);

// From the first scan to the printed receipt.
microseconds one_sale(app::ScriptedTill& till) {
    const auto start = steady_clock::now();
    till.scan("4600000012322");
    till.scan("4600000013657");
    till.act(event::Pay{});
    till.act(event::CashGiven{Money::of(60'000)});
    const auto took = steady_clock::now() - start;
    EXPECT_TRUE(std::holds_alternative<stage::Done>(till.stage().sale));
    till.act(event::NextCustomer{});
    return std::chrono::duration_cast<microseconds>(took);
}

microseconds median_sale(app::ScriptedTill& till) {
    std::vector<microseconds> all;
    for (std::size_t i = 0; i < kSales; ++i) all.push_back(one_sale(till));
    std::ranges::sort(all);
    return all[all.size() / 2];
}

class Network : public testing::Test {
protected:
    void SetUp() override {
        auto opened = StoryShop::open(folder_ / "shop");
        ASSERT_TRUE(opened.has_value()) << opened.error().detail;
        shop_ = std::move(*opened);
        shop_->till().act(event::SignIn{CashierId{"marina"}, "1111"});
        shop_->till().act(event::OpenShift{Money::of(300'000)});
    }

    TemporaryFolder folder_;
    std::unique_ptr<StoryShop> shop_;
};

TEST_F(Network, DelaysNoSaleWhateverItDoes) {
    static const std::map<ServerMood, const char*> kMoods{{ServerMood::Fine, "quick"},
                                                          {ServerMood::Off, "down"},
                                                          {ServerMood::Slow, "never answering"},
                                                          {ServerMood::Nonsense, "nonsense"}};
    std::map<ServerMood, microseconds> medians;
    for (const auto& [mood, name] : kMoods) {
        shop_->set_server(mood);
        medians[mood] = median_sale(shop_->till());
        std::cout << "server " << name << ": median " << medians[mood].count() << " µs a sale\n";
    }
    // Generous: this machine may be busy with other tests, a network's time-outs are seconds.
    for (const auto& [mood, median] : medians) {
        EXPECT_LT(median, 3 * medians[ServerMood::Fine] + std::chrono::milliseconds(200))
            << kMoods.at(mood);
        EXPECT_LT(median, std::chrono::seconds(1)) << kMoods.at(mood);
    }

    shop_->set_server(ServerMood::Fine);
    const auto& sync = shop_->till().stage().sync;
    EXPECT_TRUE(shop_->till().wait_until(
        [&] {
            const auto* online = std::get_if<stage::SyncOnline>(&sync);
            return online != nullptr && online->numbers.unsent == 0;
        },
        std::chrono::seconds(60)));
    const sync::Reconciliation sums = shop_->central().sums();
    EXPECT_TRUE(sums.agrees()) << to_text(sums);
    std::uint64_t sales = 0;
    Money accepted;
    for (const sync::TillSums& till : sums.tills) {
        sales += till.sales;
        accepted += till.accepted;
        EXPECT_EQ(till.records, till.watermark) << "each record once";
    }
    EXPECT_EQ(sales, kSales * kMoods.size());
    EXPECT_EQ(accepted, kEach * static_cast<std::int64_t>(sales));
}

}  // namespace
}  // namespace kopilka

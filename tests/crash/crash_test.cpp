// kill -9 of the real till at random moments of scripted sales, on a real disk. Printed receipts
// are in the journal, once each, numbered without gaps; the open basket is back, and so is a
// receipt that had not been printed; in the end the server has each record once.
#include "tests/crash/books.h"
#include "tests/crash/day.h"
#include "tests/crash/morning.h"
#include "tests/crash/victim.h"
#include "tests/scenario/kit/demo_shop.h"
#include "tests/support/chance.h"
#include "tests/support/running_server.h"
#include "tests/support/temporary_folder.h"

#include <optional>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka {
namespace {

namespace fs = std::filesystem;
using std::chrono::microseconds;

// One working day after another on the same folder, each ended by kill -9.
class Shop : public testing::Test {
protected:
    void SetUp() override {
        auto shop = DemoShop::copy_to(folder_ / "shop");
        ASSERT_TRUE(shop.has_value()) << shop.error().detail;
        shop_.emplace(std::move(*shop));
        places_ = shop_->till("nevsky-1");
    }

    // Kills the till after a line chosen by chance and a moment more.
    void one_round(std::mt19937_64& random, std::size_t round) {
        const Day day = make_day(random, 6);
        const fs::path prints = folder_ / ("prints-" + std::to_string(round));
        Victim till(places_, prints);
        till.tell(day.script());
        till.wait_for(random() % day.lines.size());
        std::this_thread::sleep_for(microseconds(random() % 6'000));
        till.kill();
        check_after(day, till, prints);
        fs::remove_all(prints);
    }

    void check_after(const Day& day, const Victim& till, const fs::path& prints) {
        // The line under way may have happened or not.
        std::vector<Moment> possible{till.done() == 0 ? Moment() : day.after.at(till.done() - 1)};
        if (till.done() < day.after.size()) possible.push_back(day.after.at(till.done()));
        const Books books = read_books(places_.data);
        ASSERT_EQ(books.wrong, "");
        for (std::size_t i = 0; i < books.numbers.size(); ++i)
            ASSERT_EQ(books.numbers[i], i + 1) << "numbering";
        for (const auto& [number, points] : points_on_paper(prints)) {
            EXPECT_LE(number, books.numbers.size()) << "printed, and not in the journal";
            ++printed_;
        }
        late_ += books.without_paper.size();
        {
            Morning morning(places_);
            const Moment found{morning.basket(), books.numbers.size() - sales_};
            EXPECT_THAT(possible, testing::Contains(found)) << till.words();
            if (!found.basket.empty()) ++baskets_;
            sales_ = books.numbers.size() + (morning.sell_what_is_there() ? 1 : 0);
        }
        EXPECT_THAT(read_books(places_.data).without_paper, testing::IsEmpty());
    }

    TemporaryFolder folder_;
    std::optional<DemoShop> shop_;
    app::Places places_;
    std::size_t sales_ = 0;  // in the journal when a round begins
    std::size_t printed_ = 0;
    std::size_t baskets_ = 0;
    std::size_t late_ = 0;  // sales whose printing had not begun when the till was killed
};

TEST_F(Shop, LosesAndDoublesNothingWhenItsTillIsKilled) {
    const std::size_t rounds = is_long_run() ? 200 : 25;
    std::mt19937_64 random{printed_seed()};
    for (std::size_t round = 0; round < rounds && !HasFailure(); ++round) {
        SCOPED_TRACE("round " + std::to_string(round));
        one_round(random, round);
    }
    std::cout << rounds << " kills, " << sales_ << " sales, " << printed_
              << " receipts printed before a kill, " << baskets_ << " open baskets back, " << late_
              << " receipts printed late\n";

    // Everything goes to the server, once.
    sync::RunningServer central(shop_->central());
    ASSERT_TRUE(shop_->move_server_to(central.address().port).has_value());
    EXPECT_TRUE(Morning(places_).send_everything());
    const Books books = read_books(places_.data);
    const sync::Reconciliation sums = central.sums();
    EXPECT_TRUE(sums.agrees()) << to_text(sums);
    std::uint64_t sales = 0;
    std::uint64_t records = 0;
    for (const sync::TillSums& till : sums.tills) {
        if (till.till != TillId{"nevsky-1"}) continue;
        sales += till.sales;
        records += till.records;
    }
    EXPECT_EQ(sales, sales_);
    EXPECT_EQ(records, books.records);
}

}  // namespace
}  // namespace kopilka

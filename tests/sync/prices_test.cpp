// Planned prices and shop settings at the server. What a till does with them is the story
// office_prices.
#include "sync/server/prices.h"

#include "sync/server/chain.h"
#include "sync/server/feed.h"
#include "sync/server/import.h"
#include "sync/server/shop_settings.h"
#include "sync/server/shops.h"
#include "tests/support/on_each_store.h"
#include "tests/sync/rig.h"

#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const Sku kMilk{"MILK"};

std::string text_of_shop() {
    std::ifstream in(SOURCE_DIR "/assets/demo/shop.toml");
    return std::string(std::istreambuf_iterator<char>(in), {});
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    const std::size_t at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), by);
}

// In the shop's own time; of a shop in Moscow, and of one an hour behind it.
Instant moscow(const char* clock) { return {*parse_clock(clock) - 180 * 60'000}; }

class Prices : public OnEachStore {
protected:
    void SetUp() override {
        ASSERT_TRUE(open_chain(*store));
        ASSERT_TRUE(import_catalogue(*store, catalogue("100.00"), "catalogue.json"));
        open_shop(text_of_shop());
        open_shop(replaced(replaced(text_of_shop(), "id = \"nevsky\"", "id = \"west\""),
                           "utc_offset_minutes = 180", "utc_offset_minutes = 120"));
    }
    static std::string catalogue(const std::string& price) {
        return R"({"categories": [{"id": "dairy", "name": {"ru": "Молочное", "en": "Dairy"},
                   "colour": "#ffffff"}],
                   "goods": [{"sku": "MILK", "name": {"ru": "Молоко", "en": "Milk"},
                   "price": ")" +
               price + R"(", "minimum_price": "50.00", "tax_rate": "10", "unit": "piece"}]})";
    }
    void open_shop(const std::string& text) {
        const auto done = import_shop(*store, text, "shop.toml");
        ASSERT_TRUE(done.has_value()) << done.error().detail;
    }
    Result<void> plan(std::int64_t kopecks, const char* clock, Instant at) {
        return set_price(*store, kMilk, Money::of(kopecks), parse_clock(clock), at);
    }
    Article milk() { return find_prices(*store, kMilk).value(); }
    std::uint64_t head() { return reconcile(*store)->feed_position; }

    const std::unique_ptr<Database> store = *open_database(place);
    const Instant eve = moscow("2026-12-31T12:00");
};

TEST_P(Prices, ArePlannedInOrderAndChangedAtOnce) {
    EXPECT_TRUE(plan(12'000, "2027-02-01", eve));
    EXPECT_TRUE(plan(11'000, "2027-01-01T00:00", eve));
    EXPECT_THAT(milk().planned,
                ElementsAre(PlannedPrice{*parse_clock("2027-01-01"), Money::of(11'000)},
                            PlannedPrice{*parse_clock("2027-02-01"), Money::of(12'000)}));
    EXPECT_TRUE(plan(11'500, "2027-01-01", eve)) << "in its place";
    EXPECT_EQ(milk().planned.size(), 2U);
    EXPECT_EQ(milk().planned[0].price, Money::of(11'500));
    EXPECT_TRUE(set_price(*store, kMilk, Money::of(9'000), std::nullopt, eve));
    EXPECT_EQ(milk().goods.price, Money::of(9'000));
    EXPECT_EQ(milk().planned.size(), 2U);
    EXPECT_TRUE(cancel_price(*store, kMilk, *parse_clock("2027-01-01")));
    EXPECT_EQ(cancel_price(*store, kMilk, *parse_clock("2027-01-01")).error().code, Errc::NotFound);
    EXPECT_EQ(milk().planned.size(), 1U);
}

TEST_P(Prices, SayNoWithWhatToDo) {
    EXPECT_EQ(set_price(*store, Sku{"CAKE"}, Money::of(1), {}, eve).error().code, Errc::NotFound);
    EXPECT_THAT(plan(11'000, "2026-12-31T10:59", eve).error().detail, HasSubstr("over in every"));
    EXPECT_TRUE(plan(11'000, "2026-12-31T11:01", eve)) << "in the west it is to come";
    EXPECT_THAT(plan(4'999, "2027-01-01", eve).error().detail, HasSubstr("minimum price is 50.00"));
    for (std::size_t n = 1; n < kMostPlanned; ++n)
        EXPECT_TRUE(plan(11'000, ("2027-03-" + std::to_string(9 + n)).c_str(), eve));
    EXPECT_THAT(plan(11'000, "2027-04-01", eve).error().detail, HasSubstr("more than 16"));
    for (const char* wrong :
         {"", "now", "2027-02-30", "2027-01-01T25:00", "2027-01-01T08:00+03:00"})
        EXPECT_FALSE(parse_clock(wrong)) << wrong;
    EXPECT_EQ(clock_text(*parse_clock("2027-01-01T08:30")), "2027-01-01T08:30:00");
}

TEST_P(Prices, OfNowFollowWhenTheMomentHasComeInEveryShop) {
    ASSERT_TRUE(plan(11'000, "2027-01-01", eve));
    ASSERT_TRUE(plan(12'000, "2027-02-01", eve));
    const std::uint64_t before = head();
    EXPECT_EQ(take_effect(*store, moscow("2026-12-31T23:59")), 0U);
    EXPECT_EQ(take_effect(*store, moscow("2027-01-01T00:59")), 0U) << "not in the west yet";
    EXPECT_EQ(head(), before);
    EXPECT_EQ(take_effect(*store, moscow("2027-01-01T01:00")), 1U);
    EXPECT_EQ(milk().goods.price, Money::of(11'000));
    EXPECT_EQ(milk().planned.size(), 1U);
    EXPECT_EQ(head(), before + 1) << "tills hear of it once";
    EXPECT_EQ(take_effect(*store, moscow("2027-01-02")), 0U);
    EXPECT_EQ(take_effect(*store, moscow("2027-03-01")), 1U);
    EXPECT_EQ(milk().goods.price, Money::of(12'000));
    EXPECT_THAT(milk().planned, IsEmpty());
    EXPECT_EQ(take_effect(*store, moscow("2028-01-01")), 0U);
}

TEST_P(Prices, PlannedOutliveAnImportAndEndWithTheArticle) {
    ASSERT_TRUE(plan(11'000, "2027-01-01", eve));
    ASSERT_TRUE(import_catalogue(*store, catalogue("95.00"), "catalogue.json"));
    EXPECT_EQ(milk().goods.price, Money::of(9'500));
    EXPECT_EQ(milk().planned.size(), 1U);
    ASSERT_TRUE(import_catalogue(*store, replaced(catalogue("95.00"), "MILK", "KEFIR"), "c.json"));
    EXPECT_EQ(take_effect(*store, moscow("2027-03-01")), 0U);
    ASSERT_TRUE(import_catalogue(*store, catalogue("95.00"), "catalogue.json"));
    EXPECT_THAT(milk().planned, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Stores, Prices, kStores, name_of_store);

// What a till of an older program hears: the article again, at its new price.
TEST(PricesOfARunningServer, BeginByThemselves) {
    const TemporaryFolder folder;
    RunningServer server(folder.path().string());
    const TillId nevsky{"nevsky-1"};
    const auto credentials = server.enrol_till(nevsky, seed_of(nevsky));
    Goods goods;
    goods.sku = kMilk;
    goods.price = Money::of(10'000);
    const auto store = server.store();
    ASSERT_TRUE(store->write([&] { put_article(*store, goods); }));
    // Where there is no shop, the clock of the westmost place counts.
    const std::int64_t soon = on_the_clock({now(), -12 * 60}) + 1'500;
    ASSERT_TRUE(set_price(*store, kMilk, Money::of(11'000), soon, now()));
    MemoryTill till{nevsky};
    PumpedTill pumped(till, server.address(), credentials);
    const auto price = [&] {
        const auto things = till.things();
        const auto found = things.find("0/MILK");
        return found == things.end() ? kNoMoney : std::get<Article>(found->second).goods.price;
    };
    std::vector<Money> heard;
    for (int i = 0; i < 1'000 && (heard.empty() || heard.back() != Money::of(11'000)); ++i) {
        if (heard.empty() || heard.back() != price()) heard.push_back(price());
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    EXPECT_EQ(heard.back(), Money::of(11'000));
    EXPECT_THAT(heard, testing::Contains(Money::of(10'000))) << "and not before";
}

TEST(ShopSettings, ChangeOneThingAndLeaveEveryOtherByteAlone) {
    const std::string text = text_of_shop();
    const auto set = [&](const char* key, const char* value) {
        const auto changed = with_setting(text, key, value);
        return changed ? *changed : "refused: " + changed.error().detail;
    };
    EXPECT_EQ(set("store.phone", "+78120000001"),
              replaced(text, "phone = \"+79990000000\"", "phone = \"+78120000001\""));
    EXPECT_EQ(set("store.name.ru", "Копилка \"У моста\""),
              replaced(text, "ru = \"Копилка на Невском\"", "ru = \"Копилка \\\"У моста\\\"\""));
    EXPECT_EQ(set("store.name.en", "Kopilka at the bridge"),
              replaced(text, "en = \"Kopilka on Nevsky\"", "en = \"Kopilka at the bridge\""));
    EXPECT_EQ(set("store.utc_offset_minutes", "240"),
              replaced(text, "utc_offset_minutes = 180", "utc_offset_minutes = 240"));
    EXPECT_EQ(set("store.tills", "[\"nevsky-1\"]"),
              replaced(text, "tills = [\"nevsky-1\", \"nevsky-2\"]", "tills = [\"nevsky-1\"]"));
    EXPECT_EQ(set("receipt.header[0].en", "KOPILKA"),
              replaced(text, "en = \"KOPILKA ON NEVSKY\"", "en = \"KOPILKA\""));
    EXPECT_THAT(set("staff[0].pin", "1234"), HasSubstr("central staff"));
    EXPECT_THAT(set("store.id", "other"), HasSubstr("keeps its id"));
    EXPECT_THAT(set("store.name.ru.more", "x"), HasSubstr("no place for"));
    EXPECT_THAT(set("nothing.there", "x"), HasSubstr("no place for"));
    const std::string without = replaced(text, "phone = \"+79990000000\"\n", "");
    EXPECT_EQ(with_setting(without, "store.phone", "+7"),
              replaced(without, "[store]\n", "[store]\nphone = \"+7\"\n"));
}

class ShopOfAStore : public Prices {};

TEST_P(ShopOfAStore, TakesOnlyWhatATillCanRead) {
    const std::uint64_t before = head();
    EXPECT_THAT(change_shop(*store, StoreId{"nevsky"}, "store.currency", "").error().detail,
                Not(IsEmpty()));
    EXPECT_THAT(change_shop(*store, StoreId{"nevsky"}, "store.tax", "perhaps").error().detail,
                HasSubstr("tax"));
    EXPECT_THAT(change_shop(*store, StoreId{"nevsky"}, "store.language", "xx").error().detail,
                HasSubstr("language"));
    EXPECT_EQ(change_shop(*store, StoreId{"nobody"}, "store.phone", "+7").error().code,
              Errc::NotFound);
    EXPECT_EQ(head(), before) << "nothing of it reached the feed";
    EXPECT_TRUE(change_shop(*store, StoreId{"nevsky"}, "store.phone", "+78120000001"));
    EXPECT_EQ(head(), before + 1);
    ASSERT_TRUE(store->read([&] {
        EXPECT_EQ(find_shop(*store, StoreId{"nevsky"})->settings.phone, "+78120000001");
        EXPECT_EQ(find_shop(*store, StoreId{"west"})->settings.phone, "+79990000000");
    }));
}

INSTANTIATE_TEST_SUITE_P(Stores, ShopOfAStore, kPlainStores, name_of_store);

}  // namespace
}  // namespace kopilka::sync

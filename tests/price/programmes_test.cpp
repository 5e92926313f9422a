// Every shipped programme on a basket of its own: what is paid, and what is said in both languages.
#include "pos/app/price_command.h"
#include "tests/price/basket_text.h"
#include "tests/price/command_kit.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include <nlohmann/json.hpp>

namespace kopilka {
namespace {

Texts texts(Language language) {
    const std::string path = in_repository("assets/text/") +
                             (language == Language::Russian ? "ru" : "en") + "/offer.toml";
    std::ifstream file(path);
    const std::string toml{std::istreambuf_iterator<char>(file), {}};
    return *Texts::parse(language, toml, path);
}

// The receipt as text, with no-break spaces made plain.
std::string receipt(const std::string& programme, const JsonBasket& basket, const Texts& language) {
    app::PriceOptions options;
    options.programme = in_repository("assets/programmes/" + programme + ".toml");
    options.texts = &language;
    std::istringstream in(basket.text());
    std::ostringstream out, err;
    EXPECT_EQ(app::price_command(options, in, out, err), 0) << err.str();
    std::string text = out.str();
    for (std::size_t at; (at = text.find("\u00a0")) != std::string::npos;) text.replace(at, 2, " ");
    return text;
}

struct Golden {
    std::string programme;
    JsonBasket basket;
    std::string total;
    std::string russian, english;  // one sentence of it
};

std::vector<Golden> goldens() {
    const JsonLine tea{"TEA", "100.00", "2", "tea-packed", ""};
    const JsonLine coffee{"COF-LATTE-300", "240.00", "1", "coffee", ""};
    const JsonLine wine{"WINE", "500.00", "1", "alcohol", ""};
    const JsonLine toy{"TOY", "1600.00", "1", "toys", ""};
    const JsonLine pastry{"PAS-BUN", "60.00", "3", "pastry", ""};
    const JsonLine offered{"SWT", "90.00", "2", "sweets", "\"tags\":[\"two-for-one\"]"};
    const JsonLine fresh{"NEW", "1000.00", "1", "sweets", "\"tags\":[\"novelty\"]"};
    const JsonLine many{"BAT-AA-2", "50.00", "4", "batteries", ""};
    const JsonLine beans{"CBN", "600.00", "2", "coffee-beans", ""};
    const JsonLine cake{"CAKE", "200.00", "1", "cakes", ""};
    const JsonLine hot{"HOT-TEA", "90.00", "1", "hot-drinks", ""};
    const JsonLine machine{"K15", "9000.00", "1", "accessories", "\"tags\":[\"model-k15\"]"};
    return {
        {"regular-five-percent",
         {{tea, wine}, "\"purchases\":5"},
         "690.00",
         "«5 % постоянному покупателю»: скидка 10,00 ₽",
         "5% for regular customers: ₽10.00 off"},
        {"regular-five-percent",
         {{tea}, "\"purchases\":4"},
         "200.00",
         "«5 % постоянному покупателю»: ещё 1 покупка до этой скидки",
         "5% for regular customers: 1 more purchase to go"},
        {"newcomer-two-percent",
         {{tea}, "\"joined\":\"2025-03-11\""},
         "196.00",
         "«2 % в первый год»: скидка 4,00 ₽",
         "2% in the first year: ₽4.00 off"},
        {"newcomer-two-percent",
         {{tea}, "\"joined\":\"2025-03-10\""},
         "200.00",
         "«2 % в первый год»: срок участия не подходит",
         "2% in the first year: does not fit the time of membership"},
        {"ladder-card",
         {{tea}, "\"lifetime_spend\":\"50000.00\""},
         "190.00",
         "«Накопительная скидка»: скидка 10,00 ₽",
         "Ladder discount: ₽10.00 off"},
        {"ladder-card",
         {{tea}, "\"lifetime_spend\":\"9800.00\""},
         "200.00",
         "«Накопительная скидка»: ещё 200,00 ₽ покупок до "
         "этой "
         "скидки",
         "Ladder discount: ₽200.00 more in purchases to go"},
        {"bonus-points",
         {{tea}, "\"tier\":\"gold\""},
         "200.00",
         "«3 балла за каждые 100 ₽»: начислено 12 баллов",
         "3 points per ₽100: 12 points earned"},
        {"bonus-points",
         {{tea}, "\"points\":\"500\"", "\"tenders\":[{\"kind\":\"points\",\"amount\":\"500.00\"}]"},
         "200.00",
         "«3 балла за каждые 100 ₽»: начислено 3 балла",
         "3 points per ₽100: 3 points earned"},
        {"coffee-stamps",
         {{coffee}, "\"stamps\":{\"coffee\":9}"},
         "0.00",
         "«Каждый десятый кофе бесплатно»: скидка 240,00 ₽",
         "Every tenth coffee is free: ₽240.00 off"},
        {"coffee-stamps",
         {{coffee}, "\"stamps\":{\"coffee\":7}"},
         "240.00",
         "«Каждый десятый кофе бесплатно»: осталось 2 отметки",
         "Every tenth coffee is free: 2 stamps to go"},
        {"basket-offers",
         {{{"A", "2960.00", "1", "food", ""}}},
         "2960.00",
         "«300 ₽ при покупке от 3000 ₽»: добавьте товаров на "
         "40,00 "
         "₽, "
         "и "
         "скидка "
         "составит "
         "300,00 ₽",
         "₽300 off from ₽3,000: add goods for ₽40.00 and save ₽300.00"},
        {"basket-offers",
         {{{"A", "3000.00", "1", "food", ""}, fresh}},
         "3700.00",
         "«300 ₽ при покупке от 3000 ₽»: скидка 300,00 ₽",
         "₽300 off from ₽3,000: ₽300.00 off"},
        {"basket-offers",
         {{tea, fresh}, "", "", "2026-03-10T08:00:00+03:00"},
         "1180.00",
         "«Утренняя скидка 10 %»: скидка 20,00 ₽",
         "Morning 10%: ₽20.00 off"},
        {"two-for-one",
         {{offered}},
         "90.00",
         "«Два по цене одного»: скидка 90,00 ₽",
         "Two for the price of one: ₽90.00 off"},
        {"two-for-one",
         {{pastry, cake, hot}},
         "360.00",
         "«Десерт и чай вместе»: скидка 50,00 ₽",
         "The third pastry is free: ₽60.00 off"},
        {"espresso-point",
         {{coffee}, "\"stamps\":{\"coffee\":5}"},
         "0.00",
         "«Каждый шестой кофе бесплатно»: скидка 240,00 ₽",
         "Every sixth coffee is free: ₽240.00 off"},
        {"plain-discount",
         {{tea, wine}, "\"purchases\":0"},
         "694.00",
         "«3 % по карте»: скидка 6,00 ₽",
         "3% with the card: ₽6.00 off"},
        {"quantity-discount",
         {{many}},
         "190.00",
         "«Скидка за количество»: скидка 10,00 ₽",
         "Quantity discount: ₽10.00 off"},
        {"promo-codes",
         {{toy}, "\"purchases\":5", "\"codes\":[\"spring\"]"},
         "1440.00",
         "«Подарок постоянному покупателю»: действует",
         "10% off toys with a code: ₽160.00 off"},
        {"promo-codes",
         {{toy, wine}, "\"uses\":{\"friend-500\":1}", "\"codes\":[\"FRIEND500\"]"},
         "2100.00",
         "«500 ₽ по промокоду»: вы уже воспользовались этой "
         "акцией",
         "₽500 off with a code: already used"},
        {"pay-by-sbp",
         {{tea}, "", "\"tenders\":[{\"kind\":\"cash\",\"amount\":\"100.00\"},{\"kind\":\"sbp\"}]"},
         "197.00",
         "«3 % при оплате по СБП»: скидка 3,00 ₽",
         "3% when paying by SBP: ₽3.00 off"},
        {"gifts",
         {{toy}, "\"purchases\":0"},
         "1600.00",
         "«Подарок к игрушкам»: действует",
         "A gift with the first purchase: applied"},
        {"birthday",
         {{tea}, "\"birthday\":\"1988-03-13\""},
         "170.00",
         "«15 % ко дню рождения»: скидка 30,00 ₽",
         "15% for the birthday: ₽30.00 off"},
        {"win-back",
         {{tea}, "\"last_purchase\":\"2025-12-01\""},
         "184.00",
         "«Скидка вернувшемуся»: скидка 16,00 ₽",
         "Welcome back: ₽16.00 off"},
        {"club",
         {{cake}, "\"tags\":[\"club\"]"},
         "180.00",
         "«10 % на десерты членам клуба»: скидка 20,00 ₽",
         "10% off cakes for the club: ₽20.00 off"},
        {"visits",
         {{tea}, "\"purchases\":30"},
         "190.00",
         "«Скидка за число покупок»: скидка 10,00 ₽",
         "Discount by number of purchases: ₽10.00 off"},
        {"not-money",
         {{beans}},
         "1200.00",
         "«Приглашение на дегустацию»: действует",
         "Invitation to a tasting: applied"},
        {"brands",
         {{machine}, "\"tier\":\"gold\""},
         "8200.00",
         "«800 ₽ на модель K15 золотой карте»: скидка 800,00 ₽",
         "₽500 off model K15: ₽800 off model K15 with gold saves ₽300.00 more"},
        {"bring-a-friend",
         {{{"A", "600.00", "1", "food", ""}}, "\"purchases\":0,\"referrer\":\"boris\""},
         "600.00",
         "«300 баллов пригласившему»: начислено 300 баллов",
         "200 points for a friend's first purchase: 200 points earned"},
        {"bring-a-friend",
         {{tea}, "\"purchases\":0,\"referrer\":\"boris\""},
         "200.00",
         "«300 баллов пригласившему»: добавьте товаров ещё на 300,00 "
         "₽",
         "300 points for bringing a friend: add goods for ₽300.00 more"},
        {"paid-membership",
         {{tea, {"CLUB-YEAR", "990.00", "1", "fees", ""}}, "\"purchases\":3"},
         "1176.00",
         "«7 % членам клуба»: скидка 14,00 ₽",
         "5 points per ₽100 for the club: 5 points earned"},
        {"paid-membership",
         {{tea}, "\"purchases\":3"},
         "200.00",
         "«1 балл за 100 ₽»: начислено 2 балла",
         "1 point per ₽100: 2 points earned"},
        {"cashback",
         {{tea}, "\"purchases\":3", "", "2026-03-08T12:00:00+03:00"},
         "200.00",
         "«Кешбэк 5 %»: начислено 20 баллов",
         "Double cashback in our birthday week: applied"},
        {"cashback",
         {{tea}, "\"points\":\"100\"", "\"tenders\":[{\"kind\":\"cashback\"},{\"kind\":\"cash\"}]"},
         "200.00",
         "«Кешбэк 5 %»: начислено 7 баллов",
         "5% cashback: 7 points earned"},
        {"coalition",
         {{tea}, "\"purchases\":3"},
         "200.00",
         "«Булочная: 4 балла за 100 ₽»: начислено 8 баллов",
         "Pharmacy: 2 points per ₽100: in shop apteka-1"},
        {"levels",
         {{tea}, "\"history\":[{\"at\":\"2025-09-01\",\"total\":\"9800.00\"}]"},
         "200.00",
         "«Бронза: 1 % баллами»: начислено 2 балла",
         "Silver: 3% in points: for card level silver, ₽200.00 more in purchases to go"},
        {"levels",
         {{tea}, "\"history\":[{\"at\":\"2025-09-01\",\"total\":\"10000.00\"}]"},
         "200.00",
         "«Золото: 5 % баллами»: для уровня карты gold, до него ещё покупок на 40 000,00 "
         "₽",
         "Silver: 3% in points: 6 points earned"},
        {"stars",
         {{coffee}, "\"points\":\"120\"", "\"codes\":[\"STAR100\"]"},
         "0.00",
         "«Напиток за 100 звёзд»: скидка 240,00 ₽",
         "A drink for 100 stars: ₽240.00 off"},
        {"stars",
         {{coffee}, "\"points\":\"90\"", "\"codes\":[\"STAR100\"]"},
         "240.00",
         "«Напиток за 100 звёзд»: не хватает 10 баллов",
         "A drink for 100 stars: 10 points short"},
        {"style-rewards",
         {{tea}, "\"purchases\":3"},
         "200.00",
         "«2 балла за 100 ₽ в магазине и на сайте»: начислено "
         "12 "
         "баллов",
         "Triple points on members' days: applied"},
        {"city-card",
         {{{"BREAD", "100.00", "2", "bread", ""}}, "\"purchases\":3"},
         "200.00",
         "«1 балл за 100 ₽»: начислено 10 баллов",
         "Five times the points on bread in March: applied"},
        {"accumulate",
         {{tea}, "\"points\":\"150\"", "\"tenders\":[{\"kind\":\"points\"},{\"kind\":\"cash\"}]"},
         "100.00",
         "«Балл за каждые 20 ₽»: начислено 5 баллов",
         "A point per ₽20: 5 points earned"},
        {"accumulate",
         {{tea}, "\"points\":\"90\"", "\"tenders\":[{\"kind\":\"points\"},{\"kind\":\"cash\"}]"},
         "200.00",
         "«Балл за каждые 20 ₽»: начислено 10 баллов",
         "A point per ₽20: 10 points earned"},
        {"certificates",
         {{tea, {"CERT", "500.00", "1", "certificates", "\"serial\":\"GC-1\""}}},
         "680.00",
         "«10 % на всё»: скидка 20,00 ₽",
         "10% off everything: ₽20.00 off"},
        {"coalition",
         {{{"FUEL", "60.00", "2", "fuel", ""}}, "\"purchases\":3"},
         "120.00",
         "«Заправка: 1 балл за литр»: действует в магазине azs-1",
         "Bakery: 4 points per ₽100: 4 points earned"},
        {"style-rewards",
         {{tea}, "\"purchases\":3", "", "2026-03-13T00:00:00+03:00"},
         "200.00",
         "«2 балла за 100 ₽ в магазине и на сайте»: начислено 4 "
         "балла",
         "Triple points on members' days: has ended"},
        {"city-card",
         {{tea}, "\"purchases\":3"},
         "200.00",
         "«1 балл за 100 ₽»: начислено 2 балла",
         "Five times the points on bread in March: add 1 of its goods"},
        {"certificates",
         {{tea},
          "",
          "\"tenders\":[{\"kind\":\"certificate\",\"balance\":\"500.00\"},{\"kind\":\"cash\"}]"},
         "180.00",
         "«10 % на всё»: скидка 20,00 ₽",
         "10% off everything: ₽20.00 off"},
        {"profile",
         {{tea}, "\"tags\":[\"profile\"]"},
         "200.00",
         "«100 баллов за анкету»: начислено 100 баллов",
         "100 points for the profile: 100 points earned"},
        {"profile",
         {{tea}, "\"tags\":[\"profile\"],\"uses\":{\"profile-filled\":1}"},
         "200.00",
         "«100 баллов за анкету»: вы уже воспользовались этой акцией",
         "100 points for the profile: already used"},
    };
}

TEST(Programmes, PriceTheirBasketsAndSaySoInBothLanguages) {
    const Texts ru = texts(Language::Russian);
    const Texts en = texts(Language::English);
    for (const Golden& golden : goldens()) {
        const std::string file = in_repository("assets/programmes/" + golden.programme + ".toml");
        const Outcomes priced = price_file(file, golden.basket.text());
        ASSERT_EQ(priced.code, 0) << golden.programme << priced.err;
        EXPECT_EQ(value_of(priced.out, "total"), golden.total) << golden.programme << priced.out;
        EXPECT_THAT(receipt(golden.programme, golden.basket, ru),
                    testing::HasSubstr(golden.russian + "\n"));
        EXPECT_THAT(receipt(golden.programme, golden.basket, en),
                    testing::HasSubstr(golden.english + "\n"));
    }
}

TEST(Programmes, AreAllTried) {
    std::set<std::string> tried;
    for (const Golden& golden : goldens()) tried.insert(golden.programme);
    for (const auto& entry :
         std::filesystem::directory_iterator(in_repository("assets/programmes")))
        EXPECT_TRUE(entry.path().extension() != ".toml" || tried.contains(entry.path().stem()))
            << entry.path();
}

// Anna's visit to the demo shop: the tenth coffee, two for one, her ladder step, points spent.
TEST(Publication, OfTheDemoShopAddsUpOverItsLanes) {
    const JsonBasket basket{
        {{"COF-CAPPUCCINO-300", "240.00", "1", "coffee", "\"brand\":\"Penka\""},
         {"PAS-CROISSANT", "120.00", "2", "pastry",
          "\"brand\":\"Penka\",\"tags\":[\"two-for-one\"]"},
         {"SWT-CHOC-MILK", "99.90", "2", "sweets", "\"tags\":[\"two-for-one\"]"},
         {"APPLES", "149.90", "0.850", "fruit", "\"weighed\":true"}},
        "\"tier\":\"gold\",\"joined\":\"2023-03-08\",\"birthday\":\"1987-05-14\",\"purchases\":164,"
        "\"lifetime_spend\":\"128450.00\",\"last_purchase\":\"2026-03-08\",\"tags\":[\"vip\"],"
        "\"stamps\":{\"coffee\":9},\"accounts\":{\"bonus\":{\"lots\":[{\"amount\":\"300\","
        "\"active\":\"2025-12-01\",\"expires\":\"2026-12-04\"}]}}",
        "\"tenders\":[{\"kind\":\"points\",\"amount\":\"100.00\"},{\"kind\":\"cash\",\"amount\":"
        "\"1000.00\"}]"};
    const Outcomes priced =
        price_file(in_repository("assets/demo/publication.toml"), basket.text());
    ASSERT_EQ(priced.code, 0) << priced.err;
    EXPECT_EQ(value_of(priced.out, "total"), "323.01");
    EXPECT_EQ(value_of(priced.out, "discount_total"), "484.21");
    EXPECT_EQ(value_of(priced.out, "due"), "0.00");
    EXPECT_EQ(value_of(priced.out, "change"), "776.99");
    EXPECT_EQ(value_of(priced.out, "points/earned"), "12");
    EXPECT_EQ(value_of(priced.out, "points/redeemed"), "100");
    EXPECT_EQ(value_of(priced.out, "points/balance_after"), "200");
    EXPECT_EQ(value_of(priced.out, "stamps/coffee"), "0");
    EXPECT_EQ(value_of(priced.out, "offers/0/id"), "tenth-coffee");
    EXPECT_EQ(value_of(priced.out, "offers/2/id"), "ladder");
    EXPECT_EQ(value_of(priced.out, "offers/2/order"), "3");
}

TEST(PriceCommand, GivesEqualBytesForEqualInputAndEqualTotalsForShuffledLines) {
    JsonBasket basket{{{"A", "33.33", "3", "food", ""},
                       {"B", "66.67", "1", "food", ""},
                       {"C", "10.01", "2", "pastry", ""}},
                      "\"purchases\":9"};
    const std::string manifest = in_repository("assets/demo/publication.toml");
    const Outcomes first = price_file(manifest, basket.text());
    EXPECT_EQ(first.out, price_file(manifest, basket.text()).out);
    // The same lines under the same ids, told in another order: the same bytes.
    std::string shuffled = basket.text();
    const std::string a = basket.line(0), c = basket.line(2);
    const auto at_a = shuffled.find(a);
    shuffled.replace(shuffled.find(c), c.size(), a);
    shuffled.replace(at_a, a.size(), c);
    EXPECT_EQ(first.out, price_file(manifest, shuffled).out);
    // Scanned in another order, so under other ids: the same total.
    std::swap(basket.lines[0], basket.lines[2]);
    EXPECT_EQ(value_of(first.out, "total"),
              value_of(price_file(manifest, basket.text()).out, "total"));
}

}  // namespace
}  // namespace kopilka

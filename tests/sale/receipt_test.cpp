#include "pos/sale/receipt.h"

#include "pos/core/overload.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

std::string read(const std::string& path) {
    std::ifstream file(std::string(SOURCE_DIR) + "/" + path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

Texts texts(Language language, const std::string& folder) {
    std::string all;
    for (const char* room : {"receipt", "offer"})
        all += read("assets/text/" + folder + "/" + room + ".toml") + "\n";
    auto parsed = Texts::parse(language, all, folder);
    EXPECT_TRUE(parsed.has_value());
    return std::move(*parsed);
}

Texts russian() { return texts(Language::Russian, "ru"); }
Texts english() { return texts(Language::English, "en"); }

Money money(const char* text) { return *parse_money(text); }

ShopSettings shop() {
    auto parsed = parse_shop(read("assets/demo/shop.toml"), "shop.toml");
    EXPECT_TRUE(parsed.has_value()) << (parsed ? "" : parsed.error().detail);
    return std::move(*parsed);
}

BasketLine coffee() {
    BasketLine line;
    line.id = {1};
    line.sku = {"coffee"};
    line.name = {"Капучино", "Cappuccino"};
    line.quantity = units(2);
    line.unit_price = money("160.00");
    line.tax_rate = BasisPoints::percent(20);
    return line;
}

SaleReceipt annas() {
    SaleReceipt receipt;
    receipt.id = {{"nevsky-1"}, {1}, {42}};
    receipt.hash.value = {0x9f, 0x3a, 0x01, 0xcc};
    receipt.at = *parse_local_time("2026-03-08T18:05:00+03:00");
    receipt.cashier = {"Марина", "Marina"};
    receipt.member_name = "Анна";
    Sale& sale = receipt.sale;
    sale.number = {12};
    sale.shift = {3};
    sale.member.emplace();
    sale.basket.lines = {coffee()};
    PricedLine priced;
    priced.id = {1};
    priced.gross = money("320.00");
    priced.discount = money("16.00");
    priced.net = money("304.00");
    priced.tax = money("50.67");
    priced.savings = {{{"regular"}, money("16.00")}};
    sale.lines = {priced};
    sale.gross = money("320.00");
    sale.discount_total = money("16.00");
    sale.tax_total = money("50.67");
    sale.total = money("304.00");
    sale.change = money("196.00");
    sale.tenders = {{TenderKind::Cash, money("500.00"), {}, {}, {}}};
    sale.gifts = {{{"candy"}, kOneUnit, {"regular"}}};
    sale.coupons = {{{"next"}, "NEXT-7", {"Скидка 10 % в следующий раз", "10% off next time"}}};
    sale.stamps = {{"coffee", 9}};
    receipt.stamp_cards["coffee"] = {{"Десятый кофе", "Tenth coffee"}, 10};
    Explanation applied;
    applied.offer = {"regular"};
    applied.name = {"Постоянным 5 %", "Regulars 5%"};
    applied.outcome = Outcome::Applied;
    applied.amount = money("16.00");
    receipt.explanations = {applied};
    PointsResult points;
    points.balance_before = Points::of(10'000);
    points.earned = Points::of(300);
    points.balance_after = Points::of(10'300);
    receipt.points = {points};
    receipt.expiring = Points::of(5'000);
    receipt.expiring_on = *parse_date("2026-03-20");
    receipt.gift_names[{"candy"}] = {"Конфета", "Candy"};
    return receipt;
}

// The document as lines of text, left and right parts with a bar between.
std::vector<std::string> lines(const PrintDocument& document) {
    std::vector<std::string> lines;
    for (const PrintElement& element : document.elements)
        lines.push_back(std::visit(
            Overload{[](const TextLine& line) { return line.text; },
                     [](const ColumnsLine& line) { return line.left + "|" + line.right; },
                     [](const kopilka::Rule&) { return std::string("---"); },
                     [](const QrCode& code) { return "QR " + code.text + " " + code.caption; },
                     [](const Raster&) { return std::string("raster"); },
                     [](const Feed&) { return std::string(); },
                     [](const Cut&) { return std::string("cut"); }},
            element));
    return lines;
}

std::vector<std::string> printed(const Paperwork& what, const Texts& texts,
                                 CopyMark mark = CopyMark::Original) {
    return lines(lay_out(what, shop(), texts, mark));
}

TEST(Receipt, ExplainsEveryKopeckInRussian) {
    const auto paper = printed(annas(), russian());
    EXPECT_THAT(paper, Contains("КОПИЛКА НА НЕВСКОМ"));
    EXPECT_THAT(paper, Contains("Чек № 12|Смена 3"));
    EXPECT_THAT(paper, Contains("Кассир Марина|08.03.2026 18:05"));
    EXPECT_THAT(paper, Contains("Капучино"));
    EXPECT_THAT(paper, Contains("  2 × 160,00|320,00"));
    EXPECT_THAT(paper, Contains("  Постоянным 5 %|−16,00"));
    EXPECT_THAT(paper, Contains("  Со скидкой|304,00"));
    EXPECT_THAT(paper, Contains("Подарок: Конфета, 1 шт.|0,00"));
    EXPECT_THAT(paper, Contains("ИТОГО|304,00\u00a0₽"));
    EXPECT_THAT(paper, Contains("В том числе НДС 20 %|50,67"));
    EXPECT_THAT(paper, Contains("Наличными|500,00"));
    EXPECT_THAT(paper, Contains("Сдача|196,00"));
    EXPECT_THAT(paper, Contains("«Постоянным 5 %»: скидка 16,00\u00a0₽"));
    EXPECT_THAT(paper, Contains("Баллов было|100"));
    EXPECT_THAT(paper, Contains("Начислено|3"));
    EXPECT_THAT(paper, Contains("Можно потратить|103"));
    EXPECT_THAT(paper, Contains("До 20.03.2026 сгорят 50 баллов"));
    EXPECT_THAT(paper, Contains("«Десятый кофе»: 9 отметок из 10"));
    EXPECT_THAT(paper, Contains("Вы сэкономили 16,00\u00a0₽"));
    EXPECT_THAT(paper, Contains("Анна, спасибо, что вы с нами!"));
    EXPECT_THAT(paper, Contains("«Зерно Севера»: обжарено вчера"));
    EXPECT_THAT(paper, Contains("QR NEXT-7 NEXT-7"));
    EXPECT_THAT(paper, Contains("QR KR1:nevsky-1/1/42:9f3a01cc nevsky-1/1/42  9f3a01cc"));
    EXPECT_EQ(paper.back(), "cut");
    EXPECT_THAT(paper, Not(Contains(HasSubstr("«receipt"))));
}

TEST(Receipt, SpeaksEnglishAsWell) {
    const auto paper = printed(annas(), english());
    EXPECT_THAT(paper, Contains("  2 × 160.00|320.00"));
    EXPECT_THAT(paper, Contains("  Regulars 5%|−16.00"));
    EXPECT_THAT(paper, Contains("Анна, thank you for being with us!"));
    EXPECT_THAT(paper, Contains("50 points expire by 20 Mar 2026"));
    EXPECT_THAT(paper, Not(Contains(HasSubstr("«receipt"))));
}

// All of it, from the shop's name to the supplier's advert: read these two files as a customer
// would. KOPILKA_WRITE_GOLDEN=1 writes them anew.
TEST(Receipt, StandsWholeOnPaperInBothLanguages) {
    for (const auto& [texts, name] : {std::pair(russian(), "ru"), std::pair(english(), "en")}) {
        const std::string path = std::string("tests/sale/golden/receipt-") + name + ".txt";
        std::string paper;
        for (const std::string& line : printed(annas(), texts)) paper += line + "\n";
        if (std::getenv("KOPILKA_WRITE_GOLDEN") != nullptr)
            std::ofstream(std::string(SOURCE_DIR) + "/" + path) << paper;
        EXPECT_EQ(paper, read(path)) << path;
    }
}

TEST(Receipt, SaysCopyOnlyOnACopy) {
    EXPECT_THAT(printed(annas(), russian()), Not(Contains("КОПИЯ")));
    EXPECT_THAT(printed(annas(), russian(), CopyMark::Copy), Contains("КОПИЯ"));
}

TEST(Receipt, AStrangersNamesNobodyAndShowsNoPoints) {
    SaleReceipt receipt = annas();
    receipt.sale.member.reset();
    receipt.member_name.clear();
    for (const std::string& line : printed(receipt, russian())) {
        EXPECT_THAT(line, Not(HasSubstr("Анна")));
        EXPECT_THAT(line, Not(HasSubstr("Баллов")));
    }
}

TEST(Reports, OfAShiftSayWhatIsMissingInTheDrawer) {
    ZReport report;
    report.closed.totals.shift = {3};
    report.closed.totals.sold = money("1000.00");
    report.closed.totals.expected_cash = money("1500.00");
    report.closed.counted_cash = money("1490.00");
    report.closed.difference = money("-10.00");
    const auto paper = printed(report, russian());
    EXPECT_THAT(paper, Contains("Z-ОТЧЁТ, смена 3"));
    EXPECT_THAT(paper, Contains("Продано|1\u00a0000,00"));
    EXPECT_THAT(paper, Contains("НЕДОСТАЧА|−10,00"));
}

TEST(ReceiptTexts, HaveTheSameKeysInBothLanguages) {
    EXPECT_EQ(russian().keys(), english().keys());
}

TEST(Shop, OfTheDemoIsReadWhole) {
    const ShopSettings demo = shop();
    EXPECT_EQ(demo.store, StoreId{"nevsky"});
    EXPECT_EQ(demo.tills.size(), 2u);
    EXPECT_EQ(demo.utc_offset_minutes, 180);
    EXPECT_EQ(demo.departments.size(), 6u);
    EXPECT_EQ(find_department(demo, "5")->age_limit, 18);
    EXPECT_EQ(limits(demo, Role::Senior).line_discount, BasisPoints::percent(15));
    EXPECT_FALSE(limits(demo, Role::Cashier).void_receipt);
    EXPECT_EQ(find_staff(demo, {"elena"})->role, Role::Manager);
    EXPECT_EQ(demo.banknotes.front(), money("100.00"));
    EXPECT_EQ(demo.denominations.back(), money("0.10"));
    EXPECT_EQ(demo.usual_float, money("3000.00"));
    EXPECT_EQ(demo.receipt_header.size(), 3u);
    EXPECT_EQ(demo.receipt_advert.size(), 3u);
    ASSERT_EQ(demo.code_rows.size(), 9u);
    EXPECT_EQ(demo.code_rows[2], (CodeRow{"21", CodeMeaning::Weight, 0, 5, 5}));
}

// What is wrong, where, and a word of the advice.
struct Mistake {
    const char* from;
    const char* to;
    const char* says;
};

class ShopMistakes : public testing::TestWithParam<Mistake> {};

TEST_P(ShopMistakes, AreNamedWithLineAndColumn) {
    std::string text = read("assets/demo/shop.toml");
    const std::size_t at = text.find(GetParam().from);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, std::string(GetParam().from).size(), GetParam().to);
    const auto parsed = parse_shop(text, "shop.toml");
    ASSERT_FALSE(parsed.has_value());
    EXPECT_EQ(parsed.error().code, Errc::Invalid);
    EXPECT_THAT(parsed.error().detail, testing::MatchesRegex("shop.toml:[0-9]+:[0-9]+: (.|\n)*"));
    EXPECT_THAT(parsed.error().detail, HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    Shop, ShopMistakes,
    testing::Values(Mistake{"tax = \"included\"", "tax = \"inclded\"", "did you mean"},
                    Mistake{"currency = \"RUB\"", "", "currency"},
                    Mistake{"currency = \"RUB\"", "curency = \"RUB\"", "curency"},
                    Mistake{"id = \"senior\"", "id = \"cashier\"", "twice"},
                    Mistake{"meaning = \"coupon\"", "meaning = \"voucher\"", "voucher"},
                    Mistake{"float = \"3000.00\"", "float = 3000.5", "quotes"},
                    Mistake{"\"5000.00\"", "\"much\"", "much"},
                    Mistake{"[store]", "[store", "shop.toml"}));

}  // namespace
}  // namespace kopilka

#include "pos/loyalty/explanation.h"
#include "pos/loyalty/parse.h"

#include <fstream>
#include <iterator>

namespace kopilka {
namespace {

Texts texts(Language language) {
    const std::string path = std::string(SOURCE_DIR) + "/assets/text/" +
                             (language == Language::Russian ? "ru" : "en") + "/offer.toml";
    std::ifstream file(path);
    const std::string toml{std::istreambuf_iterator<char>(file), {}};
    auto parsed = Texts::parse(language, toml, path);
    return parsed ? *std::move(parsed) : throw std::runtime_error(parsed.error().detail);
}

Explanation missing(ConditionKind kind, Distance distance) {
    Explanation explanation;
    explanation.name = {"Чай", "Tea"};
    explanation.condition = kind;
    explanation.distance = std::move(distance);
    return explanation;
}

TEST(Words, ExistInBothLanguagesForEveryCondition) {
    const Texts ru = texts(Language::Russian);
    const Texts en = texts(Language::English);
    EXPECT_EQ(ru.keys(), en.keys());
    for (auto kind = ConditionKind::None; kind <= ConditionKind::OnlyGoods;
         kind = static_cast<ConditionKind>(static_cast<int>(kind) + 1)) {
        Explanation limited = missing(kind, {});
        if (kind >= ConditionKind::LimitPerReceipt && kind <= ConditionKind::Floor)
            limited.outcome = Outcome::Limited;
        EXPECT_TRUE(ru.has(words(limited).key)) << words(limited).key;
        if (limited.outcome == Outcome::Limited) continue;
        const Explanation far =
            kind == ConditionKind::PaymentMethod    ? missing(kind, std::string("sbp"))
            : kind == ConditionKind::Channel        ? missing(kind, std::string("online"))
            : kind == ConditionKind::ExclusiveOffer ? missing(kind, std::string("code"))
                                                    : missing(kind, std::int64_t{1});
        EXPECT_TRUE(ru.has(words(far).key)) << words(far).key;
    }
}

TEST(Words, AreSentencesThatACashierReadsAloud) {
    const Texts ru = texts(Language::Russian);
    const Texts en = texts(Language::English);
    struct Case {
        Explanation said;
        std::string russian, english;
    };
    Explanation applied = missing(ConditionKind::None, {});
    applied.outcome = Outcome::Applied;
    applied.amount = Money::of(1200);
    Explanation lost = applied;
    lost.outcome = Outcome::Lost;
    lost.lost_to = OfferId{"jam"};
    lost.lost_to_name = {"Варенье", "Jam"};
    lost.by = Money::of(250);
    Explanation hinted = missing(ConditionKind::MinimumAmount, Money::of(4000));
    hinted.hint = Explanation::Hint{Money::of(4000), Money::of(5000)};
    const std::vector<Case> cases{
        {applied, "«Чай»: скидка 12,00 ₽", "Tea: ₽12.00 off"},
        {lost, "«Чай»: акция «Варенье» выгоднее на 2,50 ₽",
         "Tea: Jam saves ₽2.50 more"},
        {hinted,
         "«Чай»: добавьте товаров на 40,00 ₽, и скидка "
         "составит "
         "50,00 "
         "₽",
         "Tea: add goods for ₽40.00 and save ₽50.00"},
        {missing(ConditionKind::MinimumQuantity, units(3)), "«Чай»: не хватает 3 штук",
         "Tea: 3 more are needed"},
        {missing(ConditionKind::Stamps, std::int64_t{2}), "«Чай»: осталось 2 отметки",
         "Tea: 2 stamps to go"},
        {missing(ConditionKind::Hours, *parse_local_time("2026-03-08T18:00:00+03:00")),
         "«Чай»: действует 08.03.2026 с 18:00", "Tea: on 8 Mar 2026 from 18:00"},
        {missing(ConditionKind::Code, {}), "«Чай»: нужен промокод", "Tea: needs a promo code"},
        {missing(ConditionKind::NthPurchase, std::int64_t{21}), "«Чай»: осталась 21 покупка",
         "Tea: 21 more purchases to go"},
    };
    for (const Case& one : cases) {
        std::string spoken = ru.say(words(one.said));
        for (std::size_t at; (at = spoken.find("\u00a0")) != std::string::npos;)
            spoken.replace(at, 2, " ");
        EXPECT_EQ(spoken, one.russian);
        EXPECT_EQ(en.say(words(one.said)), one.english);
    }
}

// With the publication at hand: levels by name, money as money, and nothing is not "applied".
TEST(Words, NameLevelsAndSayMoneyWhereTheAccountHoldsMoney) {
    const PublicationFile file{
        "cash.toml",
        "programme = \"cash\"\nname = \"Cash\"\n[points]\nholds = \"money\"\n"
        "[[tier]]\nid = \"gold\"\nname = \"Gold card\"\nfrom = 100\n"
        "[[offer]]\nid = \"five\"\nname = \"Five\"\npoints = { percent = 5 }\n"};
    const auto publication = parse_publication(std::vector{file});
    ASSERT_TRUE(publication.has_value());
    const Texts en = texts(Language::English);
    const auto said = [&](const Explanation& one) { return en.say(words(one, *publication)); };
    EXPECT_EQ(said(missing(ConditionKind::Tier, std::string("gold"))), "Tea: for level Gold card");
    EXPECT_EQ(said(missing(ConditionKind::Tier, std::string("other"))), "Tea: for level other");
    Explanation earned = missing(ConditionKind::None, {});
    earned.offer = {"five"};
    earned.outcome = Outcome::Applied;
    EXPECT_EQ(said(earned), "Tea: nothing earned yet");
    earned.points = Points::of(750);
    EXPECT_EQ(said(earned), "Tea: ₽7.50 earned");
}

}  // namespace
}  // namespace kopilka

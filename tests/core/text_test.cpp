#include "pos/core/text.h"

#include <gtest/gtest.h>

namespace kopilka {
namespace {

Texts russian(const char* toml) { return *Texts::parse(Language::Russian, toml, "ru.toml"); }

TEST(Texts, ChooseTheRussianPluralByTheCount) {
    const Texts ru =
        russian("points = { one = \"{0} балл\", few = \"{0} балла\", many = \"{0} баллов\" }");
    const auto say = [&](std::int64_t n) { return ru.say({"points", {n}}); };
    EXPECT_EQ(say(1), "1 балл");
    EXPECT_EQ(say(3), "3 балла");
    EXPECT_EQ(say(11), "11 баллов");
    EXPECT_EQ(say(22), "22 балла");
    EXPECT_EQ(say(111), "111 баллов");
    EXPECT_EQ(ru.say({"points", {Points::of(1250)}}), "12,5 балла");
}

TEST(Texts, WriteSumsAsEachLanguageDoes) {
    const Texts en = *Texts::parse(Language::English, "", "en.toml");
    EXPECT_EQ(russian("").money(Money::of(-109600)), "\u22121\u00a0096,00\u00a0₽");
    EXPECT_EQ(en.money(Money::of(109600)), "₽1,096.00");
    EXPECT_EQ(russian("").date(*parse_date("2026-03-08")), "08.03.2026");
    EXPECT_EQ(en.date(*parse_date("2026-03-08")), "8 Mar 2026");
}

TEST(Texts, ShowAMissingKeyInsteadOfHidingIt) { EXPECT_EQ(russian("")("no.such"), "«no.such»"); }

TEST(Texts, NameTheLineOfABadFile) {
    const auto bad = Texts::parse(Language::English, "a = \"x\"\nb = 5\n", "en.toml");
    ASSERT_FALSE(bad);
    EXPECT_NE(bad.error().detail.find("en.toml:2:"), std::string::npos) << bad.error().detail;
}

}  // namespace
}  // namespace kopilka

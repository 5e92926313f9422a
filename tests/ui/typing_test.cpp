#include "pos/ui/keyboard.h"
#include "pos/ui/wrap.h"
#include "tests/ui/booth.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::ui {
namespace {

using testing::ElementsAre;

std::string keys(std::string_view pressed, const FieldRules& rules) {
    std::string field;
    for (const char key : pressed) field = typed(field, key, rules);
    return field;
}

TEST(Keypad, TypesSumsAsAPersonWould) {
    const FieldRules sum{2, 9};
    EXPECT_EQ(keys("12,50", sum), "12.50");
    EXPECT_EQ(keys("12,505", sum), "12.50") << "kopecks have two digits";
    EXPECT_EQ(keys(",5", sum), "0.5");
    EXPECT_EQ(keys("1,,2", sum), "1.2");
    EXPECT_EQ(keys("007", sum), "7");
    EXPECT_EQ(keys("12<<3", sum), "3");
    EXPECT_EQ(keys("<<", sum), "");
    EXPECT_EQ(keys("1234567890", sum), "123456789");
    EXPECT_EQ(keys("5d", {0, 9}), "500");
    EXPECT_EQ(keys("0012", {0, 8, false}), "0012") << "a PIN is no number";
    EXPECT_EQ(keys("5,5", {0, 9}), "55") << "a count has no comma";
}

TEST(Keypad, ShowsWhatIsTypedAsTheLanguageWritesIt) {
    test::Booth booth(test::kSmall, Language::Russian);
    booth.show([](const Look& look) {
        EXPECT_EQ(shown_number(look, "15000.5"), "15\u00a0000,5");
        EXPECT_EQ(shown_number(look, "1234567"), "1\u00a0234\u00a0567");
        EXPECT_EQ(shown_number(look, "5."), "5,");
        EXPECT_EQ(shown_number(look, ""), "");
        look.audit->clear();
    });
}

TEST(Wrap, KeepsANumberWithItsUnit) {
    test::Booth booth(test::kSmall, Language::Russian);
    booth.show([](const Look& look) {
        ImFont* font = look.fonts.body;
        const std::string coffee = "Espresso 30 ml";
        const float width = measure(font, "Espresso 30").x + 2;
        EXPECT_THAT(wrap(font, coffee, width).lines, ElementsAre("Espresso", "30 ml"));
        EXPECT_TRUE(wrap(font, coffee, width).whole_words);
        EXPECT_FALSE(wrap(font, "Espressissimo", measure(font, "Espress").x).whole_words);
        EXPECT_THAT(wrap(font, "one\ntwo", 500).lines, ElementsAre("one", "two"));
        look.audit->clear();
    });
}

}  // namespace
}  // namespace kopilka::ui

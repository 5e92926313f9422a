// Every screen, in both languages and sizes: nothing too small, too near, off the screen or cut.
#include "pos/ui/widgets.h"
#include "tests/ui/booth.h"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

class EveryScreen : public testing::TestWithParam<Language> {};

TEST_P(EveryScreen, CanBePressedAndReadByAnybody) {
    for (const BoothSize size : {kSmall, kLarge}) {
        Booth booth(size, GetParam());
        for (const std::string& name : app::gallery_names()) {
            const ui::Audit& audit = booth.show(exhibit(name, GetParam()));
            EXPECT_THAT(faults(audit, booth.size(), booth.scale()), IsEmpty())
                << name << " at " << size.width << "×" << size.height;
            EXPECT_FALSE(audit.texts.empty()) << name;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(InBothLanguages, EveryScreen,
                         testing::Values(Language::Russian, Language::English));

// What a cashier must find on a screen, whatever else is there.
struct MustHave {
    const char* screen;
    std::vector<std::string> targets;
};

TEST(Screens, HaveWhatMustBeThere) {
    const std::vector<MustHave> cases{
        {"sign_in", {"cashier.marina", "cashier.elena", "key.1", "key.back", "enter", "language"}},
        {"sign_in_locked", {"cashier.timur", "enter"}},
        {"question_card", {"ask_again", "paid", "not_paid"}},
        {"question_print", {"printed", "not_printed"}},
        {"no_shift", {"open_shift", "key.7", "menu", "language"}},
        {"menu",
         {"x_report", "return", "cash_in", "cash_out", "drawer", "close_shift", "sign_out",
          "language"}},
        {"counting", {"confirm", "back", "key.comma"}},
        {"report_x", {"confirm", "back"}},
        {"sale_empty", {"member", "search", "times", "recall", "check", "department", "more"}},
        {"sale",
         {"member", "line.1", "quantity", "price", "discount", "void", "search", "category.coffee",
          "goods.COF-ESPRESSO", "check", "department", "suspend", "more", "pay"}},
        {"search", {"back", "letter.1", "key.space", "key.letters", "key.back"}},
        {"member_search", {"by.0", "by.1", "confirm", "back"}},
        {"member_card", {"back", "confirm"}},
        {"age", {"age.yes", "age.no"}},
        {"approval", {"approver.nina", "approver.elena", "confirm", "back"}},
        {"unknown_goods", {"department.1", "confirm", "back"}},
        {"payment",
         {"card", "sbp", "points", "exact", "note.1000.00", "cash", "key.comma", "back"}},
        {"payment_part", {"tender.0"}},
        {"points", {"points.all", "points.none", "confirm", "back"}},
        {"card_asked", {"cancel"}},
        {"card_unknown", {"ask_again", "paid", "not_paid"}},
        {"print_unknown", {"printed", "not_printed"}},
        {"done", {"next", "print_again"}},
        {"find_original", {"confirm", "back"}},
        {"returning", {"refund.cash", "refund.card", "back"}},
    };
    Booth booth(kSmall, Language::Russian);
    for (const MustHave& each : cases) {
        const ui::Audit& audit = booth.show(exhibit(each.screen));
        for (const std::string& id : each.targets)
            EXPECT_TRUE(std::ranges::any_of(
                audit.targets, [&](const ui::Target& target) { return target.id == id; }))
                << each.screen << " has no " << id;
    }
}

struct MustSay {
    const char* screen;
    std::vector<const char*> words;
};

TEST(Screens, SayWhatMustBeKnown) {
    const std::vector<MustSay> cases{
        {"sale_member", {"Gold", "you save", "Unsent: 3", "confirmed at 18:02", "18:05"}},
        {"sale_refused", {"on hold: 1", "Offline", "No paper"}},
        {"member_card", {"Hello", "expire on", "9 of 10", "Applied", "Why not"}},
        {"basket_back", {"is back"}},
        {"sign_in_locked", {"Locked for 3 more minutes"}},
        {"payment", {"To pay", "up to"}},
        {"points", {"Up to"}},
        {"done", {"Change", "Thank you"}},
        {"customer_basket", {"Hello", "You saved", "You will earn"}},
        {"customer_thanks", {"Thank you", "Change", "You saved", "You earned"}},
    };
    Booth booth(kLarge, Language::English);
    for (const MustSay& each : cases) {
        const ui::Audit& audit = booth.show(exhibit(each.screen, Language::English));
        for (const char* words : each.words)
            EXPECT_THAT(audit.texts, Contains(HasSubstr(words))) << each.screen;
    }
}

// In the place of "acknowledged at", in words that fit, until somebody has set the clock.
TEST(Screens, SayThatTheClockIsWrong) {
    struct {
        std::int64_t ahead_s;
        const char* words;
    } const kRows[] = {{61, "Clock is 1 min fast"},          {-7'199, "Clock is 119 min slow"},
                       {7'200, "Clock is 2 h fast"},         {-172'799, "Clock is 47 h slow"},
                       {172'800, "Clock is 2 d fast"},       {-315'532'800, "Clock is 3,652 d slow"},
                       {315'532'800, "Clock is 3,652 d fast"}};
    for (const Language language : {Language::Russian, Language::English}) {
        for (const BoothSize size : {kSmall, kLarge}) {
            Booth booth(size, language);
            for (const auto& row : kRows) {
                app::Exhibit sale = exhibit("sale", language);
                sale.stage.sync = stage::SyncOnline{{12'345, 678, {}, true, row.ahead_s}};
                const ui::Audit& audit = booth.show(sale);
                EXPECT_THAT(faults(audit, booth.size(), booth.scale()), IsEmpty()) << row.words;
                if (language == Language::English) {
                    EXPECT_THAT(audit.texts, Contains(HasSubstr(row.words)));
                }
            }
        }
    }
}

TEST(Audit, NoticesWhatIsWrong) {
    Booth booth(kSmall, Language::English);
    const auto drawn = [&](const std::function<void(const ui::Look&)>& draw) {
        const ui::Audit& audit = booth.show([&](const ui::Look& look) {
            look.audit->clear();
            ImGui::SetNextWindowPos({0, 0});
            ImGui::SetNextWindowSize(booth.size());
            ImGui::Begin("planted", nullptr, ImGuiWindowFlags_NoDecoration);
            draw(look);
            ImGui::End();
        });
        return faults(audit, booth.size(), booth.scale());
    };
    EXPECT_THAT(drawn([](const ui::Look& look) {
                    ui::button(look, "good", {"Pay", ""}, {90, 60});
                }),
                IsEmpty());
    EXPECT_THAT(drawn([](const ui::Look& look) {
                    ui::button(look, "low", {"Pay", ""}, {90, 50});
                }),
                Contains(HasSubstr("low is 90×50")));
    EXPECT_THAT(drawn([](const ui::Look& look) {
                    ui::button(look, "a", {"A", ""}, {60, 60});
                    ImGui::SameLine(0, 3);
                    ui::button(look, "b", {"B", ""}, {60, 60});
                }),
                Contains(HasSubstr("too near")));
    EXPECT_THAT(drawn([](const ui::Look& look) {
                    ui::button(look, "cut", {"Confirmation", ""}, {60, 60});
                }),
                Contains(HasSubstr("cut: Confirmation")));
    EXPECT_THAT(drawn([](const ui::Look& look) {
                    ui::line(look, look.fonts.body, look.theme.ink, "Long words here", 40);
                }),
                Contains(HasSubstr("cut: Long")));
    EXPECT_THAT(drawn([](const ui::Look& look) {
                    ui::line(look, look.fonts.body, look.theme.ink, look.word("nobody.wrote.this"));
                }),
                Contains(HasSubstr("no text")));
}

// A basket may be long; what is scrolled away costs nothing.
TEST(Screens, DrawOnlyWhatIsSeenOfALongBasket) {
    app::Exhibit crowded = exhibit("sale");
    auto& receipt = std::get<stage::Ringing>(crowded.stage.sale).receipt;
    const BasketLine line = receipt.basket.lines.front();
    const PricedLine priced = receipt.priced.lines.front();
    for (std::uint32_t id = 100; id < 300; ++id) {
        receipt.basket.lines.push_back(line);
        receipt.priced.lines.push_back(priced);
        receipt.basket.lines.back().id = receipt.priced.lines.back().id = LineId{id};
    }
    Booth booth(kLarge, Language::Russian);
    const ui::Audit& audit = booth.show(crowded);
    const auto rows = std::ranges::count_if(
        audit.targets, [](const ui::Target& one) { return one.id.starts_with("line."); });
    EXPECT_LE(rows, 14);
    EXPECT_THAT(faults(audit, booth.size(), booth.scale()), IsEmpty());
}

// --- colours (WCAG 2.1: relative luminance and contrast)

double channel(unsigned value) {
    const double c = value / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}
double luminance(ImU32 colour) {
    return 0.2126 * channel(colour & 255) + 0.7152 * channel((colour >> 8) & 255) +
           0.0722 * channel((colour >> 16) & 255);
}
double contrast(ImU32 a, ImU32 b) {
    const auto [dark, bright] = std::minmax({luminance(a), luminance(b)});
    return (bright + 0.05) / (dark + 0.05);
}

TEST(Theme, CanBeReadInPoorLight) {
    const ui::Theme& t = ui::light_theme();
    for (const ImU32 ground : {t.background, t.panel, t.raised, t.accent_soft})
        for (const ImU32 ink : {t.ink, t.muted}) EXPECT_GE(contrast(ink, ground), 4.5);
    for (const ImU32 ground : {t.panel, t.raised, t.accent_soft, t.good_soft})
        EXPECT_GE(contrast(t.good, ground), 4.5);
    for (const ImU32 ink : {t.on_bar, t.on_bar_muted, t.good_on_bar, t.warn_on_bar})
        EXPECT_GE(contrast(ink, t.bar), 4.5);
    EXPECT_GE(contrast(t.on_accent, t.accent), 4.5);
    EXPECT_GE(contrast(t.warn, t.warn_soft), 4.5);
    EXPECT_GE(contrast(t.warn, t.panel), 4.5);
    EXPECT_GE(contrast(t.bad, t.bad_soft), 4.5);
    EXPECT_GE(contrast(t.bad, t.raised), 4.5);
}

}  // namespace
}  // namespace kopilka::test

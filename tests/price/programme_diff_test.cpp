// What a changed programme would have done to a folder of baskets, in words and as JSON.
#include "pos/app/programme_diff.h"

#include "pos/app/assets.h"
#include "pos/app/programme_command.h"
#include "tests/price/basket_text.h"
#include "tests/price/command_kit.h"

#include <fstream>
#include <sstream>

namespace kopilka {
namespace {

const JsonBasket kTea{{{"TEA", "100.00", "2", "tea", ""}}};
const JsonBasket kJam{{{"JAM", "50.00", "1", "jam", ""}}};

// A folder with the programmes old.toml and new.toml and the baskets tea.json and jam.json.
class Change : public testing::Test {
protected:
    void SetUp() override {
        write("old.toml", programme("percent = 10"));
        write("new.toml", programme("percent = 15") +
                              "[[offer]]\nid = \"toy\"\nname = \"Toy\"\ngift = { sku = \"TOY\" }\n"
                              "goods = { categories = \"tea\" }\n");
        std::filesystem::create_directory(folder_.path() / "baskets");
        write("baskets/tea.json", kTea.text());
        write("baskets/jam.json", kJam.text());
    }
    static std::string programme(const std::string& cut) {
        return "programme = \"p\"\nname = \"P\"\n[[offer]]\nid = \"tea\"\nname = \"Tea\"\n"
               "goods = { categories = \"tea\" }\n" +
               cut + "\n";
    }
    void write(const std::string& name, const std::string& text) {
        std::ofstream(folder_.path() / name) << text;
    }
    Outcomes diff(const std::string& before, const std::string& after, bool json) {
        const auto texts = app::load_texts(in_repository("assets"));
        app::DiffOptions options{(folder_.path() / before).string(),
                                 (folder_.path() / after).string(),
                                 (folder_.path() / "baskets").string(), json, &texts->english};
        std::ostringstream out, err;
        const int code = app::programme_diff_command(options, out, err);
        return {code, out.str(), err.str()};
    }
    TemporaryFolder folder_;
};

TEST_F(Change, IsSaidLineByLineForTheBasketsThatItTouches) {
    const Outcomes told = diff("old.toml", "new.toml", false);
    EXPECT_EQ(told.code, 0) << told.err;
    EXPECT_EQ(told.out,
              "jam.json\n"
              "  Offer toy: nothing → Toy: add 1 of its goods\n"
              "tea.json\n"
              "  Total: ₽180.00 → ₽170.00\n"
              "  Discount: ₽20.00 → ₽30.00\n"
              "  Tax: ₽30.00 → ₽28.33\n"
              "  To be paid: ₽180.00 → ₽170.00\n"
              "  Line 1 TEA: ₽180.00 → ₽170.00\n"
              "  Gift TOY: nothing → 1\n"
              "  Offer tea: Tea: ₽20.00 off → Tea: ₽30.00 off\n"
              "  Offer toy: nothing → Toy: applied\n"
              "Baskets: 2, changed: 2\n"
              "Totals: ₽230.00 → ₽220.00, difference −₽10.00\n");
}

TEST_F(Change, IsNothingForAnEqualProgramme) {
    const Outcomes told = diff("old.toml", "old.toml", false);
    EXPECT_EQ(told.code, 0);
    EXPECT_EQ(told.out,
              "Baskets: 2, changed: 0\nTotals: ₽230.00 → ₽230.00, difference ₽0.00\n");
}

TEST_F(Change, CanBeReadByAProgram) {
    const Outcomes told = diff("old.toml", "new.toml", true);
    EXPECT_EQ(told.code, 0);
    EXPECT_EQ(value_of(told.out, "baskets"), "2");
    EXPECT_EQ(value_of(told.out, "total_before"), "230.00");
    EXPECT_EQ(value_of(told.out, "total_after"), "220.00");
    EXPECT_EQ(value_of(told.out, "changes/1/basket"), "tea.json");
    EXPECT_EQ(value_of(told.out, "changes/1/changes/0/what"), "total");
    EXPECT_EQ(value_of(told.out, "changes/1/changes/0/before"), "180.00");
    EXPECT_EQ(value_of(told.out, "changes/1/changes/0/after"), "170.00");
}

TEST_F(Change, NamesWhatCannotBeReadAndComparesTheRest) {
    write("baskets/bad.json", "{\"lines\": []}");
    const Outcomes told = diff("old.toml", "new.toml", false);
    EXPECT_EQ(told.code, 2);
    EXPECT_THAT(told.err, testing::HasSubstr("bad.json:1:1: the basket needs \"at\""));
    EXPECT_THAT(told.out, testing::HasSubstr("Baskets: 2, changed: 2"));
    EXPECT_EQ(diff("gone.toml", "new.toml", false).code, 2);
    std::filesystem::remove_all(folder_.path() / "baskets");
    EXPECT_THAT(diff("old.toml", "new.toml", false).err, testing::HasSubstr("there is no basket"));
}

TEST(ProgrammeExplain, SpeaksEachLanguageAndNamesMistakes) {
    const auto texts = app::load_texts(in_repository("assets"));
    ASSERT_TRUE(texts);
    const std::vector<const Texts*> both{&texts->russian, &texts->english};
    std::ostringstream out, err;
    const std::vector<std::string> files{in_repository("assets/programmes/espresso-point.toml")};
    EXPECT_EQ(app::programme_explain_command(files, both, out, err), 0) << err.str();
    EXPECT_THAT(out.str(), testing::HasSubstr("«Каждый шестой кофе бесплатно»"));
    EXPECT_THAT(out.str(), testing::HasSubstr("every 6th piece, counted on stamp card coffee"));
    EXPECT_EQ(app::programme_explain_command(std::vector<std::string>{"gone.toml"}, both, out, err),
              1);
    EXPECT_EQ(app::programme_explain_command({}, both, out, err), 2);
}

}  // namespace
}  // namespace kopilka

#include "pos/loyalty/parse.h"

#include <vector>

namespace kopilka {
namespace {

constexpr std::string_view kHead = "programme = \"p\"\nname = \"P\"\n";  // two lines

ProgrammeErrors errors_of(const std::string& text) {
    const auto parsed = parse_publication(std::vector{PublicationFile{"p.toml", text}});
    return parsed ? ProgrammeErrors{} : parsed.error();
}

struct Mistake {
    std::string text;    // of the whole file, or of one offer (see below)
    std::uint32_t line;  // where the first mistake is named
    std::uint32_t column;
    std::string advice;  // part of what to write instead
};

void expect_named(const std::string& file, const Mistake& mistake) {
    const ProgrammeErrors errors = errors_of(file);
    ASSERT_FALSE(errors.empty()) << file;
    EXPECT_EQ(errors.front().line, mistake.line) << to_string(errors.front());
    EXPECT_EQ(errors.front().column, mistake.column) << to_string(errors.front());
    EXPECT_THAT(errors.front().text, testing::HasSubstr(mistake.advice)) << file;
    EXPECT_EQ(errors.front().file, "p.toml");
}

TEST(Parse, NamesEveryMistakeOfAFileWithItsPlaceAndAdvice) {
    const std::vector<Mistake> mistakes{
        {"programme = ", 1, 13, "key = value"},
        {"programme = \"p\nname = \"P\"", 1, 15, "key = value"},
        {"[[offer]\n", 1, 9, "[[offer]]"},
        {"name = \"P\"\n", 1, 1, "needs \"programme\""},
        {"programme = \"p\"\n", 1, 1, "needs name"},
        {"programme = \"My Programme\"\nname = \"P\"", 1, 13, "small Latin letters"},
        {"programme = 5\nname = \"P\"", 1, 13, "\"quotes\""},
        {"programme = \"p\"\nname = { ru = \"П\" }", 2, 8, "English text"},
        {"programme = \"p\"\nname = { en = \"P\" }", 2, 8, "Russian text"},
        {"programme = \"p\"\nname = 7", 2, 8, "{ ru = "},
        {"programme = \"p\"\nname = \"P\"\nsettings = { refund_to = \"q\" }", 3, 26,
         "\"certificate\", or the id of a programme with a [points] table"},
        {"programme = \"p\"\nname = \"P\"\noffers = []", 3, 1, "did you mean \"offer\""},
        {"programme = \"p\"\nname = \"P\"\nofer = 1", 3, 1, "did you mean \"offer\""},
        {"programme = \"p\"\nname = \"P\"\noffer = 3", 3, 9, "[[offer]]"},
        {"programme = \"p\"\nname = \"P\"\noffer = [3]", 3, 10, "{ … }"},
        {"programme = \"p\"\nname = \"P\"\n[points]\nworth = 0", 4, 9, "above zero"},
        {"programme = \"p\"\nname = \"P\"\n[points]\nworth = 1.5", 4, 9, "in quotes"},
        {"programme = \"p\"\nname = \"P\"\n[points]\nspend = { block = 0 }", 4, 19, "above zero"},
        {"programme = \"p\"\nname = \"P\"\n[points]\nearn = { step = 0 }", 4, 17, "above zero"},
        {"programme = \"p\"\nname = \"P\"\n[points]\nlots = { expire = \"after_days\" }", 4, 19,
         "count = 365"},
        {"programme = \"p\"\nname = \"P\"\n[points]\nlots = { expire = \"soon\" }", 4, 19,
         "end_of_year"},
        {"programme = \"p\"\nname = \"P\"\n[points]\nspend = { as = \"money\" }", 4, 16, "tender"},
        {"programme = \"p\"\nname = \"P\"\n[points]\nspend = { cap_percent = 101 }", 4, 25,
         "from 0 to 100"},
        {"programme = \"p\"\nname = \"P\"\n[[tier]]\nid = \"a\"\nname = \"A\"\n[[tier]]\nid = "
         "\"b\"\nname = \"B\"",
         6, 1, "lowest to the highest"},
        {"programme = \"p\"\nname = \"P\"\n[[lane]]\nid = \"a\"\nchoose = \"worst\"", 5, 10,
         "best, priority, all"},
        {"programme = \"p\"\nname = \"P\"\n[[lane]]\nid = \"a\"\n[[lane]]\nid = \"a\"", 5, 1,
         "stands here twice"},
    };
    for (const Mistake& mistake : mistakes) expect_named(mistake.text, mistake);
}

// The offer's own keys begin in line 4.
TEST(Parse, NamesEveryMistakeOfAnOfferWithItsPlaceAndAdvice) {
    const std::vector<Mistake> mistakes{
        {"percent = 5", 3, 1, "needs \"id\""},
        {"id = \"a\"\npercent = 5", 3, 1, "needs name"},
        {"id = \"a\"\nname = \"A\"", 3, 1, "gives nothing"},
        {"id = \"a\"\nname = \"A\"\npercent = 5.5", 6, 11, "in quotes"},
        {"id = \"a\"\nname = \"A\"\npercent = 101", 6, 11, "from 0 to 100"},
        {"id = \"a\"\nname = \"A\"\npercent = \"5 %\"", 6, 11, "without the % sign"},
        {"id = \"a\"\nname = \"A\"\npercent = -5", 6, 11, "a percentage such as"},
        {"id = \"a\"\nname = \"A\"\nprecent = 5", 3, 1, "gives nothing"},
        {"id = \"a\"\nname = \"A\"\npercent = 5\nprice = 3", 6, 1, "keep one"},
        {"id = \"a\"\nname = \"A\"\namount_off = \"12.345\"", 6, 14, "two decimals"},
        {"id = \"a\"\nname = \"A\"\namount_off = \"-1\"", 6, 14, "not negative"},
        {"id = \"a\"\nname = \"A\"\namount_off = 5\nper = \"kilo\"", 7, 7, "order, line, unit"},
        {"id = \"a\"\nname = \"A\"\npercent = 5\nper = \"unit\"", 7, 7, "belongs to"},
        {"id = \"a\"\nname = \"A\"\npercent = 5\nlane = \"vip\"", 7, 1, "goods, order, rewards"},
        {"id = \"a\"\nname = \"A\"\npercent = 5\npriority = \"high\"", 7, 12, "whole number"},
        {"id = \"a\"\nname = \"A\"\npercent = 5\nexclusive = \"very\"", 7, 13, "no, lane, receipt"},
        {"id = \"a\"\nname = \"A\"\npercent = 5\nstops_later_lanes = 1", 7, 21, "true or false"},
        {"id = \"a\"\nname = \"A\"\npercent = 5\nrounding = \"up_half\"", 7, 12, "half_up"},
        {"id = \"a\"\nname = \"A\"\npercent = 5\nrounding_step = 0", 7, 17, "above zero"},
        {"id = \"a\"\nname = \"A\"\npercent = 5\ngoods = \"tea\"", 7, 9, "goods = { … }"},
        {"id = \"a\"\nname = \"A\"\npercent = 5\ngoods = { category = \"tea\" }", 7, 11,
         "did you mean \"categories\"?"},
        {"id = \"a\"\nname = \"A\"\npercent = 5\ngoods = { skus = [] }", 7, 18, "empty list"},
        {"id = \"a\"\nname = \"A\"\npercent = 5\ngoods = { skus = [1] }", 7, 19, "not a text"},
        {"id = \"a\"\nname = \"A\"\npercent = 5\ngoods = { price_from = 9, price_to = 5 }", 7, 38,
         "must not be less"},
        {"id = \"a\"\nname = \"A\"\npercent = 5\nwhen = { hours = { from = \"25:00\" } }", 7, 27,
         "\"18:00\""},
        {"id = \"a\"\nname = \"A\"\npercent = 5\nwhen = { weekdays = [\"caturday\"] }", 7, 21,
         "saturday"},
        {"id = \"a\"\nname = \"A\"\npercent = 5\nwhen = { dates = { from = 2026-02-30 } }", 7, 0,
         ""},
        {"id = \"a\"\nname = \"A\"\npercent = 5\nwhen = { dates = { from = 2026-03-08, to = "
         "2026-03-01 } }",
         7, 44, "must not be before"},
        {"id = \"a\"\nname = \"A\"\npercent = 5\nwhen = { purchases = { from = 5, below = 5 } }", 7,
         42, "larger than"},
        {"id = \"a\"\nname = \"A\"\npercent = 5\nwhen = { payment = { methods = [\"gold\"] } }", 7,
         32, "cash, card, sbp"},
        {"id = \"a\"\nname = \"A\"\npercent = 5\nwhen = { minimum_amount = { goods = {} } }", 7, 27,
         "needs amount"},
        {"id = \"a\"\nname = \"A\"\npercent = 5\nwhen = { channel = \"phone\" }", 7, 20,
         "shop, online"},
        {"id = \"a\"\nname = \"A\"\npercent = 5\nwhen = { birthday = { days_before = 200 } }", 7,
         37, "from 0 to 180"},
        {"id = \"a\"\nname = \"A\"\npercent = 5\nwhen = { any = { member = true } }", 7, 16,
         "list of tables"},
        {"id = \"a\"\nname = \"A\"\npercent = 5\nwhen = { any = [ { membr = true } ] }", 7, 20,
         "did you mean \"member\"?"},
        {"id = \"a\"\nname = \"A\"\nladder = { by = \"age\", steps = [{ from = 1, percent = 1 }] }",
         6, 17, "lifetime_spend"},
        {"id = \"a\"\nname = \"A\"\nladder = { by = \"amount\" }", 6, 10, "no steps"},
        {"id = \"a\"\nname = \"A\"\nladder = { by = \"amount\", steps = [ { from = 5, percent = 1 "
         "}, { from = 5, percent = 2 } ] }",
         6, 73, "steps in order"},
        {"id = \"a\"\nname = \"A\"\nladder = { by = \"amount\", steps = [ { from = 5 } ] }", 6, 37,
         "gives nothing"},
        {"id = \"a\"\nname = \"A\"\ngroup = { take = 2, rewarded = 3 }", 6, 32, "not be more"},
        {"id = \"a\"\nname = \"A\"\ngroup = { rewarded = 1 }", 6, 9, "needs take"},
        {"id = \"a\"\nname = \"A\"\ngroup = { parts = [ { rewarded = 0 } ] }", 6, 9,
         "no unit of the group"},
        {"id = \"a\"\nname = \"A\"\npick = { units = 1 }", 3, 1, "gives nothing"},
        {"id = \"a\"\nname = \"A\"\nstamps = { card = \"c\" }", 6, 10, "needs every"},
        {"id = \"a\"\nname = \"A\"\nstamps = { card = \"c\", every = 1 }", 6, 32, "from 2"},
        {"id = \"a\"\nname = \"A\"\npoints = { percent = 5 }", 3, 1, "[points]"},
        {"id = \"a\"\nname = \"A\"\npoints = { percent = 5, per_unit = 1 }", 6, 10, "exactly one"},
        {"id = \"a\"\nname = \"A\"\npoints = { give = 5 }", 6, 10, "exactly one"},
        {"id = \"a\"\nname = \"A\"\npoints = { multiply = 101 }", 6, 23, "from 0 to 100"},
        {"id = \"a\"\nname = \"A\"\ngift = { quantity = 1 }", 6, 8, "needs sku"},
        {"id = \"a\"\nname = \"A\"\ncoupon = { text = \"T\" }", 6, 10, "needs prefix"},
        {"id = \"a\"\nname = \"A\"\nearn_stamps = { card = \"c\" }", 6, 15, "per_unit = 1"},
        {"id = \"a\"\nname = \"A\"\npercent = 5\nlimits = { per_receipt = 0 }", 7, 26, "from 1"},
        {"id = \"a\"\nname = \"A\"\npercent = 5\nlimits = { cap = 0 }", 7, 18, "gives nothing"},
    };
    for (const Mistake& mistake : mistakes) {
        const std::string file = std::string(kHead) + "[[offer]]\n" + mistake.text;
        if (mistake.column > 0)
            expect_named(file, mistake);
        else
            EXPECT_EQ(errors_of(file).front().line, mistake.line);
    }
}

TEST(Parse, NamesSeveralMistakesAtOnceInTheOrderOfTheText) {
    const auto errors = errors_of(std::string(kHead) +
                                  "[[offer]]\nid = \"A\"\nname = \"A\"\npercent = 500\ngods = 1\n");
    ASSERT_EQ(errors.size(), 3U);
    EXPECT_EQ(errors[0].line, 4U);
    EXPECT_EQ(errors[1].line, 6U);
    EXPECT_EQ(errors[2].line, 7U);
    EXPECT_THAT(errors[2].text, testing::HasSubstr("did you mean \"goods\""));
}

TEST(Parse, RefusesAnOfferIdThatIsTakenAndSaysWhere) {
    const std::string offer = "[[offer]]\nid = \"a\"\nname = \"A\"\npercent = 5\n";
    const auto errors = errors_of(std::string(kHead) + offer + offer);
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_EQ(errors[0].line, 7U);
    EXPECT_THAT(errors[0].text, testing::HasSubstr("p.toml:3"));
}

TEST(Parse, ReadsAManifestAndTheFilesItNames) {
    const PublicationFile manifest{"shop.toml", "programmes = [\"a.toml\", \"b.toml\"]\n"};
    const auto read = [](const std::string& name) -> Result<std::string> {
        const std::string id(1, name[0]);
        return "programme = \"" + id + "\"\nname = \"N\"\n[[offer]]\nid = \"" + id +
               "\"\nname = \"N\"\npercent = 5\n";
    };
    const auto files = collect_publication(manifest, read);
    ASSERT_TRUE(files);
    ASSERT_EQ(files->size(), 3U);
    const auto publication = parse_publication(*files);
    ASSERT_TRUE(publication);
    EXPECT_EQ(publication->programmes().size(), 2U);
    EXPECT_EQ(publication->hash(), publication_hash(*files));
    EXPECT_NE(publication->find_offer({"b"}), nullptr);
}

TEST(Parse, NamesTheLineOfAManifestWhoseFileIsMissing) {
    const PublicationFile manifest{"shop.toml", "programmes = [\n  \"gone.toml\",\n]\n"};
    const auto files = collect_publication(
        manifest, [](const std::string&) { return fail(Errc::NotFound, "no such file"); });
    ASSERT_FALSE(files);
    EXPECT_EQ(to_string(files.error().front()),
              "shop.toml:2:3: cannot read \"gone.toml\": no such file; names are relative to this "
              "manifest");
}

TEST(Parse, WarnsOfOffersThatCanNeverApplyOrAlwaysLose) {
    struct Case {
        std::string offers;
        std::string warning;
    };
    const std::string five = "[[offer]]\nid = \"five\"\nname = \"F\"\npercent = 5\n";
    const std::vector<Case> cases{
        {five + "[[offer]]\nid = \"three\"\nname = \"T\"\npercent = 3\ngoods = { skus = \"x\" }\n",
         "\"three\" always loses to \"five\""},
        {"[[offer]]\nid = \"odd\"\nname = \"O\"\npercent = 5\nwhen = { member = false, tiers = "
         "\"gold\" }\n",
         "\"odd\" can never apply: it is for strangers"},
        {"[[offer]]\nid = \"odd\"\nname = \"O\"\npercent = 5\nwhen = { weekdays = \"monday\", "
         "dates = { from = 2026-03-10, to = 2026-03-11 } }\n",
         "hold none of its weekdays"},
        {"[[offer]]\nid = \"odd\"\nname = \"O\"\npercent = 0\n", "takes 0 % off"},
        {five + "excludes = \"gone\"\n", "which is no other offer"},
        {"[[tier]]\nid = \"gold\"\nname = \"Gold\"\nfrom = 100\n" + five +
             "when = { tiers = \"gould\" }\n",
         "\"gould\", which no [[tier]] names"},
        {"[[offer]]\nid = \"cup\"\nname = \"C\"\ngift = { sku = \"cup\" }\nlimits = { budget = 100 "
         "}\n",
         "its budget limits nothing"},
    };
    for (const Case& one : cases) {
        const auto parsed = parse_publication(
            std::vector{PublicationFile{"p.toml", std::string(kHead) + one.offers}});
        ASSERT_TRUE(parsed) << to_string(parsed.error().front());
        ASSERT_EQ(parsed->warnings().size(), 1U) << one.offers;
        EXPECT_THAT(parsed->warnings().front().text, testing::HasSubstr(one.warning));
    }
}

TEST(Parse, FindsOffersByWhatTheBasketHolds) {
    const auto parsed = parse_publication(std::vector{PublicationFile{
        "p.toml",
        std::string(kHead) +
            "[[offer]]\nid = \"a\"\nname = \"A\"\npercent = 5\ngoods = { skus = \"x\" }\n"
            "[[offer]]\nid = \"b\"\nname = \"B\"\npercent = 5\ngoods = { brands = \"y\", "
            "categories = \"z\" }\n"
            "[[offer]]\nid = \"c\"\nname = \"C\"\npercent = 5\nwhen = { codes = \"весна\" "
            "}\n"
            "[[offer]]\nid = \"d\"\nname = \"D\"\npercent = 5\n"}});
    ASSERT_TRUE(parsed);
    using Key = Publication::Key;
    EXPECT_EQ(parsed->offers_for(Key::BySku, "x").size(), 1U);
    EXPECT_EQ(parsed->offers_for(Key::ByBrand, "y").size(), 1U);
    EXPECT_TRUE(parsed->offers_for(Key::ByCategory, "z").empty());
    EXPECT_EQ(parsed->offers_for(Key::ByCode, "ВЕСНА").size(), 1U);
    EXPECT_EQ(parsed->offers_always().size(), 1U);
}

}  // namespace
}  // namespace kopilka

#include "pos/app/price_command.h"

#include "pos/app/programme_command.h"
#include "tests/price/command_kit.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace kopilka {
namespace {

TEST(ProgrammeCheck, FindsEveryShippedProgrammeSound) {
    std::vector<std::string> files;
    for (const auto& entry :
         std::filesystem::directory_iterator(in_repository("assets/programmes")))
        if (entry.path().extension() == ".toml") files.push_back(entry.path().string());
    files.push_back(in_repository("assets/demo/publication.toml"));
    std::ostringstream out, err;
    EXPECT_EQ(app::programme_check_command(files, out, err), 0) << err.str();
    EXPECT_THAT(out.str(), testing::Not(testing::HasSubstr("warning")));
}

TEST(ProgrammeCheck, NamesFileLineAndColumnAndAnswersNo) {
    const TemporaryFolder folder;
    const std::string file = folder.path() / "bad.toml";
    std::ofstream(file) << "programme = \"p\"\nname = \"P\"\n[[offer]]\nid = \"a\"\nname = "
                           "\"A\"\npercnt = 5\n";
    std::ostringstream out, err;
    EXPECT_EQ(app::programme_check_command(std::vector{file}, out, err), 1);
    EXPECT_THAT(err.str(), testing::HasSubstr(file + ":6:1: unknown key \"percnt\""));
    EXPECT_THAT(err.str(), testing::HasSubstr("did you mean \"percent\"?"));
    EXPECT_EQ(app::programme_check_command({}, out, err), 2);
    EXPECT_EQ(app::programme_check_command(std::vector<std::string>{"gone.toml"}, out, err), 1);
}

struct Mistake {
    std::string json;
    std::string place;  // "line:column"
    std::string advice;
};

const std::string kAt = "\"at\": \"2026-03-08T18:05:00+03:00\"";

// A basket with one line that has these keys in line 2.
std::string with_line(const std::string& keys) {
    return "{" + kAt + ", \"lines\": [\n{" + keys + "}]}";
}

TEST(PriceCommand, NamesEveryMistakeOfABasketWithItsPlaceAndAdvice) {
    const std::string good =
        "\"id\": \"1\", \"sku\": \"a\", \"quantity\": \"1\", \"unit_price\": \"1.00\"";
    const std::vector<Mistake> mistakes{
        {"", "1:1", "not JSON"},
        {"{", "1:2", "not JSON"},
        {"[]", "1:1", "a basket is an object"},
        {"{\"lines\": [}", "1:12", "not JSON"},
        {"{\"lines\": [],\n}", "2:1", "none after the last"},
        {"{'lines': []}", "1:2", "texts in \"quotes\""},
        {"{\"lines\": []}", "1:1", "needs \"at\""},
        {"{" + kAt + "}", "1:1", "needs \"lines\""},
        {"{" + kAt + ", \"lines\": {}}", "1:46", "list of objects"},
        {"{" + kAt + ", \"lines\": [7]}", "1:47", "must be an object"},
        {"{" + kAt + ", \"lines\": [],\n\"line\": []}", "2:1", "unknown key \"line\""},
        {"{" + kAt + ",\n\"lines\": [], \"lines\": []}", "2:14", "twice"},
        {"{\"at\": \"yesterday\", \"lines\": []}", "1:8", "with its offset"},
        {"{\"at\": \"2026-03-08T18:05:00\", \"lines\": []}", "1:8", "with its offset"},
        {"{\"at\": 5, \"lines\": []}", "1:8", "in \"quotes\""},
        {"{" + kAt + ", \"lines\": [],\n\"tax\": \"some\"}", "2:8", "included, excluded, none"},
        {"{" + kAt + ", \"lines\": [],\n\"channel\": \"post\"}", "2:12", "shop, online"},
        {"{" + kAt + ", \"lines\": [],\n\"currency\": \"roubles\"}", "2:13", "\"RUB\""},
        {"{" + kAt + ", \"lines\": [],\n\"codes\": \"A\"}", "2:10", "list of texts"},
        {"{" + kAt + ", \"lines\": [],\n\"codes\": [1]}", "2:11", "\"quotes\""},
        {"{" + kAt + ", \"lines\": [],\n\"tenders\": [{}]}", "2:13", "needs \"kind\""},
        {"{" + kAt + ", \"lines\": [],\n\"tenders\": [{\"kind\": \"gold\"}]}", "2:22",
         "cash, card"},
        {"{" + kAt + ", \"lines\": [],\n\"member\": []}", "2:11", "{ … }"},
        {"{" + kAt + ", \"lines\": [],\n\"member\": {}}", "2:11", "needs \"id\""},
        {"{" + kAt + ", \"lines\": [],\n\"member\": {\"id\": \"m\", \"points\": 5}}", "2:33",
         "in quotes"},
        {"{" + kAt + ", \"lines\": [],\n\"member\": {\"id\": \"m\", \"joined\": \"soon\"}}", "2:33",
         "\"2025-03-01\""},
        {"{" + kAt + ", \"lines\": [],\n\"member\": {\"id\": \"m\", \"purchases\": -1}}", "2:36",
         "from 0"},
        {"{" + kAt + ", \"lines\": [],\n\"member\": {\"id\": \"m\", \"purchases\": 1.5}}", "2:36",
         "whole number"},
        {"{" + kAt + ", \"lines\": [],\n\"member\": {\"id\": \"m\", \"stamps\": {\"c\": \"9\"}}}",
         "2:39", "without quotes"},
        {"{" + kAt +
             ", \"lines\": [],\n\"member\": {\"id\": \"m\", \"accounts\": {\"b\": {\"lots\": "
             "[{}]}}}}",
         "2:51", "needs \"amount\""},
        {"{" + kAt +
             ", \"lines\": [],\n\"member\": {\"id\": \"m\", \"points\": \"1\", \"accounts\": "
             "{\"b\": {}}}}",
         "2:33", "keep one of them"},
        {"{" + kAt + ", \"return\": [],\n\"original\": {}}", "2:13", "needs \"basket\""},
        {with_line(""), "2:1", "needs \"id\""},
        {with_line("\"id\": \"1\""), "2:1", "needs \"sku\""},
        {with_line(good + ", \"price\": \"1\""), "2:64", "unknown key \"price\""},
        {with_line("\"quantity\": 2, " + good), "2:40", "twice"},
        {with_line("\"id\": \"1\", \"sku\": \"a\", \"unit_price\": \"1.00\", \"quantity\": 2"),
         "2:59", "in quotes"},
        {with_line("\"id\": \"1\", \"sku\": \"a\", \"unit_price\": \"1.00\", \"quantity\": \"0\""),
         "2:59", "above zero"},
        {with_line("\"id\": \"1\", \"sku\": \"a\", \"unit_price\": \"1.00\", \"quantity\": "
                   "\"99999\""),
         "2:59", "at most \"10000\""},
        {with_line("\"id\": \"1\", \"sku\": \"a\", \"quantity\": \"1\", \"unit_price\": \"1.005\""),
         "2:56", "two decimals"},
        {with_line("\"id\": \"1\", \"sku\": \"a\", \"quantity\": \"1\", \"unit_price\": \"-1\""),
         "2:56", "not negative"},
        {with_line("\"id\": \"1\", \"sku\": \"a\", \"quantity\": \"1\", \"unit_price\": "
                   "\"9999999999999\""),
         "2:56", "beyond any shop"},
        {with_line(good + ", \"tax_rate\": \"120\""), "2:76", "from \"0\" to \"100\""},
        {with_line(good + ", \"already_reduced\": \"no\""), "2:83", "true or false"},
        {with_line(good + "}, {" + good), "2:65", "twice"},
        {std::string(200, '['), "1:65", "too many brackets"},
        {"{\"at\": \"\xff\"}", "1:9", "not JSON"},
    };
    for (const Mistake& mistake : mistakes) {
        const Outcomes outcomes =
            price_file(in_repository("assets/programmes/espresso-point.toml"), mistake.json);
        EXPECT_EQ(outcomes.code, 2) << mistake.json;
        EXPECT_TRUE(outcomes.out.empty());
        EXPECT_THAT(outcomes.err, testing::StartsWith("-:" + mistake.place + ": ")) << mistake.json;
        EXPECT_THAT(outcomes.err, testing::HasSubstr(mistake.advice)) << mistake.json;
    }
}

TEST(PriceCommand, RefusesAMomentThatIsNone) {
    app::PriceOptions options;
    options.programme = in_repository("assets/programmes/espresso-point.toml");
    options.at = "noon";
    options.json = true;
    std::istringstream in("{\"lines\": []}");
    std::ostringstream out, err;
    EXPECT_EQ(app::price_command(options, in, out, err), 2);
    EXPECT_THAT(err.str(), testing::HasSubstr("--at noon is no moment"));
    options.at = "2026-03-08T12:00:00+03:00";
    EXPECT_EQ(app::price_command(options, in, out, err), 0) << err.str();
    options.programme = "gone.toml";
    EXPECT_EQ(app::price_command(options, in, out, err), 2);
}

}  // namespace
}  // namespace kopilka

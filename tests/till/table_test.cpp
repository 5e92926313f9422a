#include "pos/till/table.h"

#include "pos/core/text.h"
#include "pos/till/refusal.h"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace kopilka::test {
namespace {

std::string read(const std::string& path) {
    std::ifstream file(std::string(SOURCE_DIR) + "/" + path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

Texts texts(Language language, const std::string& folder) {
    auto parsed = Texts::parse(language, read("assets/text/" + folder + "/till.toml"), "till.toml");
    EXPECT_TRUE(parsed.has_value());
    return std::move(*parsed);
}

TEST(StageEventTable, IsTheOneCheckedIn) {
    const std::string path = std::string(BINARY_DIR) + "/stage_event_table.tsv";
    std::ofstream(path) << stage_event_table();
    EXPECT_EQ(read("tests/till/stage_event_table.tsv"), stage_event_table())
        << "read the difference; if it is meant, copy " << path << " over the old one";
}

TEST(StageEventTable, SwallowsNoScan) {
    std::istringstream table(stage_event_table());
    std::string line;
    int scans = 0;
    while (std::getline(table, line)) {
        if (!line.starts_with("Scanned\t")) continue;
        ++scans;
        EXPECT_EQ(line.find("unasked"), std::string::npos) << line;
    }
    EXPECT_EQ(scans, 1);
}

TEST(Refusals, EachHasItsWordsInBothLanguages) {
    for (const auto& [language, folder] :
         {std::pair{Language::Russian, "ru"}, std::pair{Language::English, "en"}}) {
        const Texts known = texts(language, folder);
        for (int i = 0; i < static_cast<int>(Refusal::Count_); ++i)
            EXPECT_TRUE(known.has(words(static_cast<Refusal>(i)).key))
                << folder << ": " << words(static_cast<Refusal>(i)).key;
    }
}

TEST(Texts, OfTheTillHaveTheSameKeysInBothLanguages) {
    EXPECT_EQ(texts(Language::Russian, "ru").keys(), texts(Language::English, "en").keys());
}

}  // namespace
}  // namespace kopilka::test

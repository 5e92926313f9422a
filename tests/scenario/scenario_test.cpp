// Each *.scn file of this folder is one test, told to real parts (kit/story_shop.h).
#include "pos/app/script_command.h"
#include "tests/scenario/kit/story_words.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> stories() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(fs::path(SOURCE_DIR) / "tests/scenario"))
        if (entry.path().extension() == ".scn") names.push_back(entry.path().stem().string());
    std::ranges::sort(names);
    return names;
}

// One second a line goes by, so that no two things happen at once.
class SlowReader {
public:
    SlowReader(const app::Vocabulary& words, StoryShop& shop) : words_(words), shop_(shop) {}
    // Empty: all was as expected.
    std::string read(std::istream& story) {
        int number = 0;
        for (std::string line; std::getline(story, line);) {
            ++number;
            shop_.set_clock({shop_.now().ms + 1'000});
            if (const auto complaint = words_.run(line))
                return "line " + std::to_string(number) + ": " + line + "\n" + *complaint;
        }
        return {};
    }

private:
    const app::Vocabulary& words_;
    StoryShop& shop_;
};

class Story : public testing::TestWithParam<std::string> {};

TEST_P(Story, GoesAsItIsTold) {
    const TemporaryFolder folder;
    const auto shop = StoryShop::open(folder / "shop");
    ASSERT_TRUE(shop.has_value()) << shop.error().detail;
    std::ifstream file(fs::path(SOURCE_DIR) / "tests/scenario" / (GetParam() + ".scn"));
    const app::Vocabulary words = story_vocabulary(**shop);
    EXPECT_EQ(SlowReader(words, **shop).read(file), "");
}

INSTANTIATE_TEST_SUITE_P(Scenario, Story, testing::ValuesIn(stories()),
                         [](const auto& story) { return story.param; });

TEST(Scenario, HasManyStories) { EXPECT_THAT(stories(), testing::SizeIs(testing::Ge(25U))); }

}  // namespace
}  // namespace kopilka

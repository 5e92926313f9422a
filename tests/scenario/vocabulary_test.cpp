// The page of the language names every word that stories know, and no other.
#include "tests/scenario/kit/story_words.h"
#include "tests/support/temporary_folder.h"

#include <fstream>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka {
namespace {

// The patterns in the page's tables: | `scan {text}` | … |
std::set<std::string> words_of_the_page() {
    std::ifstream page(std::filesystem::path(SOURCE_DIR) / "tests/scenario/README.md");
    std::set<std::string> words;
    for (std::string line; std::getline(page, line);) {
        if (!line.starts_with("| `")) continue;
        const std::size_t end = line.find('`', 3);
        words.insert(line.substr(3, end - 3));
    }
    return words;
}

TEST(Scenario, HasAPageOfItsLanguage) {
    const TemporaryFolder folder;
    const auto shop = StoryShop::open(folder / "shop");
    ASSERT_TRUE(shop.has_value()) << shop.error().detail;
    std::vector<std::string> known = story_vocabulary(**shop).patterns();
    // Comments are no place for a word that till script alone knows.
    EXPECT_THAT(words_of_the_page(), testing::UnorderedElementsAreArray(known));
}

}  // namespace
}  // namespace kopilka

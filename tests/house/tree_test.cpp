// The shape of the tree: what stands at the top, that every room says what it is, and that files
// stay small enough to read.
#include "tests/house/source_tree.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fnmatch.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::house {
namespace {

namespace fs = std::filesystem;

// "/build/" and "build-*" of .gitignore as patterns for one name.
std::vector<std::string> ignored_names() {
    std::vector<std::string> patterns;
    std::istringstream lines(read(root() / ".gitignore"));
    for (std::string line; std::getline(lines, line);) {
        std::erase(line, '/');
        if (!line.empty()) patterns.push_back(line);
    }
    return patterns;
}

TEST(House, HasOnlyKnownNamesAtTheTop) {
    const std::set<std::string> kKnown{"CMakeLists.txt", "README.md", "assets", "drivers", "pos",
                                       "sync",           "tests"};
    const auto ignored = ignored_names();
    for (const auto& entry : fs::directory_iterator(root())) {
        const std::string name = entry.path().filename();
        const bool may = name.starts_with('.') || kKnown.contains(name) ||
                         std::ranges::any_of(ignored, [&](const std::string& pattern) {
                             return fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
                         });
        EXPECT_TRUE(may) << name;
    }
}

TEST(House, HasAReadmeInEachRoom) {
    std::set<std::string> rooms;
    for (const SourceFile& file : sources()) rooms.insert(file.folder());
    for (const std::string& room : rooms)
        EXPECT_TRUE(fs::exists(root() / room / "README.md")) << room;
}

TEST(House, KeepsFilesSmallEnoughToRead) {
    std::vector<std::ptrdiff_t> sizes;
    for (const SourceFile& file : sources()) {
        const auto lines = std::ranges::count(file.text, '\n');
        EXPECT_LE(lines, 400) << file.path << ": is there a noun to split off?";
        if (!file.is_header()) sizes.push_back(lines);
    }
    ASSERT_FALSE(sizes.empty());
    std::ranges::nth_element(sizes, sizes.begin() + std::ssize(sizes) / 2);
    EXPECT_LT(sizes[sizes.size() / 2], 300) << "the median .cpp";
}

TEST(House, OpensEveryHeaderWithItsPurpose) {
    for (const SourceFile& file : sources())
        EXPECT_TRUE(!file.is_header() || file.text.starts_with("//")) << file.path;
}

TEST(House, UsesNoTabs) {
    for (const SourceFile& file : sources({"pos", "drivers", "sync", "tests"}))
        EXPECT_EQ(file.text.find('\t'), std::string::npos) << file.path;
}

// A word a person reads belongs to assets/text; these are tables of characters, not words.
const std::map<std::string, std::string>& may_hold_cyrillic() {
    static const std::map<std::string, std::string> kFiles{
        {"drivers/escpos/code_page.cpp", "what the upper half of each page prints"},
    };
    return kFiles;
}

// UTF-8 lead bytes of U+0400…U+04FF.
bool has_cyrillic(std::string_view text) {
    return std::ranges::any_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0xD0 && byte <= 0xD3;
    });
}

TEST(House, KeepsRussianWordsOutOfTheCode) {
    for (const SourceFile& file : sources()) {
        if (may_hold_cyrillic().contains(file.path)) continue;
        const Anatomy anatomy = dissect(file.text);
        EXPECT_FALSE(std::ranges::any_of(anatomy.literals, has_cyrillic)) << file.path;
    }
    for (const auto& [path, reason] : may_hold_cyrillic())
        EXPECT_TRUE(has_cyrillic(read(root() / path))) << path << " needs no exception: " << reason;
}

}  // namespace
}  // namespace kopilka::house

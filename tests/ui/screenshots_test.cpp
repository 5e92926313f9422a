#include "tests/support/shell.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka {
namespace {

using testing::ElementsAre;

// Width and height as a PNG's first chunk says them.
std::string size_of(const std::filesystem::path& png) {
    std::ifstream in(png, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    const auto number = [&](std::size_t at) {
        unsigned value = 0;
        for (std::size_t i = at; i < at + 4; ++i)
            value = value << 8 | static_cast<unsigned char>(bytes.at(i));
        return std::to_string(value);
    };
    return number(16) + "x" + number(20);
}

TEST(Screenshots, AreTakenInBothLanguagesAndSizesUnlessOneIsAskedFor) {
    const TemporaryFolder folder;
    const std::filesystem::path out = folder / "all";
    // The drivers of OpenGL, unloaded between two sizes, leave memory that nobody can name.
    const ProcessSaid said =
        run("ASAN_OPTIONS=detect_leaks=0 " BINARY_DIR "/bin/till screenshots --screen sale " +
            out.string());
    ASSERT_EQ(said.code, 0) << said.words;
    std::vector<std::string> taken;
    for (const auto& file : std::filesystem::directory_iterator(out))
        taken.push_back(file.path().filename().string() + " " + size_of(file.path()));
    std::ranges::sort(taken);
    EXPECT_THAT(taken, ElementsAre("sale-en-1024x768-light.png 1024x768",
                                   "sale-en-1920x1080-light.png 1920x1080",
                                   "sale-ru-1024x768-light.png 1024x768",
                                   "sale-ru-1920x1080-light.png 1920x1080"));
}

}  // namespace
}  // namespace kopilka

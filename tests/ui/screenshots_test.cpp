#include "pos/app/screenshots_command.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <fstream>
#include <sstream>

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
    app::ScreenshotsOptions options;
    options.out = folder / "all";
    options.screen = "sale";
    std::ostringstream problems;
    ASSERT_EQ(app::screenshots_command(options, problems), 0) << problems.str();
    std::vector<std::string> taken;
    for (const auto& file : std::filesystem::directory_iterator(options.out))
        taken.push_back(file.path().filename().string() + " " + size_of(file.path()));
    std::ranges::sort(taken);
    EXPECT_THAT(taken, ElementsAre("sale-en-1024x768-light.png 1024x768",
                                   "sale-en-1920x1080-light.png 1920x1080",
                                   "sale-ru-1024x768-light.png 1024x768",
                                   "sale-ru-1920x1080-light.png 1920x1080"));
}

}  // namespace
}  // namespace kopilka

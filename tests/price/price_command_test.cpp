#include "pos/app/programme_command.h"
#include "tests/price/command_kit.h"

#include <filesystem>
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

}  // namespace
}  // namespace kopilka

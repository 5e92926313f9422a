// The pure rooms compute; they never ask the world. No floating point (sums must agree to the
// kopeck on every machine), no clock, no thread, no file, no chance.
#include "tests/house/source_tree.h"

#include <array>
#include <regex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::house {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr std::array kPureRooms{"pos/core", "pos/loyalty",    "pos/sale",
                                "pos/till", "pos/backoffice", "sync/protocol"};
constexpr std::array kWorldlyHeaders{"atomic", "chrono",     "condition_variable",
                                     "ctime",  "filesystem", "fstream",
                                     "future", "iostream",   "mutex",
                                     "random", "thread",     "time.h",
                                     "lmdb.h", "sys/time.h", "unistd.h"};

// One line for everything impure in one file.
std::vector<std::string> impurities(const SourceFile& file) {
    static const std::regex kWords(
        R"(\b(float|double|system_clock|steady_clock|getenv|srand|gettimeofday|clock_gettime)\b)");
    std::vector<std::string> found;
    for (const Include& include : includes(file.text))
        for (const std::string_view header : kWorldlyHeaders)
            if (include.name == header) found.push_back(file.path + " includes " + include.name);
    const std::string code = dissect(file.text).code;
    for (std::sregex_iterator match(code.begin(), code.end(), kWords), end; match != end; ++match)
        found.push_back(file.path + " says " + match->str());
    return found;
}

TEST(House, KeepsItsPureRoomsPure) {
    for (const SourceFile& file : sources({kPureRooms.begin(), kPureRooms.end()}))
        EXPECT_THAT(impurities(file), IsEmpty());
}

TEST(House, NoticesWhatIsImpure) {
    EXPECT_THAT(impurities({"a.cpp", "double half(int n) { return n / 2.0; }"}), SizeIs(1));
    EXPECT_THAT(impurities({"a.cpp", "#include <chrono>\n"}), SizeIs(1));
    EXPECT_THAT(impurities({"a.cpp", "auto now = std::chrono::system_clock::now();"}), SizeIs(1));
    EXPECT_THAT(impurities({"a.cpp", "// never a double\nconst char* s = \"float\";"}), IsEmpty());
}

}  // namespace
}  // namespace kopilka::house

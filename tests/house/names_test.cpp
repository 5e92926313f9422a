// One name, one type. Two types of one name in one namespace compile, each in its own files; the
// linker then keeps one destructor for both, and the program dies where nobody looks.
#include "tests/house/source_tree.h"

#include <algorithm>
#include <map>
#include <regex>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::house {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The types that a file defines in namespaces with a name, as "kopilka::app::JsonObject". The
// formatter keeps what stands in a namespace at the first column, and its end with a comment.
std::vector<std::string> types_defined(const SourceFile& file) {
    static const std::regex kOpens(R"(^(?:inline )?namespace ?([\w:]*) ?\{)");
    static const std::regex kDefines(
        R"(^(?:struct|class|union|enum class|enum) (\w+)(?: final)?(?: : .*)?(?: \{.*)?$)");
    std::vector<std::string> spaces;
    std::vector<std::string> found;
    std::istringstream lines(file.text);
    std::smatch match;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("}  // namespace") && !spaces.empty()) spaces.pop_back();
        if (std::regex_search(line, match, kOpens)) {
            spaces.push_back(match[1]);
        } else if (std::regex_search(line, match, kDefines) &&
                   std::ranges::find(spaces, "") == spaces.end()) {
            std::string name;
            for (const std::string& space : spaces) name += space + "::";
            found.push_back(name + match[1].str());
        }
    }
    return found;
}

// One line for every type that several files define.
std::vector<std::string> names_of_several(const std::vector<SourceFile>& files) {
    std::map<std::string, std::vector<std::string>> homes;
    for (const SourceFile& file : files)
        for (const std::string& type : types_defined(file)) homes[type].push_back(file.path);
    std::vector<std::string> found;
    for (const auto& [type, paths] : homes)
        if (paths.size() > 1) found.push_back(type + ": " + paths[0] + ", " + paths[1]);
    return found;
}

TEST(House, GivesEachTypeANameOfItsOwn) { EXPECT_THAT(names_of_several(sources()), IsEmpty()); }

TEST(House, NoticesTwoTypesOfOneName) {
    const SourceFile one{"a.h", "namespace kopilka::app {\n\nstruct Json;\nstruct Json {\n"};
    const SourceFile same{"b.h", "namespace kopilka::app {\n\nclass Json : Base {\n"};
    const SourceFile inner{"e.cpp", "namespace kopilka::app {\n\nstruct Json::Impl {\n"};
    const SourceFile hidden{"c.cpp", "namespace kopilka::app {\nnamespace {\n\nstruct Json {\n"};
    const SourceFile elsewhere{"d.h", "namespace kopilka::ui {\n\nstruct Json {\n"};
    EXPECT_THAT(names_of_several({one, same}), ElementsAre("kopilka::app::Json: a.h, b.h"));
    EXPECT_THAT(names_of_several({one, inner, hidden, elsewhere}), IsEmpty());
}

}  // namespace
}  // namespace kopilka::house

// The arrows between the rooms. An include against them is a design question: change the table
// here only together with the picture in README.md.
#include "tests/house/source_tree.h"

#include <algorithm>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::house {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

// Each room, and the rooms whose headers it may include besides its own.
const std::map<std::string, std::set<std::string>>& arrows() {
    static const std::set<std::string> kDevice{"drivers", "pos/core"};
    static const std::map<std::string, std::set<std::string>> kArrows{
        {"pos/core", {}},
        {"pos/loyalty", {"pos/core"}},
        {"pos/sale", {"pos/core", "pos/loyalty"}},
        {"pos/till", {"pos/core", "pos/loyalty", "pos/sale"}},
        {"pos/backoffice", {"pos/core", "pos/loyalty", "pos/sale"}},
        {"pos/files", {"pos/core"}},
        {"pos/store", {"pos/core", "pos/files", "pos/loyalty", "pos/sale"}},
        {"pos/scan", {"pos/core"}},
        {"pos/ui", {"pos/core", "pos/loyalty", "pos/sale", "pos/till", "pos/backoffice"}},
        {"pos/app", {"pos/core",       "pos/files",         "pos/loyalty",
                     "pos/sale",       "pos/till",          "pos/backoffice",
                     "pos/store",      "pos/scan",          "pos/ui",
                     "drivers",        "drivers/camera",    "drivers/escpos",
                     "drivers/hid",    "drivers/magstripe", "drivers/nfc",
                     "drivers/serial", "drivers/simulated", "drivers/usb",
                     "sync/client",    "sync/protocol",     "sync/transport"}},
        {"drivers", {"pos/core"}},
        {"drivers/camera", kDevice},
        {"drivers/escpos", kDevice},
        {"drivers/hid", kDevice},
        {"drivers/magstripe", kDevice},
        {"drivers/nfc", kDevice},
        {"drivers/serial", kDevice},
        {"drivers/simulated", {"drivers", "drivers/escpos", "pos/core"}},
        {"drivers/usb", kDevice},
        {"sync/protocol", {"pos/core", "pos/loyalty", "pos/sale"}},
        {"sync/transport", {"pos/core"}},
        {"sync/client", {"pos/core", "sync/protocol", "sync/transport"}},
        {"sync/server",
         {"pos/core", "pos/files", "pos/loyalty", "pos/sale", "sync/client", "sync/protocol",
          "sync/transport"}},
    };
    return kArrows;
}

std::string folder_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? "" : path.substr(0, slash);
}

// One line for every include that the arrows do not allow.
std::vector<std::string> against_the_arrows(const std::vector<SourceFile>& files) {
    std::vector<std::string> wrong;
    for (const SourceFile& file : files) {
        const std::string room = file.folder();
        if (!arrows().contains(room)) {
            wrong.push_back(file.path + ": " + room + " is no room of the house");
            continue;
        }
        for (const Include& include : includes(file.text)) {
            if (include.system) continue;
            const std::string other = folder_of(include.name);
            if (other == room || arrows().at(room).contains(other)) continue;
            wrong.push_back(file.path + ":" + std::to_string(include.line) + ": " + room +
                            " may not include \"" + include.name + "\"");
        }
    }
    return wrong;
}

TEST(House, IncludesOnlyAlongTheArrows) { EXPECT_THAT(against_the_arrows(sources()), IsEmpty()); }

TEST(House, NoticesAnIncludeAgainstTheArrows) {
    const auto one = [](std::string path, std::string text) {
        return against_the_arrows({{std::move(path), std::move(text)}});
    };
    EXPECT_THAT(one("pos/till/step.cpp", "#include \"pos/sale/price.h\"\n"), IsEmpty());
    EXPECT_THAT(one("pos/till/step.cpp", "#include \"pos/store/journal.h\"\n"), SizeIs(1));
    EXPECT_THAT(one("pos/till/step.cpp", "\n  #  include \"drivers/device.h\"\n"), SizeIs(1));
    EXPECT_THAT(one("sync/client/pump.cpp", "#include \"pos/store/journal.h\"\n"), SizeIs(1));
    EXPECT_THAT(one("pos/app/main.cpp", "#include \"sync/server/ledger.h\"\n"), SizeIs(1));
    EXPECT_THAT(one("pos/core/text.cpp", "#include \"text.h\"\n"), SizeIs(1))
        << "not from the root";
    EXPECT_THAT(one("pos/core/text.cpp", "#include \"../core/text.h\"\n"), SizeIs(1));
    EXPECT_THAT(one("pos/cellar/wine.h", ""), SizeIs(1)) << "a room that is in no table";
}

TEST(House, HasNoCircleInItsArrows) {
    const auto reaches = [](auto&& self, const std::string& from, const std::string& to) -> bool {
        return std::ranges::any_of(arrows().at(from), [&](const std::string& next) {
            return next == to || self(self, next, to);
        });
    };
    for (const auto& [room, allowed] : arrows()) EXPECT_FALSE(reaches(reaches, room, room)) << room;
}

// Headers that only name a library's types are made for headers.
TEST(House, KeepsHeavyLibrariesOutOfItsHeaders) {
    constexpr std::array kHeavy{"CLI/",    "boost/",   "nlohmann/",       "ZXing/",
                                "toml++/", "openssl/", "google/protobuf/"};
    for (const SourceFile& file : sources()) {
        if (!file.is_header()) continue;
        for (const Include& include : includes(file.text)) {
            if (include.name == "nlohmann/json_fwd.hpp") continue;
            // As quick to compile as <vector>.
            if (include.name == "boost/container/small_vector.hpp") continue;
            for (const std::string_view library : kHeavy)
                EXPECT_FALSE(include.name.starts_with(library))
                    << file.path << ": " << include.name;
        }
    }
}

}  // namespace
}  // namespace kopilka::house

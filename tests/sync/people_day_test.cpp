// A day of sales to a thousand seeded people, with the real programs central and till: afterwards
// none of their names, phones and cards stands in the clear in either data folder or in what they
// logged.
#include "tests/support/clear_text.h"
#include "tests/support/seeded_people.h"
#include "tests/support/shell.h"
#include "tests/support/temporary_folder.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka {
namespace {

using testing::IsEmpty;
using testing::Not;

constexpr int kSales = 60;

std::string script_of(const SeededPeople& people) {
    std::string lines = "network is up\nsign in marina 1111\nopen shift with 3000.00\n";
    for (std::size_t n = 0; n < kSales; ++n)
        lines += "member " + people.phones[n * 7] +
                 "\nscan 4600000005256\npay\ncash 5000.00\nnext customer\n";
    return lines + "wait until everything is sent\n";
}

class DayOfSales : public testing::Test {
protected:
    ~DayOfSales() override { run("kill $(cat " + at("pid") + ")"); }

    std::string at(const char* name) const { return (folder / name).string(); }
    void must(const std::string& command) const {
        const ProcessSaid said = run(command);
        ASSERT_EQ(said.code, 0) << command << "\n" << said.words;
    }
    const std::string programs = BINARY_DIR "/bin/";
    const std::string demo = SOURCE_DIR "/assets/demo/";
    TemporaryFolder folder;
};

TEST_F(DayOfSales, LeavesNobodyInTheClear) {
    const SeededPeople people = seed_people(1'000);
    std::ofstream(folder / "members.json") << people.json;
    std::ofstream(folder / "day.scn") << script_of(people);
    const std::string central = programs + "central --data " + at("central") + " ";
    for (const std::string& words :
         {"shop " + demo + "shop.toml", "import catalogue " + demo + "catalogue.json",
          "import members " + at("members.json"), "publish " + demo + "publication.toml"})
        must(central + words);
    must(central + "serve --listen 127.0.0.1:0 --port-file " + at("port") + " >" +
         at("central.log") + " 2>&1 & echo $! >" + at("pid") +
         "; for i in $(seq 100); do test -s " + at("port") + " && exit 0; sleep 0.1; done; exit 1");
    EXPECT_EQ(run("grep -c 'core file size *1 *1 ' /proc/$(cat " + at("pid") + ")/limits").code, 0)
        << "a core would hold them";
    const std::string till = "ASAN_OPTIONS=detect_leaks=0 " + programs + "till --data " +
                             at("till") + " --keys " + at("keys") + " ";
    must(till + "enrol --server https://127.0.0.1:$(cat " + at("port") + ") --code $(" + central +
         "enrol-code --store nevsky --till nevsky-1)");
    // Its own words say what was typed, as a script's do: they are not a log of the till.
    const ProcessSaid day = run(till + "script " + at("day.scn") + " 2>" + at("till.log"));
    EXPECT_EQ(day.code, 0) << day.words.substr(day.words.size() > 2'000 ? day.words.size() - 2'000
                                                                        : 0);

    const std::vector<std::filesystem::path> places = {at("central"), at("till"), at("central.log"),
                                                       at("till.log")};
    EXPECT_THAT(clear_text(people.texts(), people.phones, places), IsEmpty());

    // The control: each kind is found where it does stand.
    std::ofstream(folder / "till" / "planted")
        << "tel. 8 (" << people.phones[9].substr(2, 3) << ") " << people.phones[9].substr(5, 3)
        << "-" << people.phones[9].substr(8, 2) << "-" << people.phones[9].substr(10, 2);
    EXPECT_THAT(clear_text({}, people.phones, {at("till")}), Not(IsEmpty()));
    EXPECT_GE(clear_text(people.texts(), people.phones, {at("members.json")}).size(), 4'000U);
}

}  // namespace
}  // namespace kopilka

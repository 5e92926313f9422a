// A day of sales to a thousand seeded people, with the real programs central and till: afterwards
// none of their names, phones and cards stands in the clear in either data folder or in what they
// logged.
#include "pos/app/premises.h"
#include "tests/support/central.h"
#include "tests/support/clear_text.h"
#include "tests/support/seeded_people.h"
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

TEST(DayOfSales, LeavesNobodyInTheClear) {
    const SeededPeople people = seed_people(1'000);
    const TemporaryFolder folder;
    std::ofstream(folder / "members.json") << people.json;
    std::ofstream(folder / "day.scn") << script_of(people);
    Central central({(folder / "central").string()});
    central.fill_with_demo();
    central.program().must("import members " + (folder / "members.json").string());
    central.start();
    EXPECT_EQ(
        run("grep -c 'core file size *1 *1 ' /proc/" + std::to_string(central.id()) + "/limits")
            .code,
        0)
        << "a core would hold them";
    const Program till =
        till_of({folder / "till", folder / "keys"}, {"env", "ASAN_OPTIONS=detect_leaks=0"});
    central.enrol(till);
    // Its own words say what was typed, as a script's do: they are not a log of the till.
    const std::filesystem::path log = folder / "till.log";
    const ProcessSaid day =
        till.run("script " + (folder / "day.scn").string() + " 2>" + log.string());
    EXPECT_EQ(day.code, 0) << day.words.substr(day.words.size() > 2'000 ? day.words.size() - 2'000
                                                                        : 0);

    const std::vector<std::filesystem::path> places = {folder / "central", folder / "till",
                                                       central.log_file(), log};
    EXPECT_THAT(clear_text(people.texts(), people.phones, places), IsEmpty());

    // The control: each kind is found where it does stand.
    std::ofstream(folder / "till" / "planted")
        << "tel. 8 (" << people.phones[9].substr(2, 3) << ") " << people.phones[9].substr(5, 3)
        << "-" << people.phones[9].substr(8, 2) << "-" << people.phones[9].substr(10, 2);
    EXPECT_THAT(clear_text({}, people.phones, {folder / "till"}), Not(IsEmpty()));
    EXPECT_GE(clear_text(people.texts(), people.phones, {folder / "members.json"}).size(), 4'000U);
}

}  // namespace
}  // namespace kopilka

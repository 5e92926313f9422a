// Power goes at every write and every sync of a whole day. Whatever the disk then holds, the till
// opens with all that was ever said to be done, with nothing half, and goes on selling.
#include "tests/disk/power_cuts.h"
#include "tests/support/chance.h"

#include <cstdio>

namespace kopilka::disk {
namespace {

void report(const char* what, const SimulatedDisk& disk, const Lived& lived,
            const Examination& examination) {
    std::printf(
        "%s, KOPILKA_SEED=%llu: %zu acts, %zu writes, %zu syncs; %zu moments, %zu images, "
        "%zu different ones opened\n",
        what, static_cast<unsigned long long>(seed()), lived.phases.size(), disk.writes(),
        disk.syncs(), lived.moments.size(), examination.made(), examination.different());
}

TEST(PowerCut, LosesNothingAndHalvesNothingAtAnyWriteOfADay) {
    const TemporaryFolder folder(quick_folder());
    SimulatedDisk disk(folder.path() / "disk");
    const Lived lived = live(disk, folder.path() / "disk", day(is_long_run() ? 60 : 4));
    Examination examination;
    examination.cut(lived, is_long_run() ? 60 : 4);
    report("a day", disk, lived, examination);
    EXPECT_GT(examination.different(), 500U);
}

// What the first cut left is where the second day begins.
TEST(PowerCut, MayCutAgainWhileATillComesBack) {
    const TemporaryFolder folder(quick_folder());
    SimulatedDisk disk(folder.path() / "first");
    const Lived first = live(disk, folder.path() / "first", day(4));
    std::mt19937_64 dice(seed());
    Examination examination;
    for (int round = 0; round < (is_long_run() ? 200 : 8); ++round) {
        const Moment& moment = first.moments[dice() % first.moments.size()];
        std::vector<DiskImage> images;
        each_image(moment, dice, 2,
                   [&](const DiskImage& image, const std::string&) { images.push_back(image); });
        SimulatedDisk again(folder.path() / "second", images[dice() % images.size()]);
        const Lived second = live(again, folder.path() / "second", coming_back());
        examination.cut(second, 2);
        if (round == 0) report("coming back", again, second, examination);
    }
    std::printf("in all %zu different images opened\n", examination.different());
}

}  // namespace
}  // namespace kopilka::disk

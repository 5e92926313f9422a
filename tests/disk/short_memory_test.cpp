// The nth allocation of LMDB fails, for every n of a day: an error and nothing lost, in a process
// of its own, since dying is what must not happen.
#include "tests/disk/short_memory.h"

#include "tests/disk/troubled_day.h"

#include <cstdio>

#include <sys/wait.h>
#include <unistd.h>

namespace kopilka::disk {
namespace {

constexpr int kGood = 0;
constexpr int kWrong = 1;
constexpr int kNeverRefused = 2;

int run_in_a_process(const std::function<int()>& act) {
    std::fflush(stdout);
    const pid_t child = ::fork();
    if (child == 0) ::_exit(act());
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status)) << "died of signal " << WTERMSIG(status);
    return WIFEXITED(status) ? WEXITSTATUS(status) : kWrong;
}

int live_short_of(std::size_t nth, const std::filesystem::path& folder, const Lived& golden,
                  const std::vector<Step>& steps) {
    const ShortMemory memory("liblmdb", nth);
    TroubledDay day(folder, golden, {});
    day.live(steps);
    if (!memory.refused()) return kNeverRefused;
    const LookAway ours;
    Room room(folder);
    if (!room.open() || !(remember(room).value() == day.known())) return kWrong;
    return trouble_with(room).empty() && !testing::Test::HasFailure() ? kGood : kWrong;
}

TEST(ShortMemory, GivesAnErrorAtEachAllocationAndLosesNothing) {
    const TemporaryFolder folder(quick_folder());
    const std::vector<Step> steps = day(1);
    SimulatedDisk disk(folder.path() / "golden");
    const Lived golden = live(disk, folder.path() / "golden", steps);
    std::size_t nth = 1;
    for (int said = kGood; said != kNeverRefused; ++nth) {
        said = run_in_a_process(
            [&] { return live_short_of(nth, folder.path() / "short", golden, steps); });
        ASSERT_NE(said, kWrong) << "allocation " << nth;
    }
    std::printf("%zu days, each with another allocation of LMDB refused\n", nth - 2);
    EXPECT_GT(nth, 50U);
}

}  // namespace
}  // namespace kopilka::disk

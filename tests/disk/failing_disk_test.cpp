// One call to the disk fails, each in turn, or all from one on. The till hears a clear error, opens
// its journal again as it does in a shop, and goes on; nothing that was said to be done is lost,
// nothing that was said to have failed comes back, also when power goes soon afterwards.
#include "tests/disk/troubled_day.h"
#include "tests/support/chance.h"

#include <cerrno>
#include <cstdio>

namespace kopilka::disk {
namespace {

bool any_call(const CallSeen&) { return true; }
bool any_growth(const CallSeen& seen) {
    return seen.call == Call::Write || seen.call == Call::Resize || seen.call == Call::Reserve ||
           seen.call == Call::Folder || (seen.call == Call::Open && seen.creates);
}
bool any_change(const CallSeen& seen) {
    return any_growth(seen) || seen.call == Call::Rename || seen.call == Call::Remove ||
           seen.call == Call::Sync;
}

class FailingDisk : public testing::Test {
protected:
    FailingDisk() {
        SimulatedDisk disk(folder_.path() / "golden");
        golden_ = live(disk, folder_.path() / "golden", steps_);
    }

    // The day with each call failing in turn, and what it comes to. True: there was such a call.
    bool live_with(const Fault& fault, bool cuts, Examination& examination) {
        const auto where = folder_.path() / "troubled";
        TroubledDay day(where, golden_, fault);
        day.live(steps_);
        if (!day.disk_failed()) return false;
        ++days_;
        errors_ += day.errors();
        Room room(where);
        const auto opened = room.open();
        EXPECT_TRUE(opened.has_value()) << opened.error().detail;
        if (!opened) return true;
        EXPECT_EQ(difference(day.known(), remembered(room)), "");
        EXPECT_EQ(trouble_with(room), "");
        room.close();
        if (cuts)
            examination.cut(day.lived(), 2, day.first_after(), SIZE_MAX,
                            "call " + std::to_string(fault.nth) + " failed; ");
        return true;
    }

    // Day after day: the first such call fails, the second …; `lasting`: and all after it.
    void fail_at_each(bool (*such)(const CallSeen&), int code, bool lasting) {
        Examination none;
        for (std::size_t nth = 1; live_with({such, nth, code, lasting, {}}, false, none); ++nth)
            if (HasFailure()) FAIL() << "call " << nth;
    }

    TemporaryFolder folder_{quick_folder()};
    std::vector<Step> steps_ = day(1);
    Lived golden_;
    std::size_t days_ = 0;
    std::size_t errors_ = 0;
};

TEST_F(FailingDisk, GivesAnErrorAtEachCallAndLosesNothing) {
    fail_at_each(any_call, EIO, false);
    if (HasFatalFailure()) return;
    std::printf("%zu days, each with another call failing: %zu errors said\n", days_, errors_);
    EXPECT_GT(days_, 100U);
}

TEST_F(FailingDisk, BringsNothingBackWhenPowerGoesAfterwards) {
    const auto may_be_unsure = [](const CallSeen& seen) {
        return seen.call == Call::Sync || (seen.call == Call::Write && seen.synced);
    };
    Examination examination(is_long_run() ? 0 : 5);
    std::mt19937_64 dice(seed());
    for (const auto after : {AfterFailedSync::Lost, AfterFailedSync::Kept, AfterFailedSync::Some}) {
        std::size_t nth = is_long_run() ? 1 : 1 + dice() % 4;
        while (live_with({may_be_unsure, nth, EIO, false, after}, true, examination) &&
               !HasFailure())
            nth += is_long_run() ? 1 : 4;
    }
    std::printf(
        "KOPILKA_SEED=%llu: %zu days with a failed sync, %zu errors said; power cut "
        "afterwards: %zu images, %zu different ones opened\n",
        static_cast<unsigned long long>(seed()), days_, errors_, examination.made(),
        examination.different());
    EXPECT_GT(examination.different(), 100U);
}

TEST_F(FailingDisk, IsFullFromAnyCallOnAndLosesNothing) {
    fail_at_each(any_growth, ENOSPC, true);
    if (HasFatalFailure()) return;
    std::printf("%zu days on a disk that fills up: %zu errors said\n", days_, errors_);
    EXPECT_GT(days_, 50U);
}

TEST_F(FailingDisk, BecomesReadOnlyAtAnyCallAndLosesNothing) {
    fail_at_each(any_change, EROFS, true);
    if (HasFatalFailure()) return;
    std::printf("%zu days on a disk that becomes read-only: %zu errors said\n", days_, errors_);
    EXPECT_GT(days_, 50U);
}

}  // namespace
}  // namespace kopilka::disk

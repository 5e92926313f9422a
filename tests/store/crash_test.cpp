// Processes that end without closing anything, disks that are full, writes that fail.
#include "pos/store/journal_queries.h"
#include "tests/store/fixture.h"
#include "tests/support/chance.h"

#include <csignal>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kopilka {
namespace {

// Runs `act` in a process of its own, which then ends as if killed. True if it came to its end.
template <typename Act>
bool in_a_process(Act act) {
    const pid_t child = ::fork();
    if (child == 0) {
        act();
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

Draft open_draft() {
    Draft draft;
    draft.id = 1;
    draft.till = kTill;
    draft.basket.lines = {milk(1)};
    draft.started = stamp().at;
    return draft;
}

TEST(Crash, LosesNothingThatWasAppendedWhereverItHappens) {
    TillFolder till;
    till.close();
    const auto step = [&](auto act) {
        ASSERT_TRUE(in_a_process([&] {
            till.open();
            act(till.journal());
        }));
    };
    step([](Journal& journal) {
        if (!journal.begin_epoch(kTill, kStore, stamp(), "enrolled")) ::_exit(1);
    });
    for (std::uint64_t n = 1; n <= 5; ++n) {
        step([](Journal& journal) {
            if (!journal.change_drafts({{open_draft()}, {}})) ::_exit(1);
        });
        step([n](Journal& journal) {
            if (journal.drafts()->size() != 1) ::_exit(2);
            const std::vector<JournalEntry> entries{sale(n)};
            if (!journal.append(entries, stamp(), {{}, {1}})) ::_exit(1);
        });
        step([](Journal& journal) {
            // Ends with a transaction begun: its reader slot is left behind.
            const auto reading = journal.begin_read();
            ::_exit(reading && journal.drafts()->empty() ? 0 : 1);
        });
    }
    till.open();
    EXPECT_EQ(verify(till.journal())->records, 6u);
    EXPECT_EQ(till.journal().head()->id, record_id(6));
}

TEST(Crash, KilledAtAnyMomentLeavesWholeAppends) {
    TillFolder till;
    begin(till);
    till.close();
    const int rounds = is_long_run() ? 500 : 20;
    for (int round = 0; round < rounds; ++round) {
        const pid_t child = ::fork();
        if (child == 0) {
            till.open();
            for (std::uint64_t n = 1;; ++n) {
                const std::vector<JournalEntry> pair{DrawerOpened{"sale"}, sale(n)};
                if (!till.journal().append(pair, stamp(), {{open_draft()}, {}})) ::_exit(1);
            }
        }
        ::usleep(static_cast<useconds_t>(3'000 + 1'700 * (round % 20) + round));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
    }
    till.open();
    const auto report = verify(till.journal()).value();
    EXPECT_FALSE(report.bad);
    EXPECT_EQ(report.records % 2, 1u) << "a pair was cut in two";
    EXPECT_GT(report.records, 1u);
}

TEST(Crash, ARunningTillIsReadBesideItAndWrittenByItAlone) {
    TillFolder till;
    begin(till);
    const std::vector<JournalEntry> entries{sale(1)};
    ASSERT_TRUE(till.journal().append(entries, stamp()).has_value());
    EXPECT_TRUE(in_a_process([&till] {
        const auto second = DataFolder::lock(till.path());
        if (second || second.error().code != Errc::Busy) ::_exit(1);
        const auto reader = Journal::open_to_read(till.path());
        if (!reader || verify(*reader)->records != 2) ::_exit(2);
    }));
    EXPECT_TRUE(till.journal().append(entries, stamp()).has_value());
}

// `till journal list` killed in the middle would keep every page that it saw.
TEST(Crash, AReaderThatWasKilledDoesNotMakeTheJournalGrow) {
    TillFolder till;
    begin(till);
    const auto size = [&] {
        return std::filesystem::file_size(journal_folder(till.path()) / "data.mdb");
    };
    const auto change_drafts = [&](int times) {
        for (int n = 0; n < times; ++n)
            ASSERT_TRUE(till.journal().change_drafts({{open_draft()}, {}}));
    };
    change_drafts(20);
    const auto before = size();
    ASSERT_TRUE(in_a_process([&till] {
        const auto reader = Journal::open_to_read(till.path());
        const auto reading = reader->begin_read();
        ::_exit(reading ? 0 : 1);
    }));
    change_drafts(300);
    EXPECT_LT(size(), before + 20 * 4096);
}

TEST(FullMap, RefusesAndKeepsEverything) {
    TillFolder till({std::size_t{1} << 20, 0});
    begin(till);
    std::uint64_t sold = 0;
    Result<std::vector<JournalPlace>> places;
    do {
        const std::vector<JournalEntry> entries{sale(sold + 1, 90)};
        places = till.journal().append(entries, stamp());
        if (places) ++sold;
    } while (places && sold < 10'000);
    ASSERT_FALSE(places.has_value());
    EXPECT_EQ(places.error().code, Errc::Full);
    EXPECT_GT(sold, 30u);
    EXPECT_EQ(till.journal().head()->id, record_id(sold + 1));
    ASSERT_TRUE(till.journal().reopen().has_value());
    EXPECT_EQ(verify(till.journal())->records, sold + 1);
}

TEST(FailedWrite, StopsTheJournalUntilItIsOpenedAgain) {
    EXPECT_TRUE(in_a_process([] {
        TillFolder till;
        begin(till);
        const std::vector<JournalEntry> entries{sale(1)};
        if (!till.journal().append(entries, stamp())) ::_exit(1);
        // From now on no file may grow or be written beyond its first page.
        ::signal(SIGXFSZ, SIG_IGN);
        rlimit limit{};
        ::getrlimit(RLIMIT_FSIZE, &limit);
        const rlim_t before = limit.rlim_cur;
        limit.rlim_cur = 4096;
        ::setrlimit(RLIMIT_FSIZE, &limit);
        if (till.journal().append(entries, stamp())) ::_exit(2);
        limit.rlim_cur = before;
        ::setrlimit(RLIMIT_FSIZE, &limit);
        const auto again = till.journal().append(entries, stamp());
        if (again || again.error().code != Errc::Io) ::_exit(3);  // never simply tried again
        if (!till.journal().reopen()) ::_exit(4);
        if (till.journal().head()->id != record_id(2)) ::_exit(5);
        if (!till.journal().append(entries, stamp())) ::_exit(6);
        if (verify(till.journal())->bad || till.journal().head()->id != record_id(3)) ::_exit(7);
        // TillFolder's folder goes with it; _exit would leave it behind.
        std::filesystem::remove_all(till.path());
    }));
}

}  // namespace
}  // namespace kopilka
